import { describe, expect, test } from 'vitest';
import { genericSecrets, type Syntax, syntaxAt } from '../../src/credentials/generic.ts';

const S = 'vK8quietHarbour51';
const found = (text: string, syntax: Syntax) =>
  genericSecrets(text, syntax).map(({ start, end, confidence }) => [text.slice(start, end), confidence]);

describe('a value under a name that says so', () => {
  test.each<[string, Syntax]>([
    [`db.password=${S}`, 'config'],
    [`password: ${S}`, 'config'],
    [`  password: "${S}" # the one`, 'config'],
    [`{"db": {"password": "${S}", "port": 5432}}`, 'config'],
    [`[db]\npasswd = ${S}\nuser = me`, 'config'],
    [`api_token = '${S}'`, 'config'],
    [`<password>${S}</password>`, 'config'],
    [`<add key="ApiSecret" value="${S}"/>`, 'config'],
    [`<bean p:password="${S}"/>`, 'config'],
    [`Server=db;User Id=sa;Password=${S};`, 'config'],
    [`"ConnectionString": "Server=db;Pwd=${S};Encrypt=yes"`, 'config'],
    [`DB_PASSWORD = "${S}"`, 'code'],
    [`const dbPassword = '${S}';`, 'code'],
    [`define('DB_PASSWORD', '${S}');`, 'code'],
    [`'password' => '${S}',`, 'code'],
    [`export API_TOKEN="${S}"`, 'code'],
    [`os.environ["API_TOKEN"] = "x"; client(api_key="${S}")`, 'code'],
  ])('%s', (text, syntax) => expect(found(text, syntax)).toEqual([[S, 'likely']]));
});

describe('what is none', () => {
  test.each<[string, Syntax]>([
    ['password: ${DB_PASSWORD}', 'config'],
    ['password: changeme', 'config'],
    ['password: ""', 'config'],
    ['password_file: /run/secrets/db', 'config'],
    ['"password": "Password"', 'config'],
    ['password = getpass.getpass()', 'code'],
    ['token = request.headers["x"]', 'code'],
    ['const token = await fetchToken1()', 'code'],
    ['password = config.database.password1', 'code'],
    ['"passwordLabel": "Enter your new password"', 'config'],
    ['secret: "{{ vault_secret }}"', 'config'],
    ['token_url = "https://auth.example.com/token"', 'config'],
    ['max_tokens: 4096', 'config'],
    ['Token.Comment: "italic #A3AAB2"', 'code'],
    ['image_pull_secrets: list[V1LocalObjectReference]', 'code'],
  ])('%s', (text, syntax) => expect(found(text, syntax)).toEqual([]));
  test.each<[string, Syntax]>([
    ['password: correcthorse', 'config'],
    ['key: 8f3kQ92LmZx7', 'config'],
  ])('%s is not sure', (text, syntax) =>
    expect(found(text, syntax).filter(([, confidence]) => confidence !== 'possible')).toEqual([]),
  );
});

test('where it is looked for', () => {
  expect(
    ['/app/config/database.yml', '/srv/app.properties', '/etc/app/app.conf', '/app/settings.json'].map(
      syntaxAt,
    ),
  ).toEqual(Array(4).fill('config'));
  expect(['/app/settings.py', '/app/index.js'].map(syntaxAt)).toEqual(['code', 'code']);
  for (const path of [
    '/usr/share/x/a.json',
    '/app/node_modules/x/a.json',
    '/app/test/a.yml',
    '/app/x.min.js',
    '/bin/ls',
    '/app/package-lock.json',
  ])
    expect(syntaxAt(path)).toBeUndefined();
});

test('a long line is read in time', () => {
  const start = performance.now();
  for (const text of [
    'password='.repeat(100_000),
    `"a":"${'b'.repeat(500)}",`.repeat(2000),
    'a'.repeat(1_000_000),
    '<password '.repeat(90_000),
    'define('.repeat(100_000),
  ])
    genericSecrets(text, 'config');
  expect(performance.now() - start).toBeLessThan(3000);
});
