import { describe, expect, test } from 'vitest';
import { judgeName } from '../../src/credentials/names.ts';
import { namesIn } from '../support/names.ts';

const SECRET = namesIn('secret');

const INDEXES = namesIn('index-url');

const ADDRESSES = namesIn('address');

const HARMLESS = namesIn('harmless');

describe('judgeName', () => {
  test.each(SECRET)('%s means a secret', (name) => {
    for (const spelling of [name, name.toLowerCase()]) {
      if (spelling !== name && /[a-z]/.test(name)) continue;
      expect(['known', 'secret']).toContain(judgeName(spelling).kind);
    }
  });

  test.each(INDEXES)('%s is an address that carries a credential', (name) => {
    expect(judgeName(name).kind).toBe('index-url');
  });

  test.each(ADDRESSES)('%s is a plain address', (name) => {
    expect(judgeName(name).kind).toBe('url');
  });

  test.each(HARMLESS)('%s is harmless', (name) => {
    expect(['look-alike', 'neutral']).toContain(judgeName(name).kind);
  });

  test('says which word decided', () => {
    expect(judgeName('DB_PASSWORD')).toEqual({ kind: 'secret', word: 'PASSWORD' });
    expect(judgeName('SOME_KEY')).toEqual({ kind: 'secret', word: 'KEY', weak: true });
  });
});
