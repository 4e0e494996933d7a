import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  AuditError,
  auditCache,
  auditDockerfile,
  auditDockerfiles,
  type EarlyFinding,
  fixDockerfile,
  InputError,
  rules,
} from '../../src/index.ts';
import { credential } from '../support/examples.ts';
import { folderWith } from '../support/folder.ts';

const TEXT =
  'FROM node:22\nARG NPM_TOKEN\nRUN npm config set //npm.example.com/:_authToken=$NPM_TOKEN && npm ci\n';
const INDEX =
  'FROM python:3.13\nARG UV_DEFAULT_INDEX\nENV UV_DEFAULT_INDEX=${UV_DEFAULT_INDEX}\nRUN uv sync --frozen\n';

async function all(findings: AsyncIterable<EarlyFinding>): Promise<EarlyFinding[]> {
  const found: EarlyFinding[] = [];
  for await (const finding of findings) found.push(finding);
  return found;
}

describe('auditDockerfile', () => {
  test('a text: the report is what the command prints as JSON', async () => {
    const report = await auditDockerfile({ text: TEXT, path: 'api/Dockerfile' });
    expect(report).toMatchObject({
      schemaVersion: 1,
      complete: true,
      subjects: [{ kind: 'dockerfile', name: 'api/Dockerfile' }],
    });
    expect(report.findings.map(({ rule }) => rule)).toContain('secret-in-arg');
    expect(report.findings.flatMap(({ fixes }) => fixes).length).toBeGreaterThan(0);
  });

  test('a file, and findings on the way, as often as they are asked for', async () => {
    const folder = await folderWith({ Dockerfile: TEXT });
    const audit = auditDockerfile(join(folder, 'Dockerfile'));
    const early = await all(audit.findings);
    const { findings } = await audit;
    expect(early.map(({ fingerprint }) => fingerprint)).toEqual(
      findings.map(({ fingerprint }) => fingerprint),
    );
    expect(await all(audit.findings)).toEqual(early);
    expect(early.every((finding) => !('fixes' in finding))).toBe(true);
  });

  test('what a build passes is evidence, and is not told', async () => {
    const token = credential('github-pat-classic');
    const text = 'FROM a\nARG FEED\nENV FEED=$FEED\n';
    expect((await auditDockerfile({ text })).findings).toEqual([]);
    const report = await auditDockerfile({ text }, { buildArguments: { FEED: token, OTHER: '1' } });
    expect(report.findings.map(({ rule }) => rule)).toContain('secret-arg-in-env');
    expect(JSON.stringify(report)).not.toContain(token);
  });

  test('two audits side by side do not meet', async () => {
    const [one, two] = await Promise.all([
      auditDockerfile({ text: TEXT }, { environment: { BUILD_AUDIT_KEY: 'one' } }),
      auditDockerfile({ text: TEXT }, { environment: { BUILD_AUDIT_KEY: 'two' }, minConfidence: 'certain' }),
    ]);
    const again = await auditDockerfile({ text: TEXT }, { environment: { BUILD_AUDIT_KEY: 'one' } });
    expect(again.findings).toEqual(one.findings);
    expect(two.findings[0]?.secret.fingerprint).not.toBe(one.findings[0]?.secret.fingerprint);
  });

  test.each([
    ['a file that is not there', join('none', 'Dockerfile'), 'ERR_NOT_FOUND'],
    ['a folder', '.', 'ERR_NOT_READABLE'],
    ['no text', { text: 'a\0b' }, 'ERR_NO_DOCKERFILE'],
    ['an empty text', { text: '', path: 'x' }, 'ERR_NO_DOCKERFILE'],
  ])('%s rejects with a code', async (_, source, code) => {
    const audit = auditDockerfile(source);
    await expect(all(audit.findings)).rejects.toBeInstanceOf(InputError);
    const error: unknown = await audit.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(AuditError);
    expect(error).toMatchObject({ name: 'InputError', code, message: expect.stringContaining(': ') });
  });

  test('who listens to the stream alone hears of a failure there, and there alone', async () => {
    await expect(all(auditDockerfile('none').findings)).rejects.toMatchObject({ code: 'ERR_NOT_FOUND' });
  });

  test('a file that is called - is a file', async () => {
    await expect(auditDockerfile('-')).rejects.toMatchObject({ code: 'ERR_NOT_FOUND' });
  });

  test('a signal that is aborted already', async () => {
    const reason = new Error('enough');
    await expect(auditDockerfile({ text: TEXT }, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    await expect(fixDockerfile({ text: TEXT }, { signal: AbortSignal.abort('no') })).rejects.toBe('no');
  });
});

describe('auditDockerfiles', () => {
  const files = {
    'a/Dockerfile': TEXT,
    'b/Dockerfile': 'FROM a\nARG FEED\nRUN x $FEED\n',
    'build.sh': 'docker build --build-arg FEED=$GITHUB_TOKEN b\n',
  };

  test('a folder, with who builds what is in it', async () => {
    const folder = await folderWith(files);
    const rulesOf = async (builds: boolean) =>
      (await auditDockerfiles([folder], { builds })).findings.map(({ rule }) => rule);
    expect(await rulesOf(true)).toContain('secret-passed-as-build-arg');
    expect(await rulesOf(false)).not.toContain('secret-passed-as-build-arg');
  });

  test('what cannot be read is in the report, and the rest is audited', async () => {
    const folder = await folderWith(files);
    const none = join(folder, 'none');
    const report = await auditDockerfiles([none, join(folder, 'a/Dockerfile')]);
    expect(report.complete).toBe(false);
    expect(report.skipped.map(({ what }) => what)).toEqual([none]);
    expect(report.findings.length).toBeGreaterThan(0);
  });

  test('of no path at all nothing is told', async () => {
    expect(await auditDockerfiles([])).toMatchObject({ complete: true, subjects: [], findings: [] });
  });

  test('is aborted between two files', async () => {
    const folder = await folderWith(files);
    const controller = new AbortController();
    const audit = auditDockerfiles([join(folder, 'a/Dockerfile'), join(folder, 'b/Dockerfile')], {
      signal: controller.signal,
    });
    for await (const _ of audit.findings) {
      controller.abort();
      break;
    }
    await expect(audit).rejects.toBe(controller.signal.reason);
  });
});

describe('fixDockerfile', () => {
  test('gives the text, and what whoever builds has to supply', async () => {
    const fixed = await fixDockerfile({ text: INDEX });
    expect(fixed.changed).toBe(true);
    expect(fixed.text).toContain('--mount=type=secret');
    expect(fixed.done).toHaveLength(1);
    expect(fixed.secrets).toMatchObject([{ kind: 'secret', argument: 'UV_DEFAULT_INDEX' }]);
    expect(fixed.flags).toEqual(['--secret', `id=${fixed.secrets[0]?.id},env=UV_DEFAULT_INDEX`]);
    expect((await auditDockerfile({ text: fixed.text })).findings).toEqual([]);
    expect(await fixDockerfile({ text: fixed.text })).toMatchObject({ changed: false, flags: [], done: [] });
  });

  test('values of one file are one secret, written outside of the build context by a line of its own', async () => {
    const text = `FROM python:3.13\nARG PIP_INDEX_URL\nARG NPM_TOKEN\nRUN pip install -i $PIP_INDEX_URL app && TOKEN=$NPM_TOKEN make\n`;
    const { flags, prepare, secrets } = await fixDockerfile({ text }, { style: 'dotenv', unsafe: true });
    expect(flags).toEqual(['--secret', 'id=_env,src=/tmp/.env.build']);
    expect(prepare).toHaveLength(1);
    expect(prepare[0]).toMatch(/^\(umask 077 .* > \/tmp\/\.env\.build\)$/);
    expect(secrets).toHaveLength(1);
    for (const name of secrets[0]?.dotenv ?? []) expect(prepare[0]).toContain(`${name} "$${name}"`);
    expect([...(secrets[0]?.dotenv ?? [])].sort()).toEqual(['NPM_TOKEN', 'PIP_INDEX_URL']);
  });

  test('tells what was skipped, like an audit', async () => {
    const text = `${INDEX}FETCH it\n`;
    const { skipped } = await fixDockerfile({ text });
    expect(skipped).toHaveLength(1);
    expect(skipped).toEqual((await auditDockerfile({ text })).skipped);
  });

  test('with a build context, its ignore file is a part of it', async () => {
    const login = `//npm.example.com/:_authToken=${credential('npm-token')}\n`;
    const folder = await folderWith({ '.npmrc': login, 'package.json': '{}' });
    const text = 'FROM node:22\nCOPY . .\nRUN npm ci\n';
    const { ignoreFile, secrets } = await fixDockerfile({ text }, { context: folder, unsafe: true });
    expect(ignoreFile?.path).toContain('.dockerignore');
    expect(ignoreFile?.text).toContain('.npmrc');
    expect(secrets).toMatchObject([{ kind: 'secret', file: '.npmrc' }]);
  });
});

test('auditCache tells what rotates', async () => {
  const report = await auditCache({ text: INDEX, path: 'Dockerfile' }, { rotate: ['UV_DEFAULT_INDEX'] });
  expect(report.steps.map(({ instruction, key }) => [instruction.split(' ')[0], key])).toContainEqual([
    'RUN',
    'contains',
  ]);
  expect(report.proved).toBe(false);
  await expect(auditCache({ text: INDEX }, { target: 'none' })).rejects.toMatchObject({
    code: 'ERR_NO_STAGE',
    message: 'Dockerfile: there is no stage none; its stages: 0',
  });
});

test('rules tell what they are, and hold no code', async () => {
  const all = await rules();
  expect(all.map(({ id }) => id)).toContain('credential-in-layer');
  expect(JSON.parse(JSON.stringify(all))).toEqual(all);
});

describe('limits', () => {
  test('are those of --limit', async () => {
    const limits = { 'dockerfile-words': 20 };
    for (const audit of [auditDockerfile, fixDockerfile, auditCache])
      await expect(audit({ text: TEXT.repeat(3) }, { limits })).rejects.toThrow(
        'Dockerfile: has more than 20 words (limit dockerfile-words;',
      );
    const folder = await folderWith({ Dockerfile: TEXT.repeat(3) });
    const report = await auditDockerfiles([folder], { limits });
    expect(report.complete).toBe(false);
    expect(report.skipped[0]?.reason).toMatch(/has more than 20 words/);
  });

  test('have the time of rewrites', async () => {
    const arg = (at: number) => `ARG TOKEN_${at}\nENV TOKEN_${at}=$TOKEN_${at}\n`;
    const text = `FROM a\n${Array.from({ length: 60 }, (_, at) => arg(at)).join('')}`;
    const fixing = fixDockerfile({ text }, { limits: { 'dockerfile-seconds': 0.05 } });
    await expect(fixing).rejects.toThrow('(limit dockerfile-seconds;');
  });

  test.each([
    [{ 'dockerfile-byts': 3 }, 'no limit is called "dockerfile-byts". Did you mean dockerfile-bytes?'],
    [{ 'json-depth': 'deep' }, 'limits: json-depth takes a number above 0, k, M, G or T'],
    [{ 'json-depth': 0 }, 'limits: json-depth takes a number above 0'],
  ])('%j is refused', async (limits, message) => {
    await expect(auditDockerfile({ text: TEXT }, { limits })).rejects.toThrow(message);
    await expect(auditDockerfile({ text: TEXT }, { limits })).rejects.toBeInstanceOf(InputError);
  });

  test('what is no object is refused', async () => {
    const options: object = { limits: null };
    const auditing = auditDockerfile({ text: TEXT }, options);
    await expect(auditing).rejects.toThrow('limits: takes an object');
    await expect(auditing).rejects.toBeInstanceOf(InputError);
  });
});
