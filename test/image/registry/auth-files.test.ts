import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Credentials } from '../../../src/image/registry/credentials.ts';
import { tempFolder } from '../../support/images/temp.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');
const auth = (account: string) => ({ auth: base64(account) });
const auths = (entries: Record<string, unknown>) => JSON.stringify({ auths: entries });

/** Files below a new folder, and what is made of them: HOME is its `home`. */
async function written(files: Readonly<Record<string, string>>) {
  const folder = await tempFolder();
  const env: NodeJS.ProcessEnv = { HOME: join(folder, 'home'), PATH: join(folder, 'bin') };
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  const read = async (authFiles: readonly string[] = [], more: NodeJS.ProcessEnv = {}) => {
    const notes: string[] = [];
    const note = (what: string, reason: string) =>
      void notes.push(`${what} ${reason}`.replaceAll(`${folder}/`, ''));
    const paths = authFiles.map((path) => join(folder, path));
    const credentials = await Credentials.read(paths, { ...env, ...more }, note);
    const user = async (host: string, path = 'team/app') => {
      const account = await credentials.find(host, path);
      const { username, password, identityToken, registryToken } = account?.credential ?? {};
      return (
        identityToken ?? registryToken ?? (username === undefined ? undefined : `${username}:${password}`)
      );
    };
    return { notes, user, looked: credentials.looked.map((path) => path.replace(`${folder}/`, '')) };
  };
  return { folder, read };
}

test('default files are looked for, and need not be there', async () => {
  const { read, folder } = await written({});
  const { notes, looked, user } = await read([], { XDG_RUNTIME_DIR: join(folder, 'run') });
  expect(notes).toEqual([]);
  expect(looked).toEqual([
    'home/.docker/config.json',
    'run/containers/auth.json',
    'home/.config/containers/auth.json',
  ]);
  expect(await user('ghcr.io')).toBeUndefined();
});

test('later files outweigh earlier ones, and their hosts are merged', async () => {
  const { read, folder } = await written({
    'home/.docker/config.json': auths({
      'a.example.com': auth('u:docker'),
      'd.example.com': auth('u:docker'),
    }),
    'run/containers/auth.json': auths({ 'a.example.com': auth('u:run') }),
    'home/.config/containers/auth.json': auths({
      'a.example.com': auth('u:home'),
      'b.example.com': auth('u:home'),
    }),
    'named.json': auths({ 'b.example.com': auth('u:env'), 'c.example.com': auth('u:env') }),
    'one.json': auths({ 'c.example.com': auth('u:one'), 'e.example.com': auth('u:one') }),
    'two.json': auths({ 'e.example.com': auth('u:two') }),
  });
  const env = { XDG_RUNTIME_DIR: join(folder, 'run'), REGISTRY_AUTH_FILE: join(folder, 'named.json') };
  const { notes, user } = await read(['one.json', 'two.json'], env);
  const hosts = ['a', 'b', 'c', 'd', 'e'].map((name) => user(`${name}.example.com`));
  expect(await Promise.all(hosts)).toEqual(['u:home', 'u:env', 'u:one', 'u:docker', 'u:two']);
  expect(notes).toEqual([]);
});

test('DOCKER_CONFIG names the folder of config.json', async () => {
  const { read, folder } = await written({
    'home/.docker/config.json': auths({ 'ghcr.io': auth('u:home') }),
    'elsewhere/config.json': auths({ 'ghcr.io': auth('u:elsewhere') }),
  });
  const { user } = await read([], { DOCKER_CONFIG: join(folder, 'elsewhere') });
  expect(await user('ghcr.io')).toBe('u:elsewhere');
});

test('the longest path wins, then the later file', async () => {
  const { read } = await written({
    'one.json': auths({
      'ghcr.io/team/app': auth('u:app'),
      'ghcr.io/team': auth('u:team1'),
      'ghcr.io': auth('u:host1'),
    }),
    'two.json': auths({ 'ghcr.io/team/': auth('u:team2'), 'https://ghcr.io/v2/': auth('u:host2') }),
  });
  const { user } = await read(['one.json', 'two.json']);
  const paths = ['team/app', 'team/app/x', 'team/apple', 'team', 'teams/app', 'x'].map((path) =>
    user('ghcr.io', path),
  );
  expect(await Promise.all(paths)).toEqual(['u:app', 'u:app', 'u:team2', 'u:team2', 'u:host2', 'u:host2']);
});

test.each([
  'docker.io',
  'https://index.docker.io/v1/',
  'index.docker.io',
  'registry-1.docker.io',
  'https://docker.io/v2/',
])('%s is Docker Hub', async (key) => {
  const { read } = await written({ 'one.json': auths({ [key]: auth('u:p') }) });
  const { user } = await read(['one.json']);
  expect(await user('docker.io', 'library/alpine')).toBe('u:p');
});

