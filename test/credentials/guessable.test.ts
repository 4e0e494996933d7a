import { expect, test } from 'vitest';
import { isGuessable } from '../../src/credentials/guessable.ts';
import { credential } from '../support/examples.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');

test.each([
  'hunter2',
  'Password1234567890!!',
  'Correct-Horse-Battery-Staple-42',
  'the-quick-brown-fox-jumps-over-the-lazy-dog',
  'MyCompanyProductionPassword2024Secure',
  'Summer-2024-Winter-2025-Autumn',
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

test('what is made at random could not, but for what chance makes words of', () => {
  for (const id of ['github-pat-classic', 'npm-token']) {
    const tokens = Array.from({ length: 50 }, () => credential(id));
    expect(tokens.filter(isGuessable).length).toBeLessThan(10);
  }
});
