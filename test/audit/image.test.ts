import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Finding, ImageLocation } from '../../src/audit/finding.ts';
import { doubtPlace } from '../../src/audit/image/doubtful-place.ts';
import { runImages } from '../../src/audit/run-images.ts';
import { Secret } from '../../src/credentials/secret.ts';
import { credential } from '../support/examples.ts';
import { oldDockerFiles, writeArchive } from '../support/images/formats.ts';
import { type TestFile, tarOf } from '../support/images/tar.ts';
import { tempFolder } from '../support/images/temp.ts';
import { zipOf } from '../support/nested/archives.ts';

const TOKEN = credential('github-pat-classic');
const VALUE = 'q7Zr2Lk9Tp4mXa8V';

async function findingsIn(...layers: TestFile[][]): Promise<Finding[]> {
  const path = join(await tempFolder(), 'image.tar');
  const image = { tags: ['a:1'], config: {}, layers: layers.map((files) => ({ files })) };
  await writeArchive(path, oldDockerFiles([image]));
  const { report } = await runImages([path], { failOn: 'low', minConfidence: 'likely' }, { noCache: true });
  expect(report.skipped).toEqual([]);
  return report.findings;
}

/** `path state` of every place of every finding. */
async function placesIn(...layers: TestFile[][]): Promise<string[]> {
  const found = await findingsIn(...layers);
  return found
    .flatMap(({ location, related }) => [location, ...related.map((one) => one.location)])
    .filter((at): at is ImageLocation => at.kind === 'image' && at.state !== undefined)
    .map(({ path, state, line }) => `${path}:${line ?? ''} ${state}`);
}

describe('what becomes of a file', () => {
  const env = { path: 'a/.env', content: `GITHUB_TOKEN=${TOKEN}\n` };

  test('a hard link keeps what a deleted name held', async () => {
    const link = { path: 'b/copy.env', type: 'Link', link: 'a/.env' } as const;
    expect(await placesIn([env, link], [{ path: 'a/.wh..env' }])).toEqual([
      '/b/copy.env:1 final',
      '/a/.env:1 deleted',
    ]);
  });

  test('a folder takes the place of a file, and leaves what is in a folder', async () => {
    const folder = (path: string): TestFile => ({ path, type: 'Directory' });
    expect(await placesIn([{ path: 'app', content: TOKEN }], [folder('app')])).toEqual([
      '/app:1 overwritten',
    ]);
    expect(await placesIn([env], [folder('a')])).toEqual(['/a/.env:1 final']);
  });

  test('of a path that stands there twice the last one is unpacked', async () => {
    expect(await placesIn([env, { path: 'a/.env', content: 'X=1' }])).toEqual(['/a/.env:1 overwritten']);
    expect(await placesIn([{ path: 'a/.env', content: 'X=1' }, env])).toEqual(['/a/.env:1 final']);
  });

  test('an opaque folder hides what lies below', async () => {
    expect(await placesIn([env], [{ path: 'a/.wh..wh..opq' }])).toEqual(['/a/.env:1 deleted']);
  });
});

test('a field of the config is read whatever it is called', async () => {
  const path = join(await tempFolder(), 'image.tar');
  const config = { constructor: TOKEN, 'moby.buildkit.buildinfo.v1': TOKEN };
  await writeArchive(path, oldDockerFiles([{ tags: ['a:1'], config, layers: [] }]));
  const { report } = await runImages([path], { failOn: 'low', minConfidence: 'likely' }, { noCache: true });
  expect(report.findings.map(({ rule, secret }) => [rule, secret.kind])).toEqual([
    ['credential-in-config', 'github-pat-classic'],
  ]);
});

test('names, links and extended attributes are read', async () => {
  const found = await findingsIn([
    { path: `srv/backup-${TOKEN}.txt`, content: 'x' },
    { path: 'srv/link', type: 'SymbolicLink', link: `https://x:${TOKEN}@example.com/` },
    { path: 'srv/file', content: 'x', pax: { 'SCHILY.xattr.user.token': TOKEN } },
  ]);
  const places = found.flatMap(({ location, related }) => [location, ...related.map((one) => one.location)]);
  expect(places.map((at) => at.kind === 'image' && [at.channel, at.path, at.pointer])).toEqual(
    expect.arrayContaining([
      ['layer', '/srv/backup-[secret].txt', 'file name'],
      ['layer', '/srv/link', 'link'],
      ['layer.xattr', '/srv/file', 'user.token'],
    ]),
  );
  expect(JSON.stringify(found)).not.toContain(TOKEN);
});

