import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readNested } from '../support/nested/read.ts';
import { workFolder } from './run.ts';

const TEXT = 'token=hello\n'.repeat(5000);
/** Does not shrink: several blocks of each compression. */
const NOISE = randomBytes(3_000_000).toString('latin1');
const files = { 'a.txt': TEXT, 'folder/b': 'B', 'folder/noise': NOISE, empty: '' };

let work: Awaited<ReturnType<typeof workFolder>>;
let folder: string;

beforeAll(async () => {
  work = await workFolder();
  folder = work.folder;
  mkdirSync(join(folder, 'in/folder'), { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, 'in', name), text, 'latin1');
});

afterAll(() => work.remove());

function shell(script: string): void {
  execFileSync('bash', ['-euo', 'pipefail', '-c', script], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

const under = (path: string) =>
  Object.fromEntries(Object.entries(files).map(([name, text]) => [`${path}!/${name}`, text]));

const PYTHON_ZIP = `python3 - <<'E'
import os, sys, zipfile
class Stream:
    def __init__(self, file): self.file = file
    def write(self, data): return self.file.write(data)
    def flush(self): self.file.flush()
with open('out.zip', 'wb') as file, zipfile.ZipFile(Stream(file), 'w', METHOD) as archive:
    for root, _, names in os.walk('in'):
        for name in names:
            path = os.path.join(root, name)
            archive.write(path, os.path.relpath(path, 'in'))
E`;

const ARCHIVES: [string, string, string][] = [
  ['zip', 'out.zip', '(cd in && zip -qr ../out.zip .)'],
  ['zip, streamed', 'out.zip', '(cd in && zip -qr - .) | cat > out.zip'],
  ['zip, zip64', 'out.zip', '(cd in && zip -qr -fz ../out.zip .)'],
  ['zip of Python, streamed', 'out.zip', PYTHON_ZIP.replace('METHOD', 'zipfile.ZIP_DEFLATED')],
  ['zip of Python, stored and streamed', 'out.zip', PYTHON_ZIP.replace('METHOD', 'zipfile.ZIP_STORED')],
  ['tar', 'out.tar', 'tar -C in -cf out.tar .'],
  ['tar.gz', 'out.tgz', 'tar -C in -czf out.tgz .'],
  ['tar.bz2', 'out.tar.bz2', 'tar -C in -cjf out.tar.bz2 .'],
  ['tar.xz', 'out.tar.xz', 'tar -C in -cJf out.tar.xz .'],
  ['tar.xz of many blocks', 'out.tar.xz', 'tar -C in -cf - . | xz -T2 --block-size=200KiB > out.tar.xz'],
  ['tar.lz4', 'out.tar.lz4', 'tar -C in -cf - . | lz4 -q > out.tar.lz4'],
  [
    'tar.lz4 of blocks that lean on each other',
    'out.tar.lz4',
    'tar -C in -cf - . | lz4 -q -9 -B4 -BD -BX > out.tar.lz4',
  ],
  ['tar.zst', 'out.tar.zst', 'tar -C in -cf - . | zstd -q > out.tar.zst'],
  ['tar.zst, best', 'out.tar.zst', 'tar -C in -cf - . | zstd -q --ultra -22 > out.tar.zst'],
  ['cpio', 'out.cpio', '(cd in && find . -type f | busybox cpio -o -H newc) > out.cpio'],
  ['cpio.gz', 'out.cpio.gz', '(cd in && find . -type f | busybox cpio -o -H newc) | gzip > out.cpio.gz'],
];

describe.each(ARCHIVES)('%s', (_, name, script) => {
  test('each file with its content', async () => {
    shell(`rm -f ${name}; ${script}`);
    const bytes = readFileSync(join(folder, name));
    for (const cuts of [[2 ** 20], [4093, 17]]) {
      const found = await readNested(bytes, { path: `/x/${name}`, cuts });
      expect(found.skips).toEqual([]);
      expect(found.files).toEqual(under(`/x/${name}`));
    }
  });
});

test.each(['xz', 'zstd', 'gzip'])('Debian package, %s', async (compression) => {
  shell(`rm -rf pkg x.deb; mkdir -p pkg/DEBIAN; cp -r in pkg/srv
    printf 'Package: x\\nVersion: 1\\nArchitecture: all\\nMaintainer: a <a@example.com>\\nDescription: x\\n' > pkg/DEBIAN/control
    dpkg-deb -Z${compression} --root-owner-group -b pkg x.deb`);
  const found = await readNested(readFileSync(join(folder, 'x.deb')), { path: '/x.deb' });
  expect(found.skips).toEqual([]);
  const extension = { xz: 'xz', zstd: 'zst', gzip: 'gz' }[compression];
  expect(found.files[`/x.deb!/control.tar.${extension}!/control`]).toContain('Package: x');
  expect(found.files).toMatchObject(
    Object.fromEntries(
      Object.entries(files).map(([name, text]) => [`/x.deb!/data.tar.${extension}!/srv/${name}`, text]),
    ),
  );
});

test('xz inside a tar.xz inside a zip', async () => {
  shell(
    'rm -f x.zip; xz -c in/a.txt > a.xz; cp a.xz b.xz; tar -cJf x.tar.xz a.xz b.xz; zip -q x.zip x.tar.xz',
  );
  const { files: inner, skips } = await readNested(readFileSync(join(folder, 'x.zip')), { path: '/x.zip' });
  expect(skips).toEqual([]);
  expect(inner).toMatchObject({
    '/x.zip!/x.tar.xz!/a.xz!/a': TEXT,
    '/x.zip!/x.tar.xz!/b.xz!/b': TEXT,
  });
});

/** A repository with a history of edits: most of its objects become deltas. */
const HISTORY = `rm -rf repo; git init -q repo; cd repo
  git config user.name a; git config user.email a@example.com; git config commit.gpgsign false
  mkdir d; for line in $(seq 1 400); do echo "line $line of a file"; done > long
  for step in $(seq 1 60); do
    sed -i "$((step * 5))s/$/ edited in $step/" long; echo "token $step" >> d/notes; head -c 2000 /dev/urandom > "d/noise$((step % 4))"
    git add -A; git commit -qm "step $step"
  done; git tag -a v1 -m 'a tag'`;

const REPACKS: [string, string][] = [
  ['loose', 'true'],
  ['packed', 'git gc -q'],
  ['packed hard', 'git gc -q --aggressive --prune=now'],
  ['packed with bases by id', 'git -c repack.useDeltaBaseOffset=false repack -qadf --depth=250 --window=50'],
];

test.each(REPACKS)('git, %s: each blob, commit and tag of the history', async (_, repack) => {
  shell(`${HISTORY}; ${repack}`);
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', join(folder, 'repo'), ...args], { encoding: 'utf8' });
  const all = git(
    'cat-file',
    '--batch-all-objects',
    '--batch-check=%(objectname) %(objecttype) %(objectsize)',
  );
  const wanted = all
    .trim()
    .split('\n')
    .filter((line) => !line.includes(' tree '));
  const objects = join(folder, 'repo/.git/objects');
  const found = new Map<string, string>();
  for (const name of readdirSync(objects, { recursive: true, encoding: 'utf8' })) {
    if (!/^(?:[0-9a-f]{2}\/|pack\/.*\.pack$)/.test(name)) continue;
    const { files: inner, skips } = await readNested(readFileSync(join(objects, name)), {
      path: `/.git/objects/${name}`,
    });
    expect(skips).toEqual([]);
    for (const [path, text] of Object.entries(inner)) found.set(path.replace(/^.*!\//, ''), text);
  }
  expect([...found.keys()].sort()).toEqual(wanted.map((line) => line.split(' ')[0]));
  for (const line of wanted) {
    const [id = '', type = '', size] = line.split(' ');
    expect(found.get(id)?.length).toBe(Number(size));
    if (type !== 'blob')
      expect(found.get(id)).toBe(Buffer.from(git('cat-file', type, id)).toString('latin1'));
  }
});

test('git with sha256', async () => {
  shell(
    `${HISTORY.replace('git init -q', 'git init -q --object-format=sha256')}; git -c repack.useDeltaBaseOffset=false repack -qadf`,
  );
  const packs = join(folder, 'repo/.git/objects/pack');
  const [name = ''] = readdirSync(packs).filter((file) => file.endsWith('.pack'));
  const { files: inner, skips } = await readNested(readFileSync(join(packs, name)), {
    path: `/.git/objects/pack/${name}`,
  });
  expect(skips).toEqual([]);
  const all = execFileSync(
    'git',
    ['-C', join(folder, 'repo'), 'cat-file', '--batch-all-objects', '--batch-check'],
    { encoding: 'utf8' },
  );
  const ids = all
    .trim()
    .split('\n')
    .filter((line) => !line.includes(' tree '))
    .map((line) => line.split(' ')[0]);
  expect(
    Object.keys(inner)
      .map((path) => path.replace(/^.*!\//, ''))
      .sort(),
  ).toEqual(ids);
});
