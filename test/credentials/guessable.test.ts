import { expect, test } from 'vitest';
import { formats } from '../../rules/credentials/index.ts';
import { isGuessable } from '../../src/credentials/guessable.ts';
import { credential } from '../support/examples.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');

test.each([
  'hunter2',
  'Password1234567890!!',
  'Correct-Horse-Battery-Staple-42',
  'P4ssw0rdP4ssw0rdP4ssw0rd',
  '2024-01-01/2024-12-31/99999999',
  'https://build:hunter2@pypi.example.com/simple',
  'Server=tcp:x.example.com,1433;Database=d;User ID=u;Password=p1;Encrypt=True;Timeout=30;Pooling=False',
  base64('deploy:Winter2024!'),
  base64(base64('deploy:Winter2024!-and-some-more-words')),
  Buffer.from('Winter2024!Winter2025!').toString('hex'),
])('%s could be guessed', (value) => {
  expect(isGuessable(value)).toBe(true);
});

test('what vendors make at random could not', () => {
  const long = formats.filter(({ id }) => /^(?:github-pat|npm-token|anthropic)/.test(id));
  expect(long.length).toBeGreaterThan(2);
  for (const { id } of long) expect([id, isGuessable(credential(id))]).toEqual([id, false]);
});
