import { plausible } from '../../src/credentials/checks/plausible.ts';
import { ALNUM, exampleText, exampleUuid } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';

const basic = (): string => Buffer.from(`deploy:${exampleText(ALNUM, 20)}`).toString('base64');

const npm = { vendor: 'npm', severity: 'critical', confidence: 'likely' } as const;

export const formats: readonly CredentialFormat[] = [
  {
    ...npm,
    id: 'f-yarnrc',
    vendor: 'Yarn',
    title: 'registry token in .yarnrc.yml',
    keywords: ['npmAuthToken', 'npmAuthIdent'],
    pattern:
      /npmAuth(?:Token|Ident)["']?(?::[ \t]{1,4}|[ \t]{1,4})["']?(?<secret>[^\x00-\x20"'`\\<>;|&(){},$]{8,4096})/,
    reach: { before: 16, after: 4200 },
    check: plausible,
    onInvalid: 'drop',
    examples: {
      match: () => [`npmAuthToken: "${exampleUuid()}"`, `    npmAuthIdent: ${basic()}`],
      miss: () => [`npmAuthToken: "\${NPM_TOKEN}"`, 'npmAuthToken: $NPM_TOKEN'],
    },
  },
];