test('a star stands for a part of one label, and a host in full outweighs it', async () => {
  const { read } = await written({
    'one.json': auths({ 'x.example.com': auth('u:full') }),
    'two.json': auths({ '*.example.com': auth('u:star'), 'a-*-z.example.com:5000': auth('u:mid') }),
  });
  const { user } = await read(['one.json', 'two.json']);
  const hosts = [
    'x.example.com',
    'y.example.com',
    'x.y.example.com',
    'a-b-z.example.com:5000',
    'a-z.example.com:5000',
  ];
  expect(await Promise.all(hosts.map((host) => user(host)))).toEqual([
    'u:full',
    'u:star',
    undefined,
    'u:mid',
    undefined,
  ]);
});

test.each([
  ['a password with colons', { auth: base64('u:p:q:') }, 'u:p:q:'],
  ['no padding', { auth: base64('u:pp').replace(/=+$/, '') }, 'u:pp'],
  ['zeros behind', { auth: base64('u:p\0\0') }, 'u:p'],
  [
    'url alphabet',
    { auth: base64('u:\u00fe\u00ff~?>').replaceAll('+', '-').replaceAll('/', '_') },
    'u:\u00fe\u00ff~?>',
  ],
  ['line breaks', { auth: `${base64('user:pass')}\n` }, 'user:pass'],
  ['apart', { username: 'u', password: 'p' }, 'u:p'],
  ['identity token', { auth: base64('00000000:'), identitytoken: 'idt' }, 'idt'],
  ['registry token', { registrytoken: 'rt' }, 'rt'],
  ['empty', {}, undefined],
  ['empty strings', { auth: '', username: '', password: '' }, undefined],
])('an entry: %s', async (_, entry, expected) => {
  const { read } = await written({ 'one.json': auths({ 'ghcr.io': entry }) });
  const { user, notes } = await read(['one.json']);
  expect(await user('ghcr.io')).toBe(expected);
  expect(notes).toEqual([]);
});

test('what is malformed is named without its content, and takes nothing else down', async () => {
  const { read } = await written({
    'entries.json': JSON.stringify({
      auths: {
        'a.example.com': { auth: '%%hunter2%%' },
        'b.example.com': { auth: base64('hunter2') },
        'c.example.com': 'hunter2',
        'd.example.com': { username: 'hunter2' },
        'https://u:hunter2@e.example.com': 7,
        'good.example.com': auth('u:p'),
      },
      credHelpers: { 'f.example.com': 7, 'good.example.com': '' },
      credsStore: 7,
    }),
    'text.json': 'hunter2',
    'list.json': '["hunter2"]',
    'auths.json': '{"auths": "hunter2", "credHelpers": ["hunter2"]}',
    'empty.json': ' \n',
    'object.json': '{}',
    'good.json': auths({ 'ghcr.io': auth('u:p') }),
  });
  const names = ['entries', 'text', 'list', 'auths', 'empty', 'object', 'missing', 'good', 'good'];
  const { user, notes } = await read(names.map((name) => `${name}.json`));
  expect([await user('good.example.com'), await user('ghcr.io')]).toEqual(['u:p', 'u:p']);
  expect(notes).toEqual([
    'good.json is named more than once; read once',
    'empty.json is empty',
    'missing.json no such file or folder',
    'entries.json its entry for a.example.com is left out: its auth is no base64',
    'entries.json its entry for b.example.com is left out: its auth is no base64 of user:password',
    'entries.json its entry for c.example.com is left out: it is no object',
    'entries.json its entry for d.example.com is left out: it has only one of username and password',
    'entries.json its entry for e.example.com is left out: it is no object',
    'entries.json its credsStore is no name of a program',
    'entries.json its credHelpers entry for f.example.com is no name of a program',
    'entries.json its credHelpers entry for good.example.com is no name of a program',
    'text.json is no JSON object; log in again, or name another file',
    'list.json is no JSON object; log in again, or name another file',
    'auths.json its auths is no object',
    'auths.json its credHelpers is no object',
    'object.json names no registry: it has no auths, credHelpers or credsStore',
  ]);
  expect(notes.join()).not.toContain('hunter2');
});

test('the old .dockercfg has its hosts at the top', async () => {
  const { read } = await written({
    '.dockercfg': JSON.stringify({ 'https://ghcr.io': { ...auth('u:p'), email: 'x' } }),
  });
  const { user, notes } = await read(['.dockercfg']);
  expect([await user('ghcr.io'), notes]).toEqual(['u:p', []]);
});

