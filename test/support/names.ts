import { readFileSync } from 'node:fs';

/** A list of variable names out of fixtures/names. */
export function namesIn(list: 'secret' | 'index-url' | 'address' | 'harmless'): string[] {
  const text = readFileSync(new URL(`../../fixtures/names/${list}.txt`, import.meta.url), 'utf8');
  return text.split('\n').filter((name) => name !== '');
}
