import { plausible } from '../../src/credentials/checks/plausible.ts';
import { ALNUM, exampleText } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';

const secret = (): string => exampleText(ALNUM, 44);
const common = {
  vendor: 'Microsoft',
  severity: 'critical',
  confidence: 'likely',
  check: plausible,
  onInvalid: 'drop',
} as const;

export const formats: readonly CredentialFormat[] = [
  {
    ...common,
    id: 'azure-appconfig-conn',
    title: 'App Configuration connection string',
    keywords: ['.azconfig.'],
    pattern:
      /Endpoint=https:\/\/[\w.-]{1,80}\.azconfig\.[\w.]{2,20};Id=[^;\s"']{4,80};Secret=(?<secret>[\w+/=]{20,100})/,
    reach: { before: 128, after: 256 },
    examples: {
      match: () => [`Endpoint=https://shop.azconfig.io;Id=abcd-l0-s0:x1y2;Secret=${secret()}`],
      miss: () => ['Endpoint=https://shop.azconfig.io;Id=x;Secret=<secret>'],
    },
  },
  {
    ...common,
    id: 'azure-sql-conn',
    title: 'password in an SQL connection string',
    keywords: ['server=', 'data source='],
    foldCase: true,
    // From a server on, pairs of names and values up to the one that is the password.
    pattern:
      /(?:server|data source)=[^;"'\n]{1,200};(?:[a-z][\w ]{1,40}=[^;"'\n]{0,200};){0,12}\s?(?:password|pwd)=(?<secret>[^;"'\s&]{4,200})/i,
    reach: { before: 4, after: 2600 },
    examples: {
      match: () => [
        `Server=tcp:db.example.com,1433;Database=shop;User ID=app;Password=${exampleText(ALNUM, 20)};Encrypt=True;`,
        `"Data Source=db.example.com;Initial Catalog=shop;uid=app;pwd=${exampleText(ALNUM, 20)}"`,
      ],
      miss: () => [
        'Server=db;Database=shop;Integrated Security=true;',
        'Server=db;Database=shop;User ID=app;Password={password};',
        `Server=db;User=app;Password=$DB_PASSWORD;`,
      ],
    },
  },
];
