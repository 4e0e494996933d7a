import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { parseAst } from 'rolldown/parseAst';
import { describe, expect, test } from 'vitest';
import { root } from './support/cli.ts';

/** The rooms from the top down: a file may import from its own room and from those below. */
const FLOORS = [
  ['src/index.ts', 'src/cli.ts'],
  ['src/commands', 'src/api'],
  ['src/report'],
  ['src/audit'],
  ['rules/dockerfile', 'rules/cache', 'rules/build', 'rules/image', 'rules/credentials'],
  ['src/rewrite'],
  ['src/flow', 'src/cachekey', 'src/build'],
  ['src/dockerfile', 'src/context', 'src/shell', 'src/image', 'src/credentials'],
  ['src/config'],
];
/** What rules are told in: the one door upwards. */
const TOLD_IN = ['src/audit/rule.ts', 'src/audit/problem.ts', 'src/audit/leak.ts', 'src/audit/left.ts'];
/** Libraries that only one place may know. */
const ADAPTERS: Readonly<Record<string, RegExp>> = {
  'dockerfile-ast': /^$/,
  unbash: /^src\/shell\//,
  tar: /^src\/image\/tar\//,
  yaml: /^src\/build\/yaml\//,
  diff: /^src\/report\//,
  undici: /^src\/image\/registry\//,
  fflate: /^src\/image\/nested\//,
  'xz-decompress': /^src\/image\/nested\//,
  '@oclif/core': /^src\/(?:commands\/|cli\.ts)/,
};

const files = ['src', 'rules'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${folder}/${name}`),
);

function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  return Array.from(text.matchAll(/(?:from|import\()\s*'([^']+)'/g), ([, name]) => name ?? '');
}

function localImports(file: string): string[] {
  return importsOf(file)
    .filter((name) => name.startsWith('.') && name.endsWith('.ts'))
    .map((name) => relative(root, join(root, dirname(file), name)));
}

const floorOf = (file: string) =>
  FLOORS.findIndex((rooms) => rooms.some((room) => file === room || file.startsWith(`${room}/`)));
const roomOf = (file: string) => FLOORS.flat().find((room) => file === room || file.startsWith(`${room}/`));

describe.each(files)('%s', (file) => {
  test('imports downwards only', () => {
    const upwards = localImports(file).filter(
      (other) =>
        roomOf(other) !== roomOf(file) &&
        floorOf(other) <= floorOf(file) &&
        !(file.startsWith('rules/') && TOLD_IN.includes(other)),
    );
    expect(upwards).toEqual([]);
    expect(floorOf(file)).not.toBe(-1);
  });

  test('leaves libraries to their adapters', () => {
    const strange = importsOf(file).filter((name) =>
      Object.entries(ADAPTERS).some(
        ([library, where]) => (name === library || name.startsWith(`${library}/`)) && !where.test(file),
      ),
    );
    expect(strange).toEqual([]);
  });
});

test('no file imports itself by a detour', () => {
  const cycles: string[] = [];
  const done = new Set<string>();
  const visit = (file: string, trail: readonly string[]): void => {
    if (trail.includes(file)) cycles.push([...trail.slice(trail.indexOf(file)), file].join(' -> '));
    else if (!done.has(file)) for (const next of localImports(file)) visit(next, [...trail, file]);
    done.add(file);
  };
  for (const file of files) visit(file, []);
  expect(cycles).toEqual([]);
});

test('no list is added to another one as arguments: a long one would end the run', () => {
  const spread = files.filter((file) => /\.push\(\.\.\./.test(readFileSync(join(root, file), 'utf8')));
  expect(spread.filter((file) => file !== 'src/config/append.ts')).toEqual([]);
});

test('rule files are short', () => {
  const long = files
    .filter((file) => /^rules\/(?:dockerfile|cache|build|image)\//.test(file))
    .filter((file) => linesOf(readFileSync(join(root, file), 'utf8').trimEnd()) > 80);
  expect(long).toEqual([]);
});

const linesOf = (text: string) => text.split('\n').length;

const MOST_LINES = 35;

/** The functions of a text that are too long, each by its first line and their number; its docstring does not count. */
function longFunctions(text: string, file: string): string[] {
  const found: string[] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    const { type, start, end } = { type: undefined, start: 0, end: 0, ...node };
    if (/^(?:FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(String(type))) {
      const lines = linesOf(text.slice(start, end));
      if (lines > MOST_LINES) found.push(`${file}:${linesOf(text.slice(0, start))} has ${lines} lines`);
    }
    for (const value of Object.values(node)) visit(value);
  };
  // What is shorter as a whole is not worth the parser's time.
  if (linesOf(text) > MOST_LINES) visit(parseAst(text, { lang: 'ts', sourceType: 'module' }, file));
  return found;
}

test('functions are short', () => {
  const scripts = readdirSync(join(root, 'scripts')).map((name) => `scripts/${name}`);
  const long = [...files, ...scripts].flatMap((file) =>
    longFunctions(readFileSync(join(root, file), 'utf8'), file),
  );
  expect(long).toEqual([]);
});

test.each([
  ['a function', 'function a() {', '}', 1],
  ['an arrow function behind a docstring', '/**\n * Why.\n */\nexport const a = () => {', '};', 4],
  ['a method', 'class A {\n  one() {}\n  async two() {', '}\n}', 3],
  ['a callback', 'a(() => {', '});', 1],
])('%s is measured from its first to its last line', (_, first, last, line) => {
  const body = (lines: number) => `${first}\n${'  b();\n'.repeat(lines)}${last}\n`;
  expect(longFunctions(body(MOST_LINES - 2), 'a.ts')).toEqual([]);
  expect(longFunctions(body(MOST_LINES - 1), 'a.ts')).toEqual([`a.ts:${line} has ${MOST_LINES + 1} lines`]);
});

test('data is not measured, nor is a class as a whole', () => {
  const rows = "  'x',\n".repeat(MOST_LINES);
  expect(longFunctions(`const a = [\n${rows}];\n`, 'a.ts')).toEqual([]);
  expect(longFunctions(`class A {\n${'  b() {}\n'.repeat(MOST_LINES)}}\n`, 'a.ts')).toEqual([]);
});
