import type { ChildProcess } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { Report } from '../../src/audit/finding.ts';
import { repository, serve } from '../image/registry/server.ts';
import { audit } from '../support/cli.ts';
import { credential } from '../support/examples.ts';
import { oldDockerFiles, writeArchive } from '../support/images/formats.ts';
import { tempFolder, tempPath } from '../support/images/temp.ts';

const TOKEN = credential('github-pat-classic');
/** More than a second of work that never waits. */
const SLOW = `FROM scratch\n${'ARG A=1\nRUN make "$A" | tee /x\n'.repeat(30_000)}`;

const reportIn = (stdout: string): Report => JSON.parse(stdout);
const reasons = (stdout: string) => reportIn(stdout).skipped.map(({ what, reason }) => `${what}: ${reason}`);

const MANY_WORDS = ['--limit', 'dockerfile-words=1G'];

/** Calls back once the command has said what it is. */
const whenStarted = (act: (child: ChildProcess) => void) => (child: ChildProcess) =>
  void child.stderr?.once('data', () => act(child));

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s ends what a registry holds up, with what was found by then', async (signal, expected) => {
  let held = (): void => {};
  const { blobs, handle } = repository([
    { config: { Env: [`GH_TOKEN=${TOKEN}`] }, layers: [{ files: [{ path: 'a', content: 'one' }] }] },
  ]);
  const layer = [...blobs].find(([, content]) => content.includes('ustar'))?.[0].replaceAll('/', ':') ?? '';
  const { host } = await serve((request, response) => {
    if (request.url.includes(layer.replace('blobs:sha256:', ''))) held();
    else handle(request, response);
  });
  const cache = join(await tempFolder(), 'cache');
  const args = ['image', `docker://${host}/team/app:1`, '--insecure', host, '--format', 'json'];
  const { code, stdout } = await audit(args, {
    env: { BUILD_AUDIT_CACHE: cache, DOCKER_CONFIG: cache },
    meanwhile: (child) => {
      held = () => void child.kill(signal);
    },
  });
  expect(code).toBe(expected);
  const report = reportIn(stdout);
  expect(report.complete).toBe(false);
  expect(report.findings.map(({ rule }) => rule)).toEqual(['credential-in-config']);
  expect(reasons(stdout).join('\n')).toMatch(new RegExp(`this audit: ended by ${signal}`));
  expect(existsSync(cache) ? readdirSync(cache).filter((name) => name.startsWith('spool')) : []).toEqual([]);
});

const SIGNALS = [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const;

test.each(SIGNALS)('%s ends work that never waits, in every report', async (signal, expected) => {
  const file = join(await tempFolder(), 'out.sarif');
  const { code, stdout } = await audit(
    ['dockerfile', '-', '--format', 'json', '--format', `sarif=${file}`, '--verbose', ...MANY_WORDS],
    {
      input: SLOW,
      meanwhile: (child) => {
        child.stdin?.end();
        whenStarted(() => setTimeout(() => child.kill(signal), 700))(child);
      },
    },
  );
  expect(code).toBe(expected);
  expect(reasons(stdout)).toContain(`<stdin>: ended by ${signal}`);
  expect(JSON.parse(readFileSync(file, 'utf8')).runs[0].invocations[0].executionSuccessful).toBe(false);
});

test.each(SIGNALS)('%s keeps what was found in the files before', async (signal, expected) => {
  const folder = await tempFolder();
  writeFileSync(join(folder, 'Dockerfile'), 'FROM scratch\nARG NPM_TOKEN\nENV NPM_TOKEN=$NPM_TOKEN\n');
  writeFileSync(join(folder, 'Dockerfile.slow'), SLOW);
  const { code, stdout } = await audit(
    ['dockerfile', folder, '--format', 'json', '--verbose', ...MANY_WORDS],
    { meanwhile: whenStarted((child) => setTimeout(() => child.kill(signal), 1200)) },
  );
  expect(code).toBe(expected);
  expect(reasons(stdout).join('\n')).toContain(`Dockerfile.slow: ended by ${signal}`);
  expect(reportIn(stdout).findings.length).toBeGreaterThan(0);
});

test.each(SIGNALS)('%s ends the unpacking of a file', async (signal, expected) => {
  const member = gzipSync(Buffer.alloc(2 ** 25, 'a quick brown fox\n'), { level: 1 });
  const log = Buffer.concat(Array.from({ length: 100 }, () => member));
  const image = {
    config: { Env: [`GH_TOKEN=${TOKEN}`] },
    layers: [{ files: [{ path: 'a.gz', content: log }] }],
  };
  const file = await writeArchive(await tempPath('slow.tar'), oldDockerFiles([image]));
  const { code, stdout } = await audit(['image', file, '--format', 'json', '--no-cache'], {
    meanwhile: (child) => setTimeout(() => child.kill(signal), 1200),
  });
  expect(code).toBe(expected);
  expect(reasons(stdout).join('\n')).toContain(`not read to its end: ended by ${signal}`);
  expect(reportIn(stdout).findings.map(({ rule }) => rule)).toContain('credential-in-config');
});

test.each(SIGNALS)('a second %s ends it without waiting for the first to', async (signal, expected) => {
  const { code } = await audit(['dockerfile', '-', '--verbose', ...MANY_WORDS], {
    input: SLOW,
    meanwhile: (child) => {
      child.stdin?.end();
      const twice = () => [1, 2].map(() => child.kill(signal));
      whenStarted(() => setTimeout(twice, 700))(child);
    },
  });
  expect(code).toBe(expected);
});

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)(
  '%s ends the wait for a Dockerfile, and writes the report that was asked for',
  async (signal, expected) => {
    const file = join(await tempFolder(), 'report.json');
    const { code } = await audit(
      ['dockerfile', '-', '--format', `json=${file}`, '--format', 'text', '--verbose'],
      {
        meanwhile: whenStarted((child) => setTimeout(() => child.kill(signal), 200)),
      },
    );
    expect(code).toBe(expected);
    expect(existsSync(file)).toBe(true);
  },
);

test('nothing is mended once the user wants no more', async () => {
  const { code, stdout } = await audit(['dockerfile', '-', '--fix', '--stdout', '--verbose'], {
    input: 'FROM scratch\nARG NPM_TOKEN\nRUN npm ci\n',
    meanwhile: whenStarted((child) => setTimeout(() => child.kill('SIGTERM'), 200)),
  });
  expect(code).toBe(143);
  expect(stdout).toContain('not audited');
  expect(stdout).not.toContain('--mount');
});

test('a time that is over is told, however long a pipe is open', async () => {
  const { code, stdout } = await audit(['dockerfile', '-', '--limit', 'dockerfile-seconds=0.2'], {
    meanwhile: () => {},
  });
  expect(code).toBe(2);
  expect(stdout).toContain('--limit dockerfile-seconds=N');
});

test.each([
  [['--limit', 'dockerfile-byts=3'], 'Did you mean dockerfile-bytes?'],
  [['--limit', 'json-depth=deep'], 'a number above 0'],
  [['--limit', 'json-depth'], 'a number above 0'],
])('%j is refused', async (flags, message) => {
  const { code, stderr } = await audit(['dockerfile', ...flags]);
  expect([code, stderr.replace(/\s+›?\s*/g, ' ')]).toEqual([2, expect.stringContaining(message)]);
});
