import { readFileSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { audit } from '../support/cli.ts';
import { folderWith } from '../support/folder.ts';
import { oldDockerFiles, writeArchive } from '../support/images/formats.ts';

test('what is recorded passes, what is new fails, and no secret is written down', async () => {
  const password = 'k8Zr2Lk9Tp4m';
  const cwd = await folderWith({ '.git/HEAD': '', Dockerfile: `FROM a\nENV DB_PASSWORD=${password}\n` });
  const config = { Env: [`DB_PASSWORD=${password}`] };
  await writeArchive(join(cwd, 'image.tar'), oldDockerFiles([{ tags: ['a:1'], config, layers: [] }]));
  const made = await audit(['baseline', '.', '--image', 'image.tar'], { cwd });
  expect([made.code, made.stderr]).toEqual([0, '']);
  expect(made.stdout).toMatch(/^\.build-audit-baseline\.json: 3 findings recorded\nUse it with --baseline/);
  expect(readFileSync(join(cwd, '.build-audit-baseline.json'), 'utf8')).not.toContain(password.slice(0, 6));
  const baseline = ['--baseline', '.build-audit-baseline.json'];
  const known = await Promise.all([
    audit(['dockerfile', ...baseline], { cwd }),
    audit(['image', 'image.tar', ...baseline], { cwd }),
  ]);
  expect(known.map(({ code }) => code)).toEqual([0, 0]);
  expect(known[0]?.stdout).toBe('no findings in 1 Dockerfile; 2 suppressed\n');
  await appendFile(join(cwd, 'Dockerfile'), 'ARG NPM_TOKEN\n');
  const fresh = await audit(['dockerfile', '--format=json', ...baseline], { cwd });
  expect(fresh.code).toBe(1);
  expect(JSON.parse(fresh.stdout).summary).toMatchObject({ suppressed: 2, high: 1 });
});

test('a baseline that is none ends in 2', async () => {
  const cwd = await folderWith({ '.git/HEAD': '', Dockerfile: 'FROM a\n', 'b.json': '{"version":9}' });
  const { code, stderr } = await audit(['baseline', '--output', 'b.json'], { cwd });
  expect(code).toBe(2);
  expect(stderr).toContain('audit: b.json: is of version 9');
});

test('a part that is recorded anew keeps what is known of the rest', async () => {
  const leak = 'FROM alpine\nARG NPM_TOKEN\nRUN npm ci\n';
  const cwd = await folderWith({
    '.git/HEAD': '',
    '.build-audit.yaml': 'baseline: base.json\n',
    'a/Dockerfile': leak,
    'b/Dockerfile': leak,
  });
  await audit(['baseline'], { cwd });
  const { code, stdout } = await audit(['baseline', '.'], { cwd: join(cwd, 'b') });
  expect([code, stdout]).toEqual([0, expect.stringContaining('(0 new, 0 gone')]);
  expect((await audit(['dockerfile'], { cwd })).code).toBe(0);
});
