import { plausible } from '../../src/credentials/checks/plausible.ts';
import { checkUserinfo } from '../../src/credentials/checks/userinfo.ts';
import { ALNUM, exampleText } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';

const password = (): string => exampleText(ALNUM, 20);
const SCHEMES = [
  'https',
  'http',
  'ssh',
  'ftp',
  'ftps',
  'sftp',
  'git',
  'svn',
  'smtp',
  'smtps',
  'ldap',
  'ldaps',
  'socks5',
  'oci',
];
const DATABASES =
  'postgres postgresql mysql mariadb mongodb redis rediss amqp amqps mssql sqlserver clickhouse cockroachdb neo4j nats kafka oracle mysql2 couchdb influxdb snowflake'.split(
    ' ',
  );
/** Of a user or password: what URLs allow there, and a few signs that people leave unescaped. */
const CHARS = String.raw`[^\x00-\x20\x7f"'\x60<>\\@/?#:{}|,]`;
/** Most URLs have no user, and are told by that in one go. */
const AHEAD = String.raw`(?=[^@/\s"'<>]{1,4400}@)`;
const USERINFO = `(?:(?<user>${CHARS}{0,256}):(?!x-oauth-basic@|@))?(?<secret>${CHARS}{1,4096})(?::(?:x-oauth-basic)?)?@(?<host>[\\w.\\[-][\\w.:\\]-]{0,253})`;

function url(id: string, title: string, schemes: readonly string[], driver: string): CredentialFormat {
  return {
    id,
    vendor: 'generic',
    title,
    keywords: schemes.map((scheme) => `${scheme}${driver === '' ? '://' : ''}`),
    pattern: new RegExp(`(?:${schemes.join('|')})${driver}:\\/\\/${AHEAD}${USERINFO}`),
    needs: '@',
    reach: { before: 8, after: 4700 },
    severity: 'high',
    confidence: 'likely',
    check: checkUserinfo,
    onInvalid: 'drop',
    examples: {
      match: () => [
        `${schemes[0]}://deploy:${password()}@host.example.com/path`,
        `URL="${schemes[0]}://deploy:${password()}@host.example.com:8443/simple/ "`,
        `${schemes[0]}://p%40ul:${password()}@127.0.0.1/x?y=z`,
      ],
      miss: () => [
        `${schemes[0]}://user@host.example.com/`,
        `${schemes[0]}://user:\${PASSWORD}@host.example.com/`,
        `${schemes[0]}://user:$PASSWORD@host.example.com/`,
        `${schemes[0]}://user:password@host.example.com/`,
        `${schemes[0]}://<user>:<password>@host.example.com/`,
        `${schemes[0]}://host.example.com:8080/a@b`,
      ],
    },
  };
}

export const formats: readonly CredentialFormat[] = [
  url('url-basic-auth', 'password in a URL', SCHEMES, ''),
  url('db-url', 'password in a database or broker URL', DATABASES, '(?:\\+[\\w]{1,16})?'),
  {
    id: 'jdbc-url',
    vendor: 'generic',
    title: 'password in a JDBC URL',
    keywords: ['jdbc:'],
    pattern:
      /jdbc:[a-z][\w:+-]{1,40}\/\/[^\s"'<>]{1,400}?[?&;]password=(?<secret>[^\x00-\x20"'<>&;\\]{1,200})/i,
    reach: { before: 4, after: 700 },
    severity: 'high',
    confidence: 'likely',
    check: plausible,
    onInvalid: 'drop',
    examples: {
      match: () => [`jdbc:postgresql://db.example.com/app?user=app&password=${password()}`],
      miss: () => [`jdbc:postgresql://db/app?user=app&password=\${DB_PASSWORD}`, 'jdbc:postgresql://db/app'],
    },
  },
];
