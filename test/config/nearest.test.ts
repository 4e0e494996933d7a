import { expect, test } from 'vitest';
import { nearest } from '../../src/config/nearest.ts';

const KEYS = ['id', 'uid', 'gid', 'dst', 'source', 'src', 'target', 'required'];

test.each([
  ['a letter left out', 'targt', ['target']],
  ['two exchanged', 'dts', ['dst']],
  ['a few', 'requierd', ['required']],
  ['as near to several', 'aid', ['id', 'uid', 'gid']],
  ['only begun', 'req', ['required']],
  ['gone on', 'sources-of-it', ['source']],
  ['near to none', 'i--mount', []],
  ['too short for a slip', 'xd', []],
])('%s: %s', (_, word, meant) => {
  expect(nearest(word, KEYS)).toEqual(meant);
});

test('a word of a megabyte takes no time', () => {
  const began = performance.now();
  expect(nearest('x'.repeat(2 ** 20), KEYS)).toEqual([]);
  expect(performance.now() - began).toBeLessThan(100);
});
