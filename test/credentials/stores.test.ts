import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ALNUM, exampleText } from '../../src/credentials/examples.ts';
import { namedReaderFor } from '../../src/credentials/named.ts';
import { ini } from '../../src/credentials/readers/ini.ts';
import { json } from '../../src/credentials/readers/json.ts';
import { keyStore } from '../../src/credentials/readers/keystores.ts';
import { kubernetesSecrets } from '../../src/credentials/readers/kubernetes.ts';
import { htpasswd, pgpass, shadow, whole } from '../../src/credentials/readers/lines.ts';
import { xml } from '../../src/credentials/readers/xml.ts';
import { yaml } from '../../src/credentials/readers/yaml.ts';
import { storeAt } from '../../src/credentials/stores.ts';
import { STANDARD } from '../../src/credentials/vocabulary.ts';

const SECRET = `q7${exampleText(ALNUM, 22)}`;

/** What is found in a file: name and text of each secret. */
function found(path: string, text: string): [string, string][] {
  const read = namedReaderFor(path, storeAt(path), STANDARD);
  return (read?.(text) ?? []).map(({ name, start, end }) => [name, text.slice(start, end)]);
}

describe('a secret in the file of a tool', () => {
  test.each([
    ['/root/.docker/config.json', `{"auths":{"ghcr.io":{"identitytoken":"${SECRET}"}}}`, 'identitytoken'],
    [
      '/root/.pypirc',
      `[distutils]\nindex-servers = corp\n[corp]\nusername: ci\npassword: ${SECRET}\n`,
      'password',
    ],
    [
      '/root/.upmconfig.toml',
      `[npmAuth."https://npm.example.com"]\ntoken = "${SECRET}"\nalwaysAuth = true\n`,
      'token',
    ],
    [
      '/root/.config/pypoetry/auth.toml',
      `[http-basic.corp]\nusername = "ci"\npassword = "${SECRET}"\n`,
      'password',
    ],
    [
      '/root/.config/pypoetry/auth.toml',
      `[http-basic]\ncorp = { username = "ci", password = "${SECRET}" }\n`,
      'password',
    ],
    ['/root/.config/pypoetry/auth.toml', `[pypi-token]\npypi = "${SECRET}"\n`, 'pypi'],
    ['/usr/local/cargo/credentials.toml', `[registries.corp]\ntoken = "Bearer ${SECRET}"\n`, 'token'],
    ['/root/.gem/credentials', `---\n:rubygems_api_key: ${SECRET}\n`, ':rubygems_api_key'],
    [
      '/app/auth.json',
      `{"http-basic": {"repo.example.com": {"username": "ci", "password": "${SECRET}"}}}`,
      'password',
    ],
    ['/app/auth.json', `{"github-oauth": {"github.com": "${SECRET}"}}`, 'github.com'],
    [
      '/root/.m2/settings.xml',
      `<settings><servers><server><id>a</id><password>${SECRET}</password></server></servers></settings>`,
      'password',
    ],
    [
      '/root/.nuget/NuGet/NuGet.Config',
      `<configuration><packageSourceCredentials><corp><add key="Username" value="ci" /><add key="ClearTextPassword" value="${SECRET}" /></corp></packageSourceCredentials></configuration>`,
      'ClearTextPassword',
    ],
    ['/root/.gradle/gradle.properties', `corpUser=ci\ncorpPassword=${SECRET}\n`, 'corpPassword'],
    ['/root/.kube/config', `apiVersion: v1\nusers:\n- name: ci\n  user:\n    token: ${SECRET}\n`, 'token'],
    ['/root/.config/gh/hosts.yml', `github.com:\n    user: ci\n    oauth_token: ${SECRET}\n`, 'oauth_token'],
    [
      '/root/.aws/credentials',
      `[default]\naws_access_key_id = x\naws_secret_access_key = ${SECRET}\n`,
      'aws_secret_access_key',
    ],
    [
      '/root/.aws/sso/cache/a.json',
      `{"startUrl":"https://example.com","accessToken":"${SECRET}"}`,
      'accessToken',
    ],
    [
      '/root/.azure/service_principal_entries.json',
      `[{"client_id":"a","client_secret":"${SECRET}"}]`,
      'client_secret',
    ],
    [
      '/app/terraform.tfstate',
      `{"resources":[{"instances":[{"attributes":{"name":"db","password":"${SECRET}"}}]}]}`,
      'password',
    ],
    ['/app/prod.tfvars', `region = "eu"\ndb_password = "${SECRET}"\n`, 'db_password'],
    [
      '/root/.terraform.d/credentials.tfrc.json',
      `{"credentials":{"app.example.com":{"token":"${SECRET}"}}}`,
      'token',
    ],
    ['/root/.cache/huggingface/token', `${SECRET}\n`, 'content'],
    ['/root/.vault-token', SECRET, 'content'],
    ['/app/config/master.key', `${SECRET}\n`, 'content'],
    ['/root/.pgpass', `# host\ndb.example.com:5432:*:app:${SECRET}\n`, 'app'],
    ['/root/.my.cnf', `[client]\nuser = root\npassword = "${SECRET}"\n`, 'password'],
    [
      '/root/.config/rclone/rclone.conf',
      `[s3]\ntype = s3\nsecret_access_key = ${SECRET}\n`,
      'secret_access_key',
    ],
    ['/etc/wireguard/wg0.conf', `[Interface]\nPrivateKey = ${SECRET}\n`, 'PrivateKey'],
    [
      '/etc/NetworkManager/system-connections/w.nmconnection',
      `[wifi-security]\nkey-mgmt=wpa-psk\npsk=${SECRET}\n`,
      'psk',
    ],
    [
      '/opt/tomcat/conf/tomcat-users.xml',
      `<tomcat-users>\n<!-- <user username="a" password="must-be-changed"/> -->\n<user username="ci" password="${SECRET}" roles="x"/></tomcat-users>`,
      'password',
    ],
    ['/root/.kaggle/kaggle.json', `{"username":"ci","key":"${SECRET}"}`, 'key'],
    ['/root/.codex/auth.json', `{"tokens":{"access_token":"${SECRET}","account_id":"1"}}`, 'access_token'],
    [
      '/root/.config/helm/repositories.yaml',
      `repositories:\n- name: corp\n  password: ${SECRET}\n  url: https://charts.example.com\n`,
      'password',
    ],
    ['/root/.databrickscfg', `[DEFAULT]\nhost = https://example.com\ntoken = ${SECRET}\n`, 'token'],
    ['/app/.env.production', `NAME=x\nexport DB_PASSWORD="${SECRET}"\n`, 'DB_PASSWORD'],
  ])('%s', (path, text, name) => {
    expect(found(path, text)).toEqual([
      [name, text.includes(`Bearer ${SECRET}`) ? `Bearer ${SECRET}` : SECRET],
    ]);
    expect(found(path, text.replace(SECRET, `\${SECRET}`)), 'a reference').toEqual([]);
    expect(found(path, text.replace(SECRET, 'changeme')), 'a placeholder').toEqual([]);
  });

  test('hashes are told as such', () => {
    const line = `ci:$apr1$${exampleText(ALNUM, 8)}$${exampleText(ALNUM, 22)}`;
    const read = namedReaderFor('/app/.htpasswd', storeAt('/app/.htpasswd'), STANDARD);
    expect(read?.(`# users\n${line}\n`)).toMatchObject([{ name: 'ci', severity: 'medium' }]);
  });

  test('accounts without a password are none', () => {
    expect(
      found('/etc/shadow', 'root:*:19000:0:99999:7:::\ndaemon:!:1::::::\nx:!*:1::::::\ny::1::::::\n'),
    ).toEqual([]);
    expect(found('/etc/shadow', `ci:$6$salt$${exampleText(ALNUM, 86)}:19000:0:99999:7:::\n`)).toHaveLength(1);
  });
});

