import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../support/cli.ts';
import { folderWith } from '../support/folder.ts';
import { cycloneDxSchema } from '../support/schemas.ts';

interface Library {
  name: string;
  version: string;
  licence: string;
}
interface Lock {
  packages: Record<string, { version: string; integrity?: string; dependencies?: Record<string, string> }>;
}
interface Installed {
  license?: string;
  dependencies?: Record<string, string>;
}
interface Scripts {
  librariesOf(modules: readonly string[], lock: Lock, root: string): Library[];
  noticesOf(libraries: readonly Library[]): string;
  sbomOf(metadata: object, libraries: readonly Library[], lock: Lock): string;
}

const { librariesOf, noticesOf }: Scripts = await import(join(root, 'scripts/libraries.js'));
const { sbomOf }: Scripts = await import(join(root, 'scripts/sbom.js'));
const follows = cycloneDxSchema();
const HASH = `sha512-${Buffer.alloc(64).toString('base64')}`;
const OWN = { name: 'own', version: '1.0.0', description: 'Ours.', license: 'MIT' };
const COUPLE: Record<string, Installed> = {
  'node_modules/a': { license: 'MIT', dependencies: { b: '1', c: '1' } },
  'node_modules/a/node_modules/b': { license: '(ISC OR GPL-3.0)' },
  'node_modules/b': { license: 'ISC' },
  'node_modules/c': { license: 'ISC' },
};

/** A folder with packages in it, a module of each, and the lock file for them. */
async function installed(packages: Record<string, Installed>, text = 'You may.') {
  const all: Record<string, Installed> = { ...packages, 'node_modules/rolldown': { license: 'MIT' } };
  const entries = Object.entries(all);
  const files = entries.flatMap(([path, rest], index) => {
    const name = path.replace(/.*node_modules\//, '');
    const metadata = JSON.stringify({ name, version: `1.0.${index}`, ...rest });
    return [
      [`${path}/package.json`, metadata],
      ...(text === '' ? [] : [[`${path}/licence.md`, text]]),
    ] as const;
  });
  const folder = await folderWith(Object.fromEntries(files));
  const locked = entries.map(
    ([path, { dependencies }], index) =>
      [path, { version: `1.0.${index}`, integrity: HASH, ...(dependencies && { dependencies }) }] as const,
  );
  const lock: Lock = { packages: Object.fromEntries(locked) };
  const modules = Object.keys(packages).map((path) => join(folder, path, 'lib/index.js'));
  return { folder, modules, lock };
}

test('a library is listed with the version that is bundled, not with the one beside it', async () => {
  const { folder, modules, lock } = await installed(COUPLE);
  const libraries = librariesOf(modules.slice(0, 2), lock, folder);
  expect(libraries).toMatchObject([
    { name: 'a', version: '1.0.0', licence: 'MIT' },
    { name: 'b', version: '1.0.1', licence: '(ISC OR GPL-3.0)' },
  ]);
  expect(noticesOf(libraries)).toContain('## b 1.0.1 ((ISC OR GPL-3.0))\n\n    You may.\n');
});

test('what the bundler adds is its own, and what is ours is nobody else’s', async () => {
  const { folder, lock } = await installed({});
  const modules = ['\0rolldown/runtime.js', '\0seldom.cjs', join(folder, 'src/index.ts')];
  expect(librariesOf(modules, lock, folder)).toMatchObject([{ name: 'rolldown' }]);
});

test('nothing is bundled without a known package, a licence that is allowed, its text and a hash', async () => {
  const { folder, modules, lock } = await installed({ 'node_modules/a': { license: 'GPL-3.0' } });
  expect(() => librariesOf(modules, lock, folder)).toThrow('its licence is not allowed: GPL-3.0');
  const silent = await installed({ 'node_modules/a': {} });
  expect(() => librariesOf(silent.modules, silent.lock, silent.folder)).toThrow('not allowed: undefined');
  const bare = await installed({ 'node_modules/a': { license: 'MIT' } }, '');
  expect(() => librariesOf(bare.modules, bare.lock, bare.folder)).toThrow('has no licence text');
  const unlocked = await installed({ 'node_modules/a': { license: 'MIT' } });
  expect(() => librariesOf(unlocked.modules, { packages: {} }, unlocked.folder)).toThrow('not with a hash');
  expect(() => librariesOf(['\0strange'], lock, folder)).toThrow('of no known package');
  expect(() => librariesOf(['/elsewhere/index.js'], lock, folder)).toThrow("neither ours nor a package's");
});

test('a bill of materials follows the schema, and says what needs what', async () => {
  const { folder, modules, lock } = await installed(COUPLE);
  const libraries = librariesOf(modules, lock, folder);
  const text = sbomOf(OWN, libraries, lock);
  follows(JSON.parse(text));
  expect(follows.errors).toBeNull();
  expect(JSON.parse(text).dependencies).toContainEqual({
    ref: 'pkg:npm/a@1.0.0',
    dependsOn: ['pkg:npm/b@1.0.1', 'pkg:npm/c@1.0.3'],
  });
  expect(sbomOf(OWN, libraries, lock)).toBe(text);
  const { serialNumber } = JSON.parse(text);
  expect(JSON.parse(sbomOf({ ...OWN, version: '1.0.1' }, libraries, lock)).serialNumber).not.toBe(
    serialNumber,
  );
});

test('the package lists what its bundle is made of, with licences, and both lists agree', () => {
  const sbom = JSON.parse(readFileSync(join(root, 'dist/sbom.cdx.json'), 'utf8'));
  follows(sbom);
  expect(follows.errors).toBeNull();
  const notices = readFileSync(join(root, 'dist/THIRD-PARTY.md'), 'utf8');
  const titles = Array.from(notices.matchAll(/^## (\S+ \S+) \(.*\)$/gm), ([, title]) => title);
  const components: { group?: string; name: string; version: string }[] = sbom.components;
  const names = components.map(({ group, name, version }) => `${group ? `${group}/` : ''}${name} ${version}`);
  expect(titles).toEqual(names);
  for (const name of ['@oclif/core', 'unbash', 'tar', 'fzstd', 'xz-decompress', 'undici', 'yaml', 'rolldown'])
    expect(names.some((one) => one.startsWith(`${name} `))).toBe(true);
  expect(notices).toContain('Copyright Fedor Indutny, 2018.');
  expect(sbom.serialNumber).toMatch(/^urn:uuid:/);
  expect(JSON.stringify(sbom)).not.toMatch(/timestamp/);
});
