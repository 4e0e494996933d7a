import { expect, test } from 'vitest';
import { findingsIn } from '../support/dockerfile.ts';

/** A member of something in code, a password in an environment file. */
const DOTTED = 'mK4zQ9wR_7tVb2nXc.pL5hY8';
const linesTold = (text: string) =>
  findingsIn(text).map(({ rule, location }) => [rule, location.kind === 'source' && location.startLine]);

test.each([
  ['COPY <<EOF /etc/app.env', `DB_PASSWORD=${DOTTED}`],
  ['COPY <<.env <<app.yml /srv/', `DB_PASSWORD=${DOTTED}\n.env\nport: 80\napp.yml`],
  ['ADD <<"EOF" .pypirc', `[pypi]\npassword = ${DOTTED}`],
])('a file that %s makes is read by its path', (copy, body) => {
  const text = `FROM a\n${copy}\n${body}${copy.includes('EOF') ? '\nEOF' : ''}\n`;
  const line = text.split('\n').findIndex((one) => one.includes(DOTTED)) + 1;
  expect(linesTold(text)).toEqual([['hardcoded-credential', line]]);
});

test('a name stands for a value in a program, and the builder expands variables', () => {
  expect(linesTold('FROM a\nCOPY <<EOF /app/main.py\npassword = config.db4x9.pass7y\nEOF\n')).toEqual([]);
  expect(linesTold('FROM a\nCOPY <<EOF /app/.env\nDB_PASSWORD=$DB_PASSWORD\nEOF\n')).toEqual([]);
});