describe('Secret manifests', () => {
  const base64 = (text: string): string => Buffer.from(text).toString('base64');

  test('data and stringData of every document', () => {
    const text = `apiVersion: v1\nkind: ConfigMap\ndata:\n  password: ${base64(SECRET)}\n---\nkind: Secret\ndata:\n  password: ${base64(SECRET)}\n  name: ${base64('$NAME')}\nstringData:\n  token: ${SECRET}\n`;
    const at = kubernetesSecrets(text, STANDARD).map(({ start, end }) => text.slice(start, end));
    expect(at).toEqual([base64(SECRET), SECRET]);
    expect(found('/deploy/app.yaml', text).map(([name]) => name)).toContain('token');
  });

  test('sealed ones are none', () => {
    expect(kubernetesSecrets(`kind: SealedSecret\ndata:\n  password: ${base64(SECRET)}\n`, STANDARD)).toEqual(
      [],
    );
  });
});

describe('Java key stores', () => {
  const text = (value: string): Buffer => {
    const bytes = Buffer.from(value);
    return Buffer.concat([Buffer.from([0, bytes.length]), bytes]);
  };
  const number = (value: number): Buffer => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(value);
    return bytes;
  };
  const data = Buffer.concat([number(40), Buffer.alloc(40, 7)]);
  const entry = (tag: number): Buffer =>
    Buffer.concat([
      number(tag),
      text('alias'),
      Buffer.alloc(8),
      ...(tag === 2 ? [text('X.509'), data] : [data, number(0)]),
    ]);
  const store = (entries: readonly Buffer[], password: string): Buffer => {
    const body = Buffer.concat([number(0xfeedfeed), number(2), number(entries.length), ...entries]);
    const wide = Buffer.from(password, 'utf16le').swap16();
    return Buffer.concat([
      body,
      createHash('sha1').update(wide).update('Mighty Aphrodite').update(body).digest(),
    ]);
  };

  test('a trust store has no key', () => {
    expect(keyStore(store([entry(2), entry(2)], 'changeit'))).toBeUndefined();
  });

  test('a key is found behind certificates, and a password that everybody knows', () => {
    expect(keyStore(store([entry(2), entry(1)], 'changeit'))).toEqual({
      what: 'Java key store',
      opens: 'changeit',
    });
    expect(keyStore(store([entry(1)], SECRET))).toEqual({ what: 'Java key store' });
  });

  test('other binary files are none', () => {
    expect(keyStore(Buffer.from('just a text file with words'))).toBeUndefined();
    expect(keyStore(Buffer.alloc(0))).toBeUndefined();
  });
});

