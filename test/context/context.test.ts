import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { BuildContext } from '../../src/context/build-context.ts';
import { IgnoreRules } from '../../src/context/ignore-rules.ts';
import { Pattern } from '../../src/context/pattern.ts';
import { root } from '../support/cli.ts';
import { quickest } from '../support/quickest.ts';

interface Case {
  paths: string[];
  text?: string;
  ignored?: boolean[];
  error?: string;
  source?: string;
  matches?: boolean[];
}
const cases: Case[] = readFileSync(join(root, 'fixtures/context/ignore-cases.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function contextWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'audit-context-'));
  folders.push(folder);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

const copy = (
  context: BuildContext,
  sources: string[],
  destination: string,
  more: { exclude?: string[]; parents?: boolean } = {},
) =>
  context
    .copied({ sources, destination, exclude: more.exclude ?? [], parents: more.parents ?? false })
    .map(({ path, target }) => `${path} -> ${target}`)
    .sort();

test.each(cases)('as the builder reads $text$source', ({ text, source, paths, ignored, matches, error }) => {
  if (source !== undefined) {
    const pattern = Pattern.ofSource(source);
    expect(paths.map((path) => pattern.matches(path))).toEqual(matches);
    return;
  }
  let refused = false;
  const rules = IgnoreRules.of(text ?? '', () => {
    refused = true;
  });
  expect(refused).toBe(error !== undefined);
  if (ignored !== undefined) expect(paths.map((path) => rules.ignores(path))).toEqual(ignored);
});

test('no pattern makes matching slow', () => {
  const path = `${'a'.repeat(5000)}/${'a'.repeat(5000)}`;
  const took = quickest(3000, () => {
    for (const text of ['**/**/**/*a*a*a*a*a*b', '*a'.repeat(40), '**a'.repeat(40)])
      expect(Pattern.ofIgnoreFile(`${text}c`).matches(path)).toBe(false);
  });
  expect(took).toBeLessThan(3000);
});

test('no ignore file makes matching slow, however many patterns it has', () => {
  const numbered = Array.from({ length: 20_000 }, (_, at) => `**/x${at}*\n`);
  const paths = Array.from({ length: 300 }, (_, at) => `src/deep/er/file${at}.js`);
  const texts = [`${numbered.join('')}!**/file7.js`, '**/'.repeat(30_000), '**/*a*b\n'.repeat(12_000)];
  const took = quickest(3000, () => {
    for (const text of texts) {
      const rules = IgnoreRules.of(text, () => {});
      for (const path of paths) expect(rules.ignores(path) && rules.mayKeepBelow(path)).toBe(false);
    }
  });
  expect(took).toBeLessThan(3000);
});

describe('what COPY brings in', () => {
  const files = {
    '.env': '',
    '.npmrc': '',
    'src/a.js': '',
    'src/.env': '',
    'src/deep/key.pem': '',
    'b.txt': '',
  };
  test('a folder without its name, a file under its own or the given one', () => {
    const context = BuildContext.open(contextWith(files));
    expect(copy(context, ['src'], '/app')).toEqual([
      'src/.env -> /app/.env',
      'src/a.js -> /app/a.js',
      'src/deep/key.pem -> /app/deep/key.pem',
    ]);
    expect(copy(context, ['.npmrc'], '/root/.npmrc')).toEqual(['.npmrc -> /root/.npmrc']);
    expect(copy(context, ['./.npmrc', '/b.txt'], 'x/')).toEqual(['.npmrc -> x//.npmrc', 'b.txt -> x//b.txt']);
    expect(copy(context, ['../../.env'], '.')).toEqual(['.env -> ./.env']);
    expect(copy(context, ['.'], '/').length).toBe(6);
  });
  test('what a pattern matches', () => {
    const context = BuildContext.open(contextWith(files));
    expect(copy(context, ['.n*'], '/r/')).toEqual(['.npmrc -> /r//.npmrc']);
    expect(copy(context, ['src/*'], '/r/')).toEqual([
      'src/.env -> /r//.env',
      'src/a.js -> /r//a.js',
      'src/deep/key.pem -> /r//key.pem',
    ]);
    expect(copy(context, ['*/a.js'], '/r/')).toEqual(['src/a.js -> /r//a.js']);
  });
  test('--exclude and --parents', () => {
    const context = BuildContext.open(contextWith(files));
    expect(copy(context, ['src'], '/r', { exclude: ['**/*.pem', '.env'] })).toEqual(['src/a.js -> /r/a.js']);
    expect(copy(context, ['src/deep'], '/r', { parents: true })).toEqual([
      'src/deep/key.pem -> /r/src/deep/key.pem',
    ]);
    expect(copy(context, ['src/./deep'], '/r', { parents: true })).toEqual([
      'src/deep/key.pem -> /r/deep/key.pem',
    ]);
  });
  test('the Dockerfile has an ignore file of its own', () => {
    const folder = contextWith({
      ...files,
      '.dockerignore': '*',
      'x.Dockerfile.dockerignore': '**/.env\nsrc/deep\n!src/deep/key.pem\n',
    });
    expect(copy(BuildContext.open(folder), ['.'], '/')).toEqual([]);
    const own = BuildContext.open(folder, join(folder, 'x.Dockerfile'));
    expect(copy(own, ['.'], '/r').filter((line) => /env|deep/.test(line))).toEqual([
      'src/deep/key.pem -> /r/src/deep/key.pem',
    ]);
  });
  test('links are copied as links, and none leads out', () => {
    const folder = contextWith({ 'a/x': 'y' });
    symlinkSync('/etc', join(folder, 'out'));
    symlinkSync('/etc/passwd', join(folder, 'passwd'));
    const context = BuildContext.open(folder);
    expect(copy(context, ['.'], '/')).toEqual(['a/x -> //a/x']);
    expect(context.read('passwd', 10)).toBeUndefined();
    expect(context.read('a/x', 10)?.toString()).toBe('y');
  });
  test('what is wrong is told', () => {
    const folder = contextWith({ '.dockerignore': 'a\n[b\n!\n' });
    const { problems } = BuildContext.open(folder);
    expect(
      problems.map(({ path, reason }) => [path.replace(`${folder}/`, ''), reason.replace(/:.*/, '')]),
    ).toEqual([
      ['.dockerignore:2', 'the builder refuses this pattern'],
      ['.dockerignore:3', 'the builder refuses this pattern'],
    ]);
    expect(BuildContext.open(join(folder, 'none')).problems.length).toBe(1);
  });
});
