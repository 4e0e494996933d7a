import { execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { Report } from '../../src/audit/finding.ts';
import { audit, type CliOptions, root } from '../support/cli.ts';
import { credential } from '../support/examples.ts';
import { oldDockerFiles, writeArchive } from '../support/images/formats.ts';
import { tarOf } from '../support/images/tar.ts';
import { tempFolder } from '../support/images/temp.ts';
import { toolPath } from './run.ts';

const TOKEN = credential('github-pat-classic');
const PADDING = Buffer.from(Array.from({ length: 400_000 }, (_, at) => (at * 7919) % 251));
const image = {
  tags: ['a:1'],
  layers: [
    { files: [{ path: 'app/.env', content: `GH=${TOKEN}\n` }] },
    { files: [{ path: 'data', content: PADDING }] },
  ],
};
const DOCKERFILE = 'FROM node\nARG NPM_TOKEN\nRUN NPM_TOKEN=$NPM_TOKEN npm ci\n';

let folder = '';
beforeEach(async () => {
  folder = await tempFolder();
});

const archive = () => writeArchive(join(folder, 'image.tar'), oldDockerFiles([image]));
const reportIn = (stdout: string): Report => JSON.parse(stdout);
const rulesIn = (stdout: string) => reportIn(stdout).findings.map(({ rule }) => rule);
const auditImage = (path: string, cache: string, more: CliOptions = {}) =>
  audit(['image', path, '--format', 'json'], { ...more, env: { BUILD_AUDIT_CACHE: cache } });

/** A disk with room for so many bytes more. */
function disk(bytes: number): string {
  const at = join(folder, 'disk');
  mkdirSync(at);
  execFileSync(toolPath('mount'), ['-t', 'tmpfs', '-o', 'size=1m', 'none', at]);
  onTestFinished(() => void execFileSync(toolPath('umount'), [at]));
  try {
    writeFileSync(join(at, 'fill'), Buffer.alloc(2 ** 20 - bytes));
  } catch {
    // As full as it gets.
  }
  return at;
}

describe('a disk that is full', () => {
  test('no copy of an image: it is told, nothing stays behind', async () => {
    const at = disk(64 * 1024);
    const packed = join(folder, 'image.tar.gz');
    writeFileSync(packed, gzipSync(tarOf(oldDockerFiles([image]))));
    const { code, stdout } = await auditImage(packed, at);
    expect([code, reportIn(stdout).complete]).toEqual([2, false]);
    expect(stdout).toContain('ENOSPC');
    expect(readdirSync(at).filter((name) => name.startsWith('spool'))).toEqual([]);
  });

  test('no cache: the audit is whole without it', async () => {
    const at = disk(0);
    for (let run = 0; run < 2; run += 1) {
      const { code, stdout } = await auditImage(await archive(), at);
      expect([code, rulesIn(stdout)]).toEqual([1, ['credential-file-in-layer']]);
    }
  });

  test('no report, no mended Dockerfile, no baseline: told with 2, and what was there is as it was', async () => {
    const at = disk(8 * 1024);
    const old = 'x'.repeat(4096);
    writeFileSync(join(at, 'Dockerfile'), DOCKERFILE);
    writeFileSync(join(at, 'report.json'), old);
    try {
      writeFileSync(join(at, 'fill2'), Buffer.alloc(2 ** 20));
    } catch {
      // As full as it gets.
    }
    const report = await audit(['dockerfile', '--format', 'json=report.json'], { cwd: at });
    expect([report.code, readFileSync(join(at, 'report.json'), 'utf8')]).toEqual([2, old]);
    const fix = await audit(['dockerfile', '--fix', '--unsafe-fixes'], { cwd: at });
    expect([fix.code, readFileSync(join(at, 'Dockerfile'), 'utf8')]).toEqual([2, DOCKERFILE]);
    const baseline = await audit(['baseline'], { cwd: at });
    expect([baseline.code, existsSync(join(at, '.build-audit-baseline.json'))]).toEqual([2, false]);
    expect(readdirSync(at).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});

test('a cache that may not be written: the audit is whole', async () => {
  const cache = join(folder, 'cache');
  mkdirSync(cache);
  chmodSync(cache, 0o555);
  chmodSync(folder, 0o755);
  const path = await archive();
  const { code, stdout } = await auditImage(path, cache, { uid: 65_534 });
  expect([code, rulesIn(stdout)]).toEqual([1, ['credential-file-in-layer']]);
  expect(readdirSync(cache)).toEqual([]);
});

test('several processes with one cache, and killed ones among them: each whole one tells all', async () => {
  const path = await archive();
  const cache = join(folder, 'cache');
  const env = { ...process.env, BUILD_AUDIT_CACHE: cache };
  for (let round = 0; round < 6; round += 1) {
    const killed = spawn(process.execPath, [`${root}bin/run.js`, 'image', path], { env, stdio: 'ignore' });
    const ended = new Promise((resolve) => killed.on('close', resolve));
    setTimeout(() => killed.kill('SIGKILL'), 150 + round * 60);
    const whole = await Promise.all([auditImage(path, cache), auditImage(path, cache)]);
    for (const { code, stdout } of whole)
      expect([code, rulesIn(stdout)]).toEqual([1, ['credential-file-in-layer']]);
    await ended;
  }
  expect(readFileSync(join(cache, 'key'))).toHaveLength(32);
});

test('few open files: all is audited', async () => {
  for (let at = 0; at < 200; at += 1) {
    mkdirSync(join(folder, `${at}/deep/er`), { recursive: true });
    writeFileSync(join(folder, `${at}/deep/er/Dockerfile`), DOCKERFILE);
  }
  const path = await archive();
  const limited = (command: string) =>
    execFileSync(
      'sh',
      ['-c', `ulimit -n 32; ${process.execPath} ${root}bin/run.js ${command}; test $? = 1`],
      {
        env: { ...process.env, BUILD_AUDIT_CACHE: join(folder, 'cache') },
        encoding: 'utf8',
        maxBuffer: 2 ** 28,
      },
    );
  const report = reportIn(limited(`dockerfile ${folder} --format json`));
  expect([report.complete, report.subjects.length]).toEqual([true, 200]);
  expect(rulesIn(limited(`image ${path} --format json`))).toEqual(['credential-file-in-layer']);
});

test('a clock that jumps: what is kept is found again, and nothing is lost', async () => {
  const path = await archive();
  const cache = join(folder, 'cache');
  const first = await auditImage(path, cache);
  const layers = join(cache, 'layers');
  for (const time of [0, 4_000_000_000]) {
    for (const name of readdirSync(layers)) utimesSync(join(layers, name), time, time);
    const again = await auditImage(path, cache);
    expect([again.code, reportIn(again.stdout).findings]).toEqual([1, reportIn(first.stdout).findings]);
  }
});

test('what a whole run has told is told again after faulty ones', async () => {
  const path = await archive();
  const cache = join(folder, 'cache');
  const whole = await auditImage(path, cache);
  const bytes = readFileSync(path);
  const cut = async (limit: string) =>
    expect((await audit(['image', path, '--limit', limit], { env: { BUILD_AUDIT_CACHE: cache } })).code).toBe(
      2,
    );
  await cut('entries-per-layer=0.5');
  await cut('image-seconds=0.001');
  copyFileSync(path, join(folder, 'kept.tar'));
  writeFileSync(path, bytes.subarray(0, 2048));
  expect((await auditImage(path, cache)).code).toBe(2);
  writeFileSync(path, bytes);
  for (const name of [path, join(folder, 'kept.tar')]) {
    const again = await auditImage(name, cache);
    expect([again.code, rulesIn(again.stdout)]).toEqual([whole.code, rulesIn(whole.stdout)]);
  }
});
