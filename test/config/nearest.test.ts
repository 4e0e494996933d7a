import { expect, test } from 'vitest';
import { nearest } from '../../src/config/nearest.ts';
import { quickest } from '../support/quickest.ts';

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
  const word = 'x'.repeat(2 ** 20);
  expect(quickest(100, () => expect(nearest(word, KEYS)).toEqual([]))).toBeLessThan(100);
});