test('readers survive anything, and tell true places', () => {
  const readers = { ini, json, yaml, xml, htpasswd, pgpass, shadow, whole };
  const piece = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    '"',
    "'",
    ':',
    '=',
    '\n',
    ' ',
    '  ',
    '- ',
    '|',
    '<a',
    '>',
    '</a>',
    '<!--',
    '-->',
    'key',
    'v1',
    '$6$',
    '\\',
    '#',
    '---\n',
    'é',
    '\r\n',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      const text = pieces.join('');
      for (const [name, read] of Object.entries(readers)) {
        for (const { start, end, value } of read(text)) {
          expect(end).toBeLessThanOrEqual(text.length);
          if (!/[\\\n]/.test(value) && !text.slice(start, end).includes('\\'))
            expect(text.slice(start, end).trim(), name).toBe(value.trim());
        }
      }
    }),
    { numRuns: 2000 },
  );
});

test('what comes behind a block of lines with carriage returns has its place', () => {
  const text = 'a: >\r\n  one\r\n  two\r\nb: three\r\nc: |\r\n\r\nd: four\r\n';
  const places = yaml(text).map(({ start, end }) => text.slice(start, end));
  expect(places).toEqual(['  one\r\n  two', 'three', 'four']);
});

test.each(['ini', 'json', 'yaml', 'xml'])('%s is linear', (name) => {
  const read = { ini, json, yaml, xml }[name] ?? ini;
  const unit = { ini: 'key [x = "a\n', json: '{"a":[', yaml: ' - a: b\n', xml: '<a b="c" ' }[name] ?? '';
  const time = (count: number): number => {
    const text = unit.repeat(count);
    const start = performance.now();
    read(text);
    return performance.now() - start;
  };
  time(1000);
  expect(time(100_000)).toBeLessThan(3000);
});
