import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { sourceRules } from '../../src/audit/source-rules.ts';
import { SHAPES } from '../build/shapes.ts';
import { shapes as flowShapes } from '../engine/flow-shapes.ts';
import { fillIn } from '../support/examples.ts';

/** Files kept in `fixtures/fuzz/NAME`: what a target once failed on. */
export function keptInputs(target: string): { what: string; input: Buffer }[] {
  return filesBelow(`fixtures/fuzz/${target}`, /./).map((path) => ({
    what: basename(path),
    input: readFileSync(path),
  }));
}

/** The pieces of a format, one a line of its file; what is not ASCII stands there escaped. */
export function dictionary(name: string): Buffer[] {
  const file = `test/fuzz/tokens/${name}`;
  if (!existsSync(file)) return [];
  return readFileSync(file, 'latin1')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => Buffer.from(unescaped(line), 'latin1'));
}

/** Dockerfiles: examples of rules, shapes of flows, fixtures, and what BuildKit's parser was asked about. */
export function dockerfiles(): string[] {
  return [
    ...sourceRules.flatMap(({ examples }) => [...examples.bad, ...examples.good].map(fillIn)),
    ...flowShapes.map(({ dockerfile }) => dockerfile.replaceAll('«secret»', 'vK8-quiet-Harbour-51')),
    ...['cases', 'cache', 'webshop'].flatMap((folder) =>
      filesBelow(`fixtures/${folder}`, /(?:^|[/.])Dockerfile/).map((path) => readFileSync(path, 'utf8')),
    ),
    ...readFileSync('fixtures/buildkit/parser-cases.jsonl', 'utf8')
      .trim()
      .split('\n')
      .map((line) => textIn(JSON.parse(line))),
  ];
}

/** What stands behind RUN in those files. */
export function runBodies(): string[] {
  return dockerfiles().flatMap((text) =>
    Array.from(text.matchAll(/^RUN (?:--\S+ )*((?:[^\\\n]|\\[\s\S])+)/gm), ([, body]) => body ?? ''),
  );
}

/** Build files of the test tables whose path matches, with their paths. */
export function buildFiles(path: RegExp): { path: string; text: string }[] {
  return SHAPES.flatMap(({ files }) => Object.entries(files))
    .filter(([name]) => path.test(name))
    .map(([name, text]) => ({ path: name, text }));
}

/** What test files feed their readers: the longer ones of their string literals. */
export function literalsIn(...files: readonly string[]): string[] {
  return files.flatMap((file) =>
    Array.from(
      readFileSync(file, 'utf8').matchAll(/`((?:[^`\\]|\\.)*)`|'((?:[^'\\\n]|\\.)*)'/g),
      ([, template, quoted]) => unescaped(template ?? quoted ?? ''),
    ).filter((text) => text.length > 20),
  );
}

function unescaped(literal: string): string {
  return literal.replace(/\\(x[0-9a-f]{2}|[\s\S])/g, (_, escape: string) =>
    escape.length === 3
      ? String.fromCharCode(Number.parseInt(escape.slice(1), 16))
      : ({ n: '\n', r: '\r', t: '\t' }[escape] ?? escape),
  );
}

function textIn(one: unknown): string {
  return typeof one === 'object' && one !== null && 'text' in one && typeof one.text === 'string'
    ? one.text
    : '';
}

function filesBelow(folder: string, name: RegExp): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && name.test(entry.name))
      .map((entry) => `${entry.parentPath}/${entry.name}`)
      .sort();
  } catch {
    return [];
  }
}
