import { checkDevOpsToken, makeDevOpsToken } from '../../src/credentials/checks/azure-devops.ts';
import { ALNUM, exampleBytes, exampleText, HEX } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';
import { assigned, hex } from '../../src/credentials/shapes.ts';

const microsoft = { vendor: 'Microsoft', severity: 'critical', confidence: 'likely' } as const;
const accountKey = (): string => exampleBytes(64).toString('base64');

export const formats: readonly CredentialFormat[] = [
  {
    ...microsoft,
    id: 'azure-storage-key-legacy',
    title: 'storage account key in a connection string',
    keywords: ['AccountKey='],
    pattern: /AccountKey=(?<secret>[0-9A-Za-z+/]{86}==)/,
    reach: { before: 4, after: 110 },
    examples: {
      match: () => [
        `DefaultEndpointsProtocol=https;AccountName=a;AccountKey=${accountKey()};EndpointSuffix=x`,
      ],
      miss: () => ['AccountKey=<key>', `AccountKey=\${KEY}`],
    },
  },
  {
    ...microsoft,
    id: 'azure-sas',
    title: 'shared access signature',
    keywords: ['sig='],
    pattern:
      /(?:[?&](?:amp;)?(?:sv|se|sp|sr|st|spr|ss|srt|skn|si)=[^?&;\s"'<>\\]{1,128}){2,12}&(?:amp;)?sig=(?<secret>[0-9A-Za-z%+/]{40,70}(?:=|%3[Dd]))/,
    reach: { before: 1200, after: 100 },
    severity: 'high',
    check: (_secret, { match }) => {
      const end = /[?&;]se=([^&\s]{8,40})/.exec(match)?.[1];
      const time = end === undefined ? Number.NaN : Date.parse(end.replace(/%3A/gi, ':'));
      return Number.isNaN(time) ? 'unknown' : time < Date.now() ? 'expired' : 'valid';
    },
    examples: {
      match: () => [
        `https://a.example.com/c?sv=2022-11-02&se=2099-01-01T00%3A00%3A00Z&sp=r&sig=${encodeURIComponent(exampleBytes(32).toString('base64'))}`,
      ],
      miss: () => ['?sv=2022-11-02&se=2099-01-01&sp=r&sig=', 'sig=abc'],
    },
  },
  {
    ...microsoft,
    id: 'entra-client-secret',
    title: 'Entra client secret',
    keywords: ['8Q~', '7Q~'],
    pattern: /(?<![\w.~-])[0-9A-Za-z._~-]{3}[78]Q~[0-9A-Za-z._~-]{31,34}(?![\w~-])/,
    reach: { before: 8, after: 48 },
    examples: {
      match: () => [`AZURE_CLIENT_SECRET=${exampleText(ALNUM, 3)}8Q~${exampleText(ALNUM, 34)}`],
      miss: () => [`${exampleText(ALNUM, 3)}8Q~${exampleText(ALNUM, 10)}`],
    },
  },
  {
    ...microsoft,
    id: 'azure-devops-pat-legacy',
    title: 'DevOps personal access token',
    keywords: ['azure', 'devops', 'vss_nuget', 'accesstoken', 'visualstudio'],
    foldCase: true,
    pattern: /(?<![0-9A-Za-z])[a-z2-7]{52}(?![0-9A-Za-z])/,
    reach: { before: 160, after: 240 },
    check: checkDevOpsToken,
    onInvalid: 'drop',
    examples: {
      match: () => [
        `AZURE_DEVOPS_EXT_PAT=${makeDevOpsToken(exampleBytes(32))}`,
        `dev.azure.com ${makeDevOpsToken(exampleBytes(32))}`,
      ],
      miss: () => [
        `AZURE_DEVOPS_EXT_PAT=${exampleText('abcdefghijklmnopqrstuvwxyz234567', 51)}a`,
        makeDevOpsToken(exampleBytes(32)),
      ],
    },
  },
  assigned({
    ...microsoft,
    id: 'azure-openai-legacy',
    title: 'OpenAI or Cognitive Services key',
    names: ['azure_openai', 'ocp-apim-subscription-key'],
    alphabet: hex,
    length: 32,
    severity: 'high',
    make: () => exampleText(HEX, 32),
  }),
];
