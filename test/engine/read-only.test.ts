import { execFile, execFileSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { ByteCounter, type Progress } from '../../src/audit/image/progress.ts';
import { runImages } from '../../src/audit/run-images.ts';
import { root } from '../support/cli.ts';
import { credential } from '../support/examples.ts';
import { oldDockerFiles, writeArchive } from '../support/images/formats.ts';
import { tarOf } from '../support/images/tar.ts';
import { tempFolder } from '../support/images/temp.ts';
import { toolPath } from './run.ts';

const image = {
  tags: ['a:1'],
  layers: [{ files: [{ path: 'app/.env', content: `GH=${credential('github-pat-classic')}\n` }] }],
};
const DOCKERFILE = 'FROM alpine:3.20\nARG NPM_TOKEN\nRUN true\n';
/** Nothing can be written but what stands in $WRITABLE; a machine that does not allow that fails here. */
const SEALED = `set -eu
for folder in / /tmp "$HOME" "$TMPDIR" "$INSTALLED" "$PWD"; do
  mount --bind "$folder" "$folder"
  mount -o remount,bind,ro "$folder"
done
cd "$PWD"
for folder in /tmp "$HOME" "$TMPDIR" "$INSTALLED" .; do
  if ( : >"$folder/written" ) 2>/dev/null; then echo "$folder can be written"; exit 99; fi
done
if [ -n "\${WRITABLE-}" ]; then mount -t tmpfs none "$WRITABLE"; fi
exec "$NODE" "$INSTALLED/bin/run.js" "$@"`;

let folder = '';
beforeEach(async () => {
  folder = await tempFolder();
  for (const name of ['home', 'tmp', 'cache']) await mkdir(join(folder, name));
  await writeFile(join(folder, 'Dockerfile'), DOCKERFILE);
  await writeArchive(join(folder, 'image.tar'), oldDockerFiles([image]));
  await writeFile(join(folder, 'packed.tar.gz'), gzipSync(tarOf(oldDockerFiles([image]))));
});

/** Runs the command where the package, the folder, the home and the temporary folders are all read-only. */
async function sealed(args: readonly string[], env: Record<string, string> = {}) {
  const { BUILD_AUDIT_CACHE: _, NODE_OPTIONS: __, ...environment } = process.env;
  const options = {
    cwd: folder,
    env: {
      ...environment,
      HOME: join(folder, 'home'),
      TMPDIR: join(folder, 'tmp'),
      INSTALLED: root.replace(/\/$/, ''),
      NODE: process.execPath,
      ...env,
    },
  };
  const asked = ['--mount', '--propagation', 'private', '/bin/sh', '-c', SEALED, 'sh', ...args];
  const {
    code = 0,
    stdout,
    stderr,
  } = await promisify(execFile)(toolPath('unshare'), asked, options).catch((error) => error);
  return { code, stdout: String(stdout), stderr: String(stderr) };
}

test('a Dockerfile and an image are audited where nothing can be written', async () => {
  const file = await sealed(['dockerfile', '.']);
  expect(file).toMatchObject({ code: 1, stderr: '' });
  expect(file.stdout).toContain('Dockerfile:2:5  secret-in-arg');
  const found = await sealed(['image', 'image.tar']);
  expect(found).toMatchObject({ code: 1, stderr: '' });
  expect(found.stdout).toContain('credential-file-in-layer');
  const { stderr } = await sealed(['image', 'image.tar', '--verbose']);
  expect(stderr).toContain(
    `audit: kept nothing for later runs: ${folder}/home/.cache/build-audit/layers: EROFS\n`,
  );
});

test('an image that has to be kept while it is read asks for a folder', async () => {
  const { code, stdout } = await sealed(['image', 'packed.tar.gz']);
  expect(code).toBe(2);
  expect(stdout).toMatch(/not audited: packed\.tar\.gz: cannot be kept[\s\S]*EROFS[\s\S]*BUILD_AUDIT_CACHE/);
  const cache = join(folder, 'cache');
  const whole = await sealed(['image', 'packed.tar.gz'], { BUILD_AUDIT_CACHE: cache, WRITABLE: cache });
  expect(whole).toMatchObject({ code: 1, stderr: '' });
});

test('what is to be written is refused with a word, and left as it is', async () => {
  const fixed = await sealed(['dockerfile', 'Dockerfile', '--fix']);
  expect(fixed.code).toBe(2);
  expect(fixed.stderr).toContain('audit: Dockerfile could not be written (EROFS); nothing in it was changed');
  expect(await readFile(join(folder, 'Dockerfile'), 'utf8')).toBe(DOCKERFILE);
  for (const [args, what] of [
    [
      ['dockerfile', '.', '--format', 'sarif=out.sarif'],
      'out.sarif: the report could not be written (EROFS)',
    ],
    [['baseline', 'Dockerfile'], '.build-audit-baseline.json: could not be written (EROFS)'],
    [['init', '--yes'], '.build-audit.yaml could not be written (EROFS)'],
  ] as const) {
    const { code, stderr } = await sealed(args);
    expect(code).toBe(2);
    expect(stderr).toContain(what);
  }
});

test('a cache that can only be read serves', async () => {
  const cache = join(folder, 'cache');
  const environment = { ...process.env, BUILD_AUDIT_CACHE: cache };
  const known = async (): Promise<number> => {
    let sum = 0;
    const begin: Progress['begin'] = (_, __, ___, bytes) => {
      sum += bytes;
    };
    const progress = { counter: new ByteCounter(), begin, done: () => {} };
    const gate = { failOn: 'low', minConfidence: 'likely' } as const;
    await runImages([join(folder, 'image.tar')], gate, { environment, progress });
    return sum;
  };
  expect(await known()).toBe(0);
  execFileSync(toolPath('mount'), ['--bind', cache, cache]);
  onTestFinished(() => void execFileSync(toolPath('umount'), [cache]));
  execFileSync(toolPath('mount'), ['-o', 'remount,bind,ro', cache]);
  expect(await known()).toBeGreaterThan(0);
});
