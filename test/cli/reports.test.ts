import { chmod, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { oneOf, readTargets } from '../../src/commands/common/targets.ts';
import { replaceFile } from '../../src/config/write-file.ts';
import { audit } from '../support/cli.ts';
import { folderWith } from '../support/folder.ts';
import { tempFolder } from '../support/images/temp.ts';

const LEAKING = 'FROM alpine:3.20\nARG NPM_TOKEN\nRUN npm ci\n';

describe('what --format and --output ask for', () => {
  test.each([
    [['text'], undefined, [{ format: 'text' }]],
    [['json=-'], undefined, [{ format: 'json' }]],
    [['json'], 'a', [{ format: 'json', file: 'a' }]],
    [['json'], '-', [{ format: 'json' }]],
    [['sarif=a=b', 'text'], undefined, [{ format: 'sarif', file: 'a=b' }, { format: 'text' }]],
    [
      ['sarif=a', 'text'],
      'b',
      [
        { format: 'sarif', file: 'a' },
        { format: 'text', file: 'b' },
      ],
    ],
  ])('%j with %j', (formats, output, targets) => {
    expect(readTargets(formats, output)).toEqual(targets);
  });

  test.each([
    [
      ['sarfi'],
      undefined,
      /there is no report format sarfi\. Did you mean sarif\? There are text, json, sarif/,
    ],
    [['xml=a'], undefined, /there is no report format xml/],
    [['constructor'], undefined, /there is no report format constructor/],
    [
      ['text', 'json'],
      undefined,
      /text and json cannot go to one place; give all but one a file: --format text=FILE/,
    ],
    [['text', 'json=-'], undefined, /cannot go to one place/],
    [['text', 'json'], 'b', /cannot go to one place/],
    [['sarif=a'], 'b', /--output has no report to write/],
    [['sarif=a', 'json=./a'], undefined, /cannot both go to .*a;/],
    [['sarif='], undefined, /names no file/],
  ])('%j with %j is bad usage', (formats, output, message) => {
    expect(() => readTargets(formats, output)).toThrow(message);
  });

  test('some know a few formats only', () => {
    expect(oneOf([{ format: 'json', file: 'a' }], ['text', 'json'], 'x')).toEqual({
      format: 'json',
      output: 'a',
    });
    expect(() => oneOf([{ format: 'sarif' }], ['text', 'json'], 'x')).toThrow('x is written as text or json');
  });
});

describe('a file is exchanged whole', () => {
  test('its mode stays, a link is followed, nothing is left behind', async () => {
    const folder = await tempFolder();
    await writeFile(join(folder, 'a'), 'old');
    await chmod(join(folder, 'a'), 0o600);
    await symlink('a', join(folder, 'link'));
    await replaceFile(join(folder, 'link'), 'new');
    await replaceFile(join(folder, 'b'), 'other');
    expect(await readdir(folder)).toEqual(['a', 'b', 'link']);
    expect(await readFile(join(folder, 'a'), 'utf8')).toBe('new');
    expect((await stat(join(folder, 'a'))).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, 'b'))).mode & 0o777).toBe(0o666 & ~process.umask());
    await expect(replaceFile(folder, 'x')).rejects.toThrow('EISDIR');
    await expect(replaceFile(join(folder, 'none/x'), 'x')).rejects.toThrow('ENOENT');
  });
});

describe('several at once', () => {
  test('one that cannot be written does not keep the others, and the job summary gets its own', async () => {
    const folder = await folderWith({ Dockerfile: LEAKING, summary: '# Before\n' });
    const formats = ['sarif=none/a', 'gitlab=quality.json', 'github=notes', 'text'].flatMap((one) => [
      '--format',
      one,
    ]);
    const { code, stdout, stderr } = await audit(['dockerfile', 'Dockerfile', '--verbose', ...formats], {
      cwd: folder,
      env: { GITHUB_STEP_SUMMARY: join(folder, 'summary') },
    });
    expect(code).toBe(2);
    expect(stdout).toContain('secret-in-arg');
    expect(stderr).toContain('audit: none/a: the report could not be written (ENOENT)');
    expect(stderr).toMatch(/^audit: read Dockerfile \(\d+ ms\)$/m);
    expect(stderr).toMatch(/^audit: wrote the report as gitlab, to quality.json \(\d+ ms\)$/m);
    expect(JSON.parse(await readFile(join(folder, 'quality.json'), 'utf8'))).not.toEqual([]);
    expect(await readFile(join(folder, 'notes'), 'utf8')).toMatch(/^::error file=Dockerfile,line=2/);
    expect(await readFile(join(folder, 'summary'), 'utf8')).toMatch(/^# Before\n## build-audit: \d findings/);
  });

  test('--quiet keeps to standard output: a file that was asked for is there', async () => {
    const folder = await folderWith({ Dockerfile: 'FROM alpine:3.20\nRUN true\n' });
    const flags = ['--quiet', '--format', 'junit=report.xml', '--format', 'text'];
    const { code, stdout } = await audit(['dockerfile', ...flags], { cwd: folder });
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(await readFile(join(folder, 'report.xml'), 'utf8')).toContain('failures="0"');
  });

  test('what is no list of findings says which formats it knows', async () => {
    const builds = await audit(['dockerfile', '--list-builds', '--format', 'sarif']);
    expect(builds).toMatchObject({ code: 2, stdout: '' });
    expect(builds.stderr.replace(/\s+›?\s*/g, ' ')).toContain('--list-builds is written as text or json');
    const cache = await audit(['cache', 'Dockerfile', '--format', 'sarif']);
    expect(cache.code).toBe(2);
    expect(cache.stderr).toMatch(/text, json/);
  });
});
