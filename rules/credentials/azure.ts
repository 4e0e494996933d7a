import { crc32 } from '../../src/credentials/checks/crc32.ts';
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
      const time =
        end === undefined
          ? Number.NaN
          : Date.parse(decodeURIComponent(end.replace(/%(?![0-9A-F]{2})/gi, '')));
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
    check: (secret) => (holds(fromBase32(secret)) ? 'valid' : 'invalid'),
    onInvalid: 'drop',
    examples: {
      match: () => [`AZURE_DEVOPS_EXT_PAT=${makePat()}`, `dev.azure.com ${makePat()}`],
      miss: () => [`AZURE_DEVOPS_EXT_PAT=${exampleText('abcdefghijklmnopqrstuvwxyz234567', 51)}a`, makePat()],
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

const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';
const SALT = 0xe0b9692d;
const APP_SALT = 0x1019f92e;

/** The checksum lies scattered over four of the 32 bytes. Source: microsoft/security-utilities. */
function checksums(bytes: Buffer): { stored: number; computed: number } {
  const data = Buffer.concat([
    bytes.subarray(0, 2),
    bytes.subarray(3, 7),
    bytes.subarray(9, 22),
    bytes.subarray(23, 32),
  ]);
  const at = (index: number): number => bytes[index] ?? 0;
  const stored = (at(22) | (at(8) << 8) | (at(7) << 16) | (at(2) << 24)) >>> 0;
  return { stored, computed: crc32(data) };
}

function holds(bytes: Buffer): boolean {
  const { stored, computed } = checksums(bytes);
  return stored === (computed ^ SALT) >>> 0 || stored === (computed ^ APP_SALT) >>> 0;
}

function fromBase32(text: string): Buffer {
  let bits = 0n;
  for (const char of text) bits = (bits << 5n) | BigInt(Math.max(0, BASE32.indexOf(char)));
  return Buffer.from((bits >> 4n).toString(16).padStart(64, '0'), 'hex');
}

function makePat(): string {
  const bytes = exampleBytes(32);
  const sum = (checksums(bytes).computed ^ SALT) >>> 0;
  [22, 8, 7, 2].forEach((index, shift) => {
    bytes[index] = (sum >>> (8 * shift)) & 0xff;
  });
  const bits = BigInt(`0x${bytes.toString('hex')}`) << 4n;
  return Array.from({ length: 52 }, (_, i) => BASE32[Number((bits >> BigInt(255 - 5 * i)) & 31n)]).join('');
}