test('a name that begins with a base64 credential is read behind its slash', async () => {
  const found = await findingsIn([{ path: `srv/backup/${credential('azure-cask')}`, content: 'x' }]);
  expect(found.map(({ secret }) => secret.kind)).toEqual(['azure-cask']);
});

test('a secret in archives that store it as it is is told once, furthest in', async () => {
  const netrc = `machine git.example.com login ci password ${VALUE}\n`;
  const tar = tarOf([{ path: 'root/.netrc', content: netrc }]);
  const zip = zipOf([{ name: 'backup.tar', content: tar }]);
  const found = await placesIn([{ path: 'srv/all.zip', content: zipOf([{ name: 'a.zip', content: zip }]) }]);
  expect(found).toEqual(['/srv/all.zip!/a.zip!/backup.tar!/root/.netrc:1 final']);
  const beside = zipOf([
    { name: 'a.txt', content: TOKEN },
    { name: 'b.tar', content: tarOf([{ path: 'c.txt', content: TOKEN }]) },
  ]);
  expect(await placesIn([{ path: 'srv/b.zip', content: beside }])).toEqual([
    '/srv/b.zip!/a.txt:1 final',
    '/srv/b.zip!/b.tar!/c.txt:1 final',
  ]);
});

test('a key that CMake brings along is no more than possible', () => {
  const confidenceAt = (path: string) => {
    const at = { kind: 'image', image: 'a:1', channel: 'layer', path } as const;
    const secret = { value: new Secret('x'), kind: 'pkcs12', validity: 'unknown' } as const;
    const leak = { at, secret, what: 'key store', severity: 'critical', confidence: 'likely' } as const;
    return doubtPlace(leak, at).confidence;
  };
  expect(confidenceAt('/usr/share/cmake-3.25/Templates/Windows/Windows_TemporaryKey.pfx')).toBe('possible');
  expect(confidenceAt('/usr/share/app/Windows_TemporaryKey.pfx')).toBe('likely');
});

test('what is only possibly a secret takes no room from what is one', async () => {
  const tokens = Array.from({ length: 12_000 }, (_, i) => `{"my_secret": "some-value-${i % 900}"}`).join(
    '\n',
  );
  const found = await placesIn(
    [{ path: 'app/data.json', content: tokens }],
    [{ path: 'app/.env', content: `T=${TOKEN}` }],
  );
  expect(found).toEqual(['/app/.env:1 final']);
});

test('a word that is a password is not taken out of paths', async () => {
  const [found] = await findingsIn([
    { path: 'lib/url.js', content: "x('http://diff:brandy@www.host.test/')" },
    { path: 'srv/brandy/.env', content: `DB_PASSWORD=${VALUE}\n` },
  ]);
  expect(JSON.stringify(found)).toContain('/srv/brandy/.env');
});

describe('what a file says by its name and its kind', () => {
  test.each<[string, string | Buffer]>([
    ['etc/environment', `A=b\nDB_PASSWORD="${VALUE}"\n`],
    ['usr/local/bin/entry', `#!/bin/bash\nmysql -u root -p${VALUE}\n`],
    ['app/run.sh', `set -e\nPGPASSWORD=${VALUE} psql -c 'select 1'\n`],
    ['app/run.sh', `set -e\ndocker login -u ci -p ${VALUE} ghcr.io\n`],
    ['root/.bash_history', `ls\nredis-cli -a ${VALUE} ping\n`],
    ['app/.env', Buffer.from(`\ufeffDB_PASSWORD=${VALUE}\n`)],
    ['app/.env', Buffer.from(`\ufeffDB_PASSWORD=${VALUE}\n`, 'utf16le')],
    ['app/.env', Buffer.from(`\ufeffDB_PASSWORD=${VALUE}\n`, 'utf16le').swap16()],
    ['app/a.yml', `db:\n  password: >-\n    ${VALUE}\n`],
    ['app/a.json', `{\n  "password":\n    "${VALUE}"\n}`],
    ['app/a.xml', `<db>\n  <password>\n    ${VALUE}\n  </password>\n</db>`],
    ['app/big.env', `${'A=b\n'.repeat(400_000)}DB_PASSWORD=${VALUE}\n`],
  ])('%s', async (path, content) => {
    expect(
      (await findingsIn([{ path, content }])).map(({ location }) => (location as ImageLocation).path),
    ).toEqual([`/${path}`]);
  });

  test('an example in a library is none', async () => {
    const path = 'usr/lib/python3/dist-packages/PyJWT-2.6.0.egg-info/PKG-INFO';
    const content = `    encoded = "${credential('jwt')}"\n`;
    expect(await findingsIn([{ path, content }])).toEqual([]);
  });
});
