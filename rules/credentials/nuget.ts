import { plausible } from '../../src/credentials/checks/plausible.ts';
import { ALNUM, exampleText } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';
import { assigned } from '../../src/credentials/shapes.ts';

const secret = (): string => exampleText(ALNUM, 24);

const common = { severity: 'high', confidence: 'likely', check: plausible, onInvalid: 'drop' } as const;

export const formats: readonly CredentialFormat[] = [
  assigned({
    id: 'nuget-key',
    vendor: 'NuGet',
    title: 'gallery API key',
    names: ['nuget', 'api-key', 'apikey'],
    prefix: 'oy2',
    alphabet: { set: 'a-z2-7', characters: 'abcdefghijklmnopqrstuvwxyz234567' },
    length: 43,
    make: () => `oy2${exampleText('abcdefghijklmnopqrstuvwxyz234567', 43)}`,
  }),
  {
    ...common,
    id: 'f-nuget',
    vendor: 'NuGet',
    title: 'password in a NuGet config',
    keywords: ['ClearTextPassword'],
    pattern: /ClearTextPassword["'][ \t]{1,8}value=["'](?<secret>[^\x00-\x1f"']{1,1024})["']/,
    reach: { before: 4, after: 1100 },
    examples: {
      match: () => [`<add key="ClearTextPassword" value="${secret()}" />`],
      miss: () => ['<add key="ClearTextPassword" value="%NUGET_PASSWORD%" />'],
    },
  },
];
