import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { root } from '../support/cli.ts';
import { folderWith } from '../support/folder.ts';
import { oldDockerFiles, writeArchive } from '../support/images/formats.ts';
import type { TestImage } from '../support/images/image.ts';
import { tarOf } from '../support/images/tar.ts';
import { tempFolder } from '../support/images/temp.ts';
import { zipOf } from '../support/nested/archives.ts';

const MIB = 2 ** 20;
/** In kibibytes: what the system calls maxrss has the parent's memory in it. */
const TELL_PEAK =
  'data:text/javascript,import{readFileSync}from"node:fs";process.on("exit",()=>process.stderr.write(`peak ${/VmHWM:\\s+(\\d+)/.exec(readFileSync("/proc/self/status","utf8"))[1]}\\n`))';

/** The most memory that the command takes, in MiB. */
function peakOf(args: readonly string[], cwd: string): Promise<number> {
  const command = ['--import', TELL_PEAK, `${root}bin/run.js`, ...args, '-q', '--format', 'json'];
  const options = { cwd, env: { ...process.env, BUILD_AUDIT_CACHE: join(cwd, 'cache') }, maxBuffer: 2 ** 30 };
  return new Promise((resolve, reject) => {
    execFile(process.execPath, command, options, (_, __, stderr) => {
      const [, peak] = /peak (\d+)/.exec(stderr) ?? [];
      if (peak === undefined || stderr.includes('a defect'))
        reject(new Error(`it failed: ${stderr.slice(0, 1000)}`));
      else resolve(Number(peak) / 1024);
    });
  });
}

const bomb = (bytes: number) => gzipSync(Buffer.alloc(bytes));
const file = (content: Uint8Array): TestImage => ({ layers: [{ files: [{ path: 'a/x', content }] }] });
const many = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ path: `d/${at}/.env`, content: '' }));

test.each<[string, () => TestImage]>([
  [
    'a bomb of zeros',
    () => ({
      layers: [
        { files: [], tar: tarOf([{ path: 'a', content: Buffer.alloc(512 * MIB) }]), compression: 'gzip' },
      ],
    }),
  ],
  [
    'bombs in a zip',
    () => file(zipOf(Array.from({ length: 20 }, (_, at) => ({ name: `${at}.gz`, content: bomb(60 * MIB) })))),
  ],
  ['a bomb in bombs', () => file(gzipSync(gzipSync(bomb(900 * MIB))))],
  ['200 000 files', () => ({ layers: [{ files: many(200_000) }] })],
  [
    'a config as long as may be',
    () => ({
      layers: [],
      config: {
        Labels: Object.fromEntries(
          Array.from({ length: 150_000 }, (_, at) => [`PASSWORD_${at}`, `x${at}Qz9Lk2Tp4mXa8V`]),
        ),
      },
    }),
  ],
  [
    'a file of secrets alone',
    () =>
      file(
        Buffer.from(
          Array.from({ length: 300_000 }, (_, at) => `PASSWORD_${at}=q7Zr2Lk9Tp4mXa8V${at}\n`).join(''),
        ),
      ),
  ],
  ['a text in one line', () => file(Buffer.from('password="'.repeat(3_000_000)))],
  [
    'base64 of base64',
    () =>
      file(Buffer.from(Buffer.from(Buffer.from(randomBytes(4 * MIB)).toString('base64')).toString('base64'))),
  ],
])('an image with %s takes less than 500 MiB', async (_, make) => {
  const folder = await tempFolder();
  await writeArchive(join(folder, 'a.tar'), oldDockerFiles([make()]));
  expect(await peakOf(['image', 'a.tar', '--no-cache'], folder)).toBeLessThan(500);
});

const lines = (count: number, line: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => line(at)).join('');

test.each<[string, Readonly<Record<string, string>>]>([
  [
    'a long Dockerfile',
    { Dockerfile: `FROM a\n${lines(20_000, (at) => `ARG A${at}=1\nRUN make "$A${at}"\n`)}` },
  ],
  [
    'one RUN of as many words as may be',
    { Dockerfile: `FROM a\nARG NPM_TOKEN\nRUN ${'echo $NPM_TOKEN; '.repeat(39_000)}\n` },
  ],
  [
    'as many commands as may be',
    { Dockerfile: `FROM a\nARG NPM_TOKEN\n${'RUN a;a;a;a;a;a;a;a;a\n'.repeat(7900)}` },
  ],
  [
    'YAML of aliases',
    {
      Dockerfile: 'FROM a\n',
      'compose.yaml': `a0: &a0 [x,x,x,x,x,x,x,x,x]\n${lines(12, (at) => `a${at + 1}: &a${at + 1} [${`*a${at},`.repeat(9)}]\n`)}services: *a12\n`,
    },
  ],
  [
    'YAML as long as may be',
    {
      Dockerfile: 'FROM a\n',
      'compose.yaml': `services:\n${lines(60_000, (at) => `  s${at}: { build: . }\n`)}`,
    },
  ],
  [
    'a program as long as may be',
    {
      Dockerfile: 'FROM a\n',
      'build.js': lines(30_000, (at) => `const a${at} = exec("docker build --build-arg A=" + a${at - 1});\n`),
    },
  ],
  [
    'HCL as long as may be',
    {
      Dockerfile: 'FROM a\n',
      'docker-bake.hcl': lines(30_000, (at) => `target "t${at}" {\n  args = { A = "x" }\n}\n`),
    },
  ],
])('a repository with %s takes less than 500 MiB', async (_, files) => {
  const folder = await folderWith(files);
  expect(await peakOf(['dockerfile', '.'], folder)).toBeLessThan(500);
});