describe('folders', () => {
  /** As Kubernetes mounts a secret: links to a folder whose name is a time. */
  async function mountSecret(folder: string, name: string, key: string, content: string): Promise<void> {
    const mount = join(folder, 'docker-secrets', name);
    await mkdir(join(mount, '..2024_01_01'), { recursive: true });
    await writeFile(join(mount, '..2024_01_01', key), content);
    await symlink('..2024_01_01', join(mount, '..data'));
    await symlink(join('..data', key), join(mount, key));
  }

  test('every secret that Kubernetes mounts below one', async () => {
    const { folder, read } = await written({});
    await mountSecret(
      folder,
      'a',
      '.dockerconfigjson',
      auths({ 'ghcr.io': auth('u:a'), 'a.example.com': auth('u:a') }),
    );
    await mountSecret(folder, 'b', '.dockercfg', JSON.stringify({ 'ghcr.io': auth('u:b') }));
    await mountSecret(folder, 'c', '.dockerconfigjson', '{');
    const { user, notes, looked } = await read(['docker-secrets']);
    expect([await user('ghcr.io'), await user('a.example.com')]).toEqual(['u:b', 'u:a']);
    expect(looked.slice(2)).toEqual([
      'docker-secrets/a/.dockerconfigjson',
      'docker-secrets/b/.dockercfg',
      'docker-secrets/c/.dockerconfigjson',
    ]);
    expect(notes).toEqual([
      'docker-secrets/c/.dockerconfigjson is no JSON object; log in again, or name another file',
    ]);
  });

  test('one secret, and the same one by its file', async () => {
    const { folder, read } = await written({});
    await mountSecret(folder, 'a', '.dockerconfigjson', auths({ 'ghcr.io': auth('u:a') }));
    const { user, notes } = await read(['docker-secrets/a', 'docker-secrets/a/.dockerconfigjson']);
    expect(await user('ghcr.io')).toBe('u:a');
    expect(notes).toEqual(['docker-secrets/a/.dockerconfigjson is named more than once; read once']);
  });

  test('the folder of an engine, and one with nothing', async () => {
    const { read } = await written({
      'docker/config.json': auths({ 'ghcr.io': auth('u:p') }),
      'nothing/here/readme.txt': 'x',
    });
    const { user, notes } = await read(['docker', 'nothing']);
    expect(await user('ghcr.io')).toBe('u:p');
    expect(notes).toEqual([
      'nothing holds none of .dockercfg, .dockerconfigjson, config.json, auth.json, nor does a folder in it',
    ]);
  });
});

describe('helpers', () => {
  async function withHelper(script: string, config: unknown, more: Readonly<Record<string, string>> = {}) {
    const { folder, read } = await written({
      'bin/docker-credential-test': `#!/bin/sh\nread -r server || :\n${script}\n`,
      'one.json': JSON.stringify(config),
      ...more,
    });
    await chmod(join(folder, 'bin', 'docker-credential-test'), 0o755);
    return read;
  }
  const store = { credsStore: 'test', auths: { 'ghcr.io': {} } };
  const echo = 'echo "{\\"ServerURL\\":\\"x\\",\\"Username\\":\\"u\\",\\"Secret\\":\\"$1 $server\\"}"';

  test('is asked for the server by the name that engines use', async () => {
    const read = await withHelper(echo, {
      credHelpers: { 'gcr.io': 'test', 'b.example.com/team': 'test' },
      ...store,
    });
    const { user, notes } = await read(['one.json']);
    const hosts = ['gcr.io', 'docker.io', 'b.example.com', 'c.example.com:5000'].map((host) => user(host));
    expect(await Promise.all(hosts)).toEqual([
      'u:get gcr.io',
      'u:get https://index.docker.io/v1/',
      'u:get b.example.com/team',
      'u:get c.example.com:5000',
    ]);
    expect(notes).toEqual([]);
  });

  test('may give an identity token', async () => {
    const read = await withHelper('echo "{\\"Username\\":\\"<token>\\",\\"Secret\\":\\"idt\\"}"', store);
    expect(await (await read(['one.json'])).user('ghcr.io')).toBe('idt');
  });

  test('that knows nothing leaves the word to other files', async () => {
    const script = 'echo "credentials not found in native keychain"; exit 1';
    const read = await withHelper(script, store, { 'zero.json': auths({ 'ghcr.io': auth('u:p') }) });
    const { user, notes } = await read(['zero.json', 'one.json']);
    expect([await user('ghcr.io'), notes]).toEqual(['u:p', []]);
  });

  test.each([
    [
      'echo hunter2; echo hunter2 >&2; exit 3',
      'docker-credential-test failed with exit code 3; run it by hand to see why',
    ],
    ['echo hunter2', 'docker-credential-test gave no JSON object'],
    ['kill -9 $$', 'docker-credential-test failed; run it by hand to see why'],
  ])('that fails is named: %s', async (script, note) => {
    const read = await withHelper(script, store, { 'zero.json': auths({ 'ghcr.io': auth('u:p') }) });
    const { user, notes } = await read(['zero.json', 'one.json']);
    expect([await user('ghcr.io'), notes]).toEqual(['u:p', [`one.json ${note}`]]);
  });

  test.each([
    ['absent', 'docker-credential-absent is not on the PATH; install it, or log in without it'],
    ['../bin/test', 'a credential helper has an impossible name'],
    ['test; touch x', 'a credential helper has an impossible name'],
  ])('that cannot be run is named: %s', async (name, note) => {
    const read = await withHelper(echo, { credsStore: name });
    const { user, notes } = await read(['one.json']);
    expect([await user('ghcr.io'), notes]).toEqual([undefined, [`one.json ${note}`]]);
  });
});
