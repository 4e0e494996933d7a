import { checkCask, makeCask } from '../../src/credentials/checks/cask.ts';
import { ALNUM, exampleText } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';

/** Random part, mark, year (A is 2024) and month, platform and provider data. */
const HEAD = '[0-9A-Za-z]{52}JQQJ9[9DH][0-9A-Za-z][A-L][0-9A-Za-z]{16}';
const TAIL = '(?:[0-9A-Za-z]{2}==)?(?![0-9A-Za-z+/=])';

/** A common annotated security key of one provider, by the four characters that name it. */
function cask(id: string, title: string, provider: string, example: string): CredentialFormat {
  const make = (): string =>
    makeCask(`${exampleText(ALNUM, 52)}JQQJ99BA${exampleText(ALNUM, 12)}AAAA${example}`);
  return {
    id,
    vendor: 'Microsoft',
    title,
    keywords: ['JQQJ9'],
    pattern: new RegExp(`(?<![0-9A-Za-z+/])${HEAD}${provider}[0-9A-Za-z]{4}${TAIL}`),
    reach: { before: 64, after: 64 },
    severity: 'critical',
    confidence: 'certain',
    check: checkCask,
    examples: {
      match: () => [make(), `AZURE_KEY=${make()}`, `{"apiKey": "${make()}"}`],
      miss: () => [make().slice(1), 'JQQJ99'],
    },
  };
}

export const formats: readonly CredentialFormat[] = [
  cask('azure-devops-pat', 'DevOps personal access token', 'AZDO', 'AZDO'),
  cask(
    'azure-cask',
    'common annotated security key (Azure OpenAI, AI services, Maps and others)',
    '(?!AZDO)[A-Za-z][0-9A-Za-z]{3}',
    'ACOG',
  ),
];
