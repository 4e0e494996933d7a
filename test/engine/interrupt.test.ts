import type { ChildProcess } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Report } from '../../src/audit/finding.ts';
import { repository, serve } from '../image/registry/server.ts';
import { audit } from '../support/cli.ts';
import { credential } from '../support/examples.ts';
import { tempFolder } from '../support/images/temp.ts';

const TOKEN = credential('github-pat-classic');
/** More than a second of work that never waits. */
const SLOW = `FROM scratch\n${'ARG A=1\nRUN make "$A" | tee /x\n'.repeat(30_000)}`;

const reportIn = (stdout: string): Report => JSON.parse(stdout);
const reasons = (stdout: string) => reportIn(stdout).skipped.map(({ what, reason }) => `${what}: ${reason}`);

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

test('Ctrl-C ends work that never waits', async () => {
  const { code, stdout } = await audit(
    ['dockerfile', '-', '--format', 'json', '--verbose', '--limit', 'dockerfile-words=1G'],
    {
      input: SLOW,
      meanwhile: (child) => {
        child.stdin?.end();
        whenStarted(() => setTimeout(() => child.kill('SIGINT'), 700))(child);
      },
    },
  );
  expect(code).toBe(130);
  expect(reasons(stdout)).toContain('<stdin>: ended by SIGINT');
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
