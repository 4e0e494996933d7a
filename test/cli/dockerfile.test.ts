import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { audit } from '../support/cli.ts';
import { credential } from '../support/examples.ts';
import { tempFolder } from '../support/images/temp.ts';

const CLEAN = 'FROM alpine:3.20\nRUN true\n';
const LEAKING = 'FROM alpine:3.20\nARG NPM_TOKEN\nRUN npm ci\n';

async function folderWith(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await tempFolder();
  for (const [path, content] of Object.entries(files)) {
    await mkdir(join(folder, path, '..'), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  return folder;
}

const subjects = (stdout: string): string[] =>
  JSON.parse(stdout).subjects.map(({ name }: { name: string }) => name);

describe('exit codes', () => {
  test('0 and one line when there is nothing', async () => {
    const { code, stdout, stderr } = await audit(['dockerfile', '-'], { input: CLEAN });
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout: 'no findings in 1 Dockerfile\n',
      stderr: '',
    });
  });

  test('1 for a finding, 0 when it is below --fail-on', async () => {
    expect((await audit(['dockerfile', '-'], { input: LEAKING })).code).toBe(1);
    expect((await audit(['dockerfile', '-', '--fail-on', 'critical'], { input: LEAKING })).code).toBe(0);
    expect((await audit(['dockerfile', '-', '--fail-on', 'never'], { input: LEAKING })).code).toBe(0);
  });

  test('2 when a part could not be audited, and the rest is audited all the same', async () => {
    const { code, stdout } = await audit(['dockerfile', '-', 'missing/Dockerfile'], { input: LEAKING });
    expect(code).toBe(2);
    expect(stdout).toContain('secret-in-arg');
    expect(stdout).toMatch(/not audited: missing\/Dockerfile: does not exist; name a Dockerfile/);
    expect(stdout.replace(/\s+/g, ' ')).toContain('the audit is not complete');
  });

  test.each([['--nonsense'], ['--format=xml'], ['--fail-on=awful']])(
    '2 for %s, said in a line',
    async (flag) => {
      const { code, stderr } = await audit(['dockerfile', flag, '-'], { input: CLEAN });
      expect(code).toBe(2);
      expect(stderr).toMatch(/nonsense|xml|awful/);
      expect(stderr).not.toMatch(/\n\s+at /);
    },
  );
});

