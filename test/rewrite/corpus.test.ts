import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { sourceRules } from '../../src/audit/source-rules.ts';
import { parseDockerfile } from '../../src/dockerfile/parse.ts';
import { STYLES } from '../../src/rewrite/rewrite.ts';
import { shapes } from '../engine/flow-shapes.ts';
import { root } from '../support/cli.ts';
import { fillIn } from '../support/examples.ts';
import { findingsOf, mend } from '../support/rewrite.ts';

function dockerfilesBelow(folder: string): [string, string][] {
  return readdirSync(`${root}${folder}`, { recursive: true, encoding: 'utf8' })
    .filter((path) => /(?:^|[/.])Dockerfile/.test(path))
    .map((path) => [path, readFileSync(`${root}${folder}/${path}`, 'utf8')]);
}

/** All of them take half a minute: each so many is taken, and all with CORPUS=all. */
const EACH = process.env['CORPUS'] === 'all' ? 1 : 12;

const corpora: Record<string, [string, string][]> = {
  'examples of rules': sourceRules.flatMap(({ id, examples }) =>
    [...examples.bad, ...examples.good].map((text, index): [string, string] => [
      `${id} ${index}`,
      fillIn(text),
    ]),
  ),
  'shapes of flows': everyOf(shapes).map(({ name, dockerfile }) => [
    name,
    dockerfile.replaceAll('«secret»', 'vK8-quiet-Harbour-51'),
  ]),
  fixtures: [
    ...dockerfilesBelow('fixtures/cases'),
    ...dockerfilesBelow('fixtures/cache'),
    ...dockerfilesBelow('fixtures/webshop'),
  ],
  'awkward files': awkwardFiles(),
};

function everyOf<T>(all: readonly T[]): T[] {
  return all.filter((_, index) => index % Math.ceil(EACH / 2) === 0);
}

/** What BuildKit's own parser was asked about. */
function awkwardFiles(): [string, string][] {
  const folder = 'fixtures/buildkit';
  return readdirSync(`${root}${folder}`)
    .filter((name) => name.endsWith('.jsonl'))
    .flatMap((name) => readFileSync(`${root}${folder}/${name}`, 'utf8').trim().split('\n'))
    .filter((_, index) => index % EACH === 0)
    .map((line, index): [string, string] => {
      const { text, dockerfile } = JSON.parse(line) as { text?: string; dockerfile?: string };
      return [`${index}`, `${text ?? dockerfile ?? ''}\nARG NPM_TOKEN\nRUN npm ci\n`];
    });
}

describe.each(Object.entries(corpora))('%s', (_, files) => {
  test('are there', () => expect(files.length).toBeGreaterThan(3));
  test('no rewrite makes a file worse, and rewriting again changes nothing', () => {
    for (const [name, text] of files) {
      const { texts, done } = mend(text);
      const before = parseDockerfile('Dockerfile', text).problems.length;
      expect(parseDockerfile('Dockerfile', texts.dockerfile).problems.length, name).toBeLessThanOrEqual(
        before,
      );
      if (done.length === 0) expect(texts.dockerfile, name).toBe(text);
      else {
        expect(findingsOf(texts.dockerfile).length, name).toBeLessThan(findingsOf(text).length);
        expect(mend(texts.dockerfile).done.length, name).toBe(0);
      }
    }
  });
});

describe.each(STYLES)('style %s', (style) => {
  test('leaves no file worse', () => {
    for (const [name, text] of [...(corpora['examples of rules'] ?? []), ...(corpora['fixtures'] ?? [])]) {
      const { texts } = mend(text, { style });
      expect(findingsOf(texts.dockerfile).length, name).toBeLessThanOrEqual(findingsOf(text).length);
    }
  });
});
