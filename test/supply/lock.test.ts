import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../support/cli.ts';

interface Locked {
  integrity?: string;
}

const read = (name: string) => readFileSync(join(root, name), 'utf8');
const text = read('package-lock.json');
const parsed: { packages: Record<string, Locked> } = JSON.parse(text);
const { packages } = parsed;
const installed = Object.entries(packages).filter(([path]) => path !== '');

test('every package of the lock file has its hash, for each platform', () => {
  const without = installed.filter(([, { integrity }]) => !/^sha512-[\w+/]{86}==$/.test(integrity ?? ''));
  expect(without.map(([path]) => path)).toEqual([]);
  expect(installed.length).toBeGreaterThan(200);
});

test('the versions of Node that tests run on are pinned as well', () => {
  const { packages: nodes }: typeof parsed = JSON.parse(read('test/nodes/package-lock.json'));
  const hashes = Object.entries(nodes).flatMap(([path, { integrity }]) => (path === '' ? [] : [integrity]));
  expect(hashes).toEqual(Array.from({ length: 3 }, () => expect.stringMatching(/^sha512-/)));
});

test('the lock file carries no download address', () => {
  expect(text + read('test/nodes/package-lock.json')).not.toMatch(/"resolved"|https?:\/\/[^"]*\.tgz/);
});

test('the package itself has no dependencies', () => {
  const own = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  expect(Object.keys(own).filter((key) => /ependencies$/.test(key))).toEqual(['devDependencies']);
});