describe('which files', () => {
  test('the usual names below a folder, without what git ignores', async () => {
    const folder = await folderWith({
      Dockerfile: CLEAN,
      'Dockerfile.dev': CLEAN,
      'Dockerfile.dockerignore': '*',
      'api.Dockerfile': CLEAN,
      'web/web.dockerfile': CLEAN,
      'deep/er/Containerfile': CLEAN,
      'Containerfile.test': CLEAN,
      'node_modules/x/Dockerfile': LEAKING,
      'build/Dockerfile': LEAKING,
      'out/keep/Dockerfile': CLEAN,
      'out/drop/Dockerfile': LEAKING,
      '.gitignore': '/build\n',
      'out/.gitignore': '*\n!keep\n!keep/Dockerfile\n',
      'NotADockerfile.md': LEAKING,
      '.git/HEAD': '',
    });
    const { code, stdout } = await audit(['dockerfile', '--format', 'json'], { cwd: folder });
    expect(subjects(stdout)).toEqual([
      'Containerfile.test',
      'Dockerfile',
      'Dockerfile.dev',
      'api.Dockerfile',
      'deep/er/Containerfile',
      'out/keep/Dockerfile',
      'web/web.dockerfile',
    ]);
    expect(code).toBe(0);
  });

  test('a folder given from below its git root minds the root', async () => {
    const folder = await folderWith({
      '.git/HEAD': '',
      '.gitignore': 'gen/\n',
      'a/gen/Dockerfile': LEAKING,
      'a/Dockerfile': CLEAN,
    });
    const { stdout } = await audit(['dockerfile', 'a', '--format', 'json'], { cwd: folder });
    expect(subjects(stdout)).toEqual(['a/Dockerfile']);
  });

  test('a file named twice is told once', async () => {
    const folder = await folderWith({ Dockerfile: CLEAN });
    const { stdout } = await audit(['dockerfile', 'Dockerfile', '.', './Dockerfile', '--format', 'json'], {
      cwd: folder,
    });
    expect(subjects(stdout)).toEqual(['Dockerfile']);
  });

  test('a folder without any says what was looked for', async () => {
    const { code, stdout } = await audit(['dockerfile'], { cwd: await folderWith({ 'README.md': '' }) });
    expect(code).toBe(2);
    expect(stdout).toMatch(/no Dockerfile below it/);
  });

  test.each([
    ['an empty file', '', /is empty/],
    ['a file that is no text', 'FROM a\0b', /is not UTF-8 text/],
    ['a file of comments', '# only this\n', /there is no instruction in it/],
    [
      'a compose file',
      'services:\n  a:\n    image: b\n',
      /^not audited: Dockerfile: is no Dockerfile: [^:]+$/,
    ],
  ])('%s is told', async (_, content, message) => {
    const { code, stdout } = await audit(['dockerfile', 'Dockerfile'], {
      cwd: await folderWith({ Dockerfile: content }),
    });
    expect(code).toBe(2);
    expect(stdout.replace(/\s+/g, ' ')).toMatch(message);
  });

  test('an unreadable file is told', async () => {
    const nobody = process.getuid?.() === 0 ? { uid: 65_534 } : {};
    const folder = await folderWith({ Dockerfile: CLEAN });
    await chmod(folder, 0o755);
    await chmod(join(folder, 'Dockerfile'), 0);
    const { code, stdout } = await audit(['dockerfile', 'Dockerfile'], { cwd: folder, ...nobody });
    expect(code).toBe(2);
    expect(stdout).toMatch(/may not be read/);
  });
});

describe('the report', () => {
  test('goes to --output, and nothing of a secret is in any format', async () => {
    const folder = await tempFolder();
    const token = credential('github-pat-classic');
    const input = [
      'FROM alpine',
      `# ${token}`,
      `ARG ${token}`,
      `ARG DB_PASSWORD=canary-Umbrella-7319`,
      `ENV API_KEY="canary-Umbrella-7319" X_${token}=1`,
      `RUN curl -H "Authorization: token ${token}" https://user:canary-Umbrella-7319@example.com`,
      `FOO ${token}`,
      `RUN cat <<${token}`,
      '',
    ].join('\n');
    for (const format of ['text', 'json']) {
      const output = join(folder, format);
      const toFile = await audit(['dockerfile', '-', '--format', format, '-o', output], { input });
      const { stdout, stderr } = await audit(['dockerfile', '-', '--format', format], { input });
      expect(toFile.stdout).toBe('');
      const all = stdout + stderr + (await import('node:fs')).readFileSync(output, 'utf8');
      expect(all).toContain('hardcoded-credential');
      for (const secret of [token, 'canary-Umbrella-7319']) {
        for (let at = 0; at + 8 <= secret.length; at += 1)
          expect(all).not.toContain(secret.slice(at, at + 8));
      }
    }
  });

  test('an output that cannot be written is told', async () => {
    const { code, stderr } = await audit(['dockerfile', '-', '-o', '/nonexistent/report'], { input: CLEAN });
    expect(code).toBe(2);
    expect(stderr).toMatch(/could not be written/);
  });

  test('has no colour unless it is wanted, and --quiet is quiet', async () => {
    const plain = await audit(['dockerfile', '-'], { input: LEAKING });
    expect(plain.stdout).not.toContain('\u001b');
    const coloured = await audit(['dockerfile', '-'], { input: LEAKING, env: { FORCE_COLOR: '1' } });
    expect(coloured.stdout).toContain('\u001b[');
    const refused = await audit(['dockerfile', '-', '--no-color'], {
      input: LEAKING,
      env: { FORCE_COLOR: '1' },
    });
    expect(refused.stdout).toBe(plain.stdout);
    expect((await audit(['dockerfile', '-', '--quiet'], { input: CLEAN })).stdout).toBe('');
  });
});
