import { chmodSync, existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, test } from 'vitest';
import { audit } from '../support/cli.ts';
import { credential } from '../support/examples.ts';
import { oldDockerFiles, writeArchive } from '../support/images/formats.ts';
import { tarOf } from '../support/images/tar.ts';
import { tempFolder } from '../support/images/temp.ts';

const TOKEN = credential('github-pat-classic');
let folder = '';
beforeEach(async () => {
  folder = await tempFolder();
});

const archive = (files: { path: string; content: string }[], tags = ['a:1']) =>
  writeArchive(join(folder, 'image.tar'), oldDockerFiles([{ tags, layers: [{ files }] }]));
const flat = (text: string) => text.replace(/\s+/g, ' ');

describe('a cache folder that is none', () => {
  test.each([
    ['a file', (at: string) => writeFileSync(at, '')],
    ['below a file', (at: string) => writeFileSync(join(at, '..', 'cache'), '')],
    ['below /proc', () => {}],
  ])('%s: the audit goes on without it', async (kind, make) => {
    const at = join(folder, 'cache');
    make(at);
    const cache =
      kind === 'below /proc' ? '/proc/nowhere/cache' : kind === 'below a file' ? join(at, 'x') : at;
    const path = await archive([{ path: 'k', content: TOKEN }]);
    const { code, stdout } = await audit(['image', path], { env: { BUILD_AUDIT_CACHE: cache } });
    expect([code, stdout]).toEqual([1, expect.stringContaining('credential-in-layer')]);
  });

  test('one that others may use stays as it is', async () => {
    const shared = join(folder, 'shared');
    mkdirSync(shared);
    chmodSync(shared, 0o777);
    await audit(['image', await archive([])], { env: { BUILD_AUDIT_CACHE: shared } });
    expect(statSync(shared).mode & 0o777).toBe(0o777);
    expect(statSync(join(shared, 'layers')).mode & 0o077).toBe(0);
  });
});

test('what a killed run left in the cache folder is removed by the next one that needs the place', async () => {
  const cache = join(folder, 'cache');
  mkdirSync(cache);
  writeFileSync(join(cache, `spool-${2 ** 22 + 7}-0123456789abcdef`), TOKEN);
  const packed = join(folder, 'image.tar.gz');
  writeFileSync(packed, gzipSync(tarOf(oldDockerFiles([{ layers: [{ files: [] }] }]))));
  await audit(['image', packed], { env: { BUILD_AUDIT_CACHE: cache } });
  expect(existsSync(cache) && readdirSync(cache).filter((name) => name.startsWith('spool'))).toEqual([]);
});

test('more credentials than are listed are a reason, not a crash', async () => {
  const content = Array.from(
    { length: 10_050 },
    (_, i) => `AKIA${i.toString(32).toUpperCase().replace(/[01]/g, 'A').padStart(16, 'QWERTYUIOPASDFGH')}`,
  );
  const path = await archive([
    { path: 'k.txt', content: `${content.join('\n')}\n${`${TOKEN}\n`.repeat(10_050)}` },
  ]);
  const { code, stdout } = await audit([
    'image',
    path,
    '--min-confidence',
    'possible',
    '--no-cache',
    '--limit',
    'leaks=10000',
  ]);
  expect(code).toBe(2);
  expect(flat(stdout)).toContain('/k.txt: holds more credentials than are listed');
});

test('secrets in names of images, in references and in reasons are not printed', async () => {
  const path = await archive([{ path: `app/${TOKEN}.txt`, content: 'x' }], [`reg.example.com/x:${TOKEN}`]);
  const { stdout, stderr } = await audit(['image', path, '--format', 'json', '--no-cache']);
  expect(stdout + stderr).not.toContain(TOKEN);
  for (const format of ['text', 'json']) {
    const refused = await audit(['image', 'docker://bob:pw123456@127.0.0.1:1/a/b:1', '--format', format]);
    expect(refused.code).toBe(2);
    expect(refused.stdout + refused.stderr).not.toContain('pw123456');
  }
});

test('encoded forms of a secret are taken out of paths', async () => {
  const encoded = Buffer.from(TOKEN).toString('base64').replaceAll('/', '_');
  const path = await archive([{ path: `cache/${encoded}/.env`, content: `GH=${TOKEN}\n` }]);
  for (let run = 0; run < 2; run += 1) {
    const { stdout } = await audit(['image', path]);
    expect(stdout).toContain('[secret]');
    expect(stdout).not.toContain(encoded.slice(0, 20));
  }
});

test('of several images it is said which one', async () => {
  const images = ['one:1', 'two:1'].map((tag) => ({
    tags: [tag],
    layers: [{ files: [{ path: `${tag[0]}.env`, content: `GH=${TOKEN}\n` }] }],
  }));
  const path = await writeArchive(join(folder, 'both.tar'), oldDockerFiles(images));
  const { stdout } = await audit(['image', path, '--no-cache']);
  expect(stdout).toContain('in one:1 (linux/amd64)');
  expect(flat(stdout)).toContain('/t.env (layer 0) in two:1 (linux/amd64)');
});
