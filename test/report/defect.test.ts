import { expect, test, vi } from 'vitest';
import { tellError } from '../../src/commands/common/usage-error.ts';
import { defectText } from '../../src/report/defect-text.ts';
import { credential } from '../support/examples.ts';

const TOKEN = credential('github-pat-classic');

function thrown(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    return error;
  }
}

test.each([
  ['a message', new TypeError(`cannot read ${TOKEN}`)],
  ['a message like a frame', new TypeError(`x\n    at ${TOKEN} (/a.js:1:1)\n    at ${TOKEN}`)],
  ['what JSON.parse quotes', thrown(() => JSON.parse(`{"a": ${TOKEN}`))],
  ['a regular expression', thrown(() => new RegExp(`(${TOKEN}`))],
  ['a code that is none', Object.assign(new Error('x'), { code: TOKEN })],
  ['a name', Object.assign(new Error('x'), { name: TOKEN })],
  ['a text', TOKEN],
])('%s of an error that nobody foresaw is not told', (_, error) => {
  const text = defectText(error);
  for (let at = 0; at + 8 <= TOKEN.length; at += 1) expect(text).not.toContain(TOKEN.slice(at, at + 8));
  expect(text).toMatch(/^audit: a defect of build-audit/);
});

test('where it was thrown is told', () => {
  expect(defectText(new RangeError('secret'))).toMatch(/RangeError; .*\n {4}at .*defect\.test\.ts/);
});

test('what ends the program before there is a command is told in the same way', () => {
  const error = new TypeError(`x\n    at ${TOKEN} (/a.js:1:1)`);
  const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  try {
    expect(tellError(error, [], [])).toBe(2);
    expect(write.mock.calls).toEqual([[defectText(error)]]);
  } finally {
    write.mockRestore();
  }
});
