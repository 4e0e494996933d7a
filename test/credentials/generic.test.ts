import { describe, expect, test } from 'vitest';
import { genericSecrets, type Syntax, syntaxAt } from '../../src/credentials/generic.ts';
import { STANDARD } from '../../src/credentials/vocabulary.ts';
import { quickest } from '../support/quickest.ts';

const S = 'vK8quietHarbour51';
const found = (text: string, syntax: Syntax) =>
  genericSecrets(text, syntax, STANDARD).map(({ start, end, confidence }) => [
    text.slice(start, end),
    confidence,
  ]);

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

test.each<[string, string]>([
  [`API_TOKEN=rb${S}`, `rb${S}`],
  [`api_token: u${S}`, `u${S}`],
  [`api_token = b'${S}'`, S],
])("a string's prefix stands before quotes only: %s", (text, secret) =>
  expect(found(text, 'config')).toEqual([[secret, 'likely']]),
);

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
  const texts = [
    'password='.repeat(100_000),
    `"a":"${'b'.repeat(500)}",`.repeat(2000),
    'a'.repeat(1_000_000),
    '<password '.repeat(90_000),
    'define('.repeat(100_000),
  ];
  const read = () => {
    for (const text of texts) genericSecrets(text, 'config', STANDARD);
  };
  expect(quickest(3000, read)).toBeLessThan(3000);
});

describe('values that files of all kinds give to names', () => {
  const VALUE = 'q7Zr2Lk9Tp4mXa8V';
  test.each([
    ['/etc/environment', `DB_PASSWORD="${VALUE}"`],
    ['/etc/default/app', `DB_PASSWORD=${VALUE}`],
    ['/etc/profile.d/x.sh', `export API_TOKEN='${VALUE}'`],
    ['/root/.bashrc', `export GH_PAT=${VALUE}`],
    ['/etc/systemd/system/a.service', `Environment="DB_PASSWORD=${VALUE}"`],
    ['/etc/systemd/system/a.service', `ExecStart=/bin/x --password=${VALUE}`],
    ['/etc/php/fpm.conf', `env[DB_PASSWORD] = ${VALUE}`],
    ['/etc/nginx/app.conf', `fastcgi_param DB_PASSWORD ${VALUE};`],
    ['/etc/apache2/x.conf', `SetEnv DB_PASSWORD ${VALUE}`],
    ['/etc/redis/redis.conf', `requirepass ${VALUE}`],
    ['/etc/haproxy/haproxy.cfg', `  user x insecure-password ${VALUE}`],
    ['/root/.msmtprc', `password ${VALUE}`],
    ['/app/ks.cfg', `rootpw --plaintext ${VALUE}`],
    ['/deploy/app.yaml', `env:\n- name: DB_PASSWORD\n  value: ${VALUE}`],
    ['/app/task.json', `{"environment":[{"name":"DB_PASSWORD","value":"${VALUE}"}]}`],
    ['/app/compose.yml', `command: redis-server --requirepass ${VALUE}`],
    ['/app/main.tf', `master_password = "${VALUE}"`],
    ['/app/init.sql', `CREATE USER app IDENTIFIED BY '${VALUE}';`],
    ['/app/db.sql', `ALTER ROLE app WITH PASSWORD '${VALUE}';`],
    ['/app/x.php', `<?php $db_pass = '${VALUE}';`],
    ['/app/x.php', `$cfg['password'] = '${VALUE}';`],
    ['/app/x.pl', `my $password = '${VALUE}';`],
    ['/app/x.ps1', `$s = ConvertTo-SecureString "${VALUE}" -AsPlainText`],
    ['/app/x.ts', `const apiToken: string = "${VALUE}";`],
    ['/app/x.go', `var apiToken string = "${VALUE}"`],
    ['/app/x.go', `os.Setenv("API_TOKEN", "${VALUE}")`],
    ['/app/x.rs', `const API_KEY: &str = "${VALUE}";`],
    ['/app/x.kt', `val apiKey: String = "${VALUE}"`],
    ['/app/x.py', `API_KEY: str = "${VALUE}"`],
    ['/app/x.py', `os.environ["API_TOKEN"] = "${VALUE}"`],
    ['/app/x.py', `self.secret_key = b"${VALUE}"`],
    ['/app/x.py', `p = os.getenv("DB_PASSWORD", "${VALUE}")`],
    ['/app/x.py', `requests.get(url, auth=("ci", "${VALUE}"))`],
    ['/app/x.js', `const p = process.env.DB_PASSWORD || "${VALUE}";`],
    ['/app/X.java', `DriverManager.getConnection(url, "root", "${VALUE}");`],
    ['/app/hibernate.cfg.xml', `<property name="hibernate.connection.password">${VALUE}</property>`],
    ['/app/run.bat', `set DB_PASSWORD=${VALUE}`],
  ])('%s: %s', (path, text) => {
    const syntax = syntaxAt(path);
    expect(syntax).toBeDefined();
    const found = genericSecrets(`first line\n${text}\nlast line\n`, syntax ?? 'config', STANDARD);
    expect(
      found.map(({ start, end, confidence }) => [`first line\n${text}\n`.slice(start, end), confidence]),
    ).toEqual([[VALUE, 'likely']]);
  });

  test('the key of a framework has signs in it', () => {
    const key = 'n(7nr&-_w=hb-ytv)dwk2&3rq*8ael(c(gp93(m&)o)*(x6z@';
    expect(genericSecrets(`SECRET_KEY = '${key}'\n`, 'code', STANDARD)).toHaveLength(1);
  });

  test.each([
    'password required pam_unix.so nullok',
    'password [success=1 default=ignore] pam_unix.so obscure yescrypt',
    'auth required pam_deny.so',
    'PasswordAuthentication no',
    'tokens: 5000',
    '- name: PASSWORD_FILE\n  value: /run/secrets/password1',
    '- name: DB_PASSWORD\n  valueFrom:\n    secretKeyRef: {name: db-secret-1}',
    'secret: $' + '{SECRET_1}',
    'token = getToken(user1, "abc123")',
    'const password = await prompt("Password1:");',
    'password: Optional[str] = None',
    '"password": "Das Passwort muss 8 Zeichen haben"',
    'key_buffer_size 16M',
    'ssl_certificate_key /etc/nginx/key1.pem;',
    'proxy_set_header Authorization $http_authorization;',
    'API_TOKEN: $' + '{{ secrets.API_TOKEN_1 }}',
    'passwd: files systemd',
    'secret_key_base: <%= ENV["SECRET_KEY_BASE"] %>',
  ])('none: %s', (text) => {
    const sure = (syntax: 'config' | 'code') =>
      genericSecrets(`${text}\n`, syntax, STANDARD).filter(({ confidence }) => confidence !== 'possible');
    expect([...sure('config'), ...sure('code')]).toEqual([]);
  });
});
