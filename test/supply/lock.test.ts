import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../support/cli.ts';

interface Locked {
  integrity?: string;
}

const text = readFileSync(join(root, 'package-lock.json'), 'utf8');
const { packages }: { packages: Record<string, Locked> } = JSON.parse(text);
const installed = Object.entries(packages).filter(([path]) => path !== '');

test('every package of the lock file has its hash, for each platform', () => {
  const without = installed.filter(([, { integrity }]) => !/^sha512-[\w+/]{86}==$/.test(integrity ?? ''));
  expect(without.map(([path]) => path)).toEqual([]);
  expect(installed.length).toBeGreaterThan(200);
});

test('the lock file carries no download address', () => {
  expect(text).not.toMatch(/"resolved"|https?:\/\/[^"]*\.tgz/);
});

test('the package itself has no dependencies', () => {
  const own = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  expect(Object.keys(own).filter((key) => /ependencies$/.test(key))).toEqual(['devDependencies']);
});
