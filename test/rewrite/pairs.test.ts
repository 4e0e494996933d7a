import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { cacheKeys } from '../../src/cachekey/cache-keys.ts';
import { parseDockerfile } from '../../src/dockerfile/parse.ts';
import { root } from '../support/cli.ts';
import { findingsOf, mend } from '../support/rewrite.ts';

interface Pair {
  name: string;
  before: string;
  /** `> title; doubts` of each rewrite, `! rule: reason` of what is refused. */
  told: string[];
  after: string;
}

/** fixtures/rewrite/pairs.txt: a Dockerfile, what is said of its rewrite, and the result. */
const pairs = readFileSync(`${root}fixtures/rewrite/pairs.txt`, 'utf8')
  .split(/^=== /m)
  .slice(1)
  .map((part): Pair => {
    const [head = '', told = '', after = ''] = part.split(/^---\n/m);
    const name = head.slice(0, head.indexOf('\n'));
    return { name, before: head.slice(name.length + 1), told: told.trimEnd().split('\n'), after };
  });

function windows(text: string): string {
  return text.replaceAll('\n', '\r\n');
}

describe.each(pairs)('$name', ({ before, told, after }) => {
  const mended = mend(before);

  test('is rewritten so', () => expect(mended.done.length === 0 ? '' : mended.texts.dockerfile).toBe(after));
  test('to the byte with the line endings of Windows', () =>
    expect(mend(windows(before)).texts.dockerfile).toBe(windows(after === '' ? before : after)));
  test('and so it is told', () =>
    expect([
      ...mended.done.map(({ rewrite }) => `> ${[rewrite.title, ...rewrite.doubts].join('; ')}`),
      ...mended.refused.map(({ finding, reason }) => `! ${finding.rule}: ${reason}`),
    ]).toEqual(told));
  test('what is mended is not found again, and nothing new is', () => {
    const gone = mended.done.flatMap((offer) => offer.gone.map(({ rule }) => rule));
    const left = findingsOf(mended.texts.dockerfile).length;
    expect(left).toBeLessThanOrEqual(findingsOf(before).length - Math.min(1, gone.length));
  });
  test('rewriting again changes nothing', () =>
    expect(mend(mended.texts.dockerfile).done.map(({ rewrite }) => rewrite.title)).toEqual([]));
  test('no cache key has what is mounted now', () => {
    const names = mended.done.flatMap(({ rewrite }) =>
      rewrite.needs.flatMap(({ argument }) => argument ?? []),
    );
    const { steps } = cacheKeys(parseDockerfile('Dockerfile', mended.texts.dockerfile), {
      rotating: new Set(names),
    });
    expect(steps.filter(({ contains }) => contains.size > 0)).toEqual([]);
  });
});
