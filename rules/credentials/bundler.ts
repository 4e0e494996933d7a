import { plausible } from '../../src/credentials/checks/plausible.ts';
import { ALNUM, exampleText } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';

const secret = (): string => exampleText(ALNUM, 24);

const common = { severity: 'high', confidence: 'likely', check: plausible, onInvalid: 'drop' } as const;

export const formats: readonly CredentialFormat[] = [
  {
    ...common,
    id: 'f-bundle',
    vendor: 'Bundler',
    title: 'gem server credentials in a Bundler config',
    keywords: ['BUNDLE_'],
    pattern:
      /BUNDLE_[A-Z0-9]{1,64}(?:_{2,3}[A-Z0-9]{1,64}){1,8}[ \t]{0,4}[:= ][ \t]{0,4}["']?(?<secret>[^\x00-\x20"':$\\]{1,128}:[^\x00-\x20"'$\\]{6,512})/,
    reach: { before: 4, after: 1300 },
    examples: {
      match: () => [
        `BUNDLE_GEMS__EXAMPLE__COM: "ci:${secret()}"`,
        `ENV BUNDLE_GEMS__EXAMPLE__COM=ci:${secret()}`,
      ],
      miss: () => ['BUNDLE_PATH: "/usr/local/bundle"', 'BUNDLE_GEMS__EXAMPLE__COM: "$GEM_AUTH"'],
    },
  },
];
