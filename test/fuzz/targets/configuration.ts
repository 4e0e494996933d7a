import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { IndexFiles } from '../../../src/audit/changes/index-files.ts';
import { readTreeDiff } from '../../../src/audit/changes/tree-diff.ts';
import { readBaseline } from '../../../src/audit/project/baseline-file.ts';
import { loadConfig } from '../../../src/audit/project/load-config.ts';
import { scannerFor } from '../../../src/audit/scanner-for.ts';
import { ConfigError } from '../../../src/config/config-error.ts';
import { measurePattern } from '../../../src/config/safe-pattern.ts';
import { diskFiles } from '../../../src/context/files.ts';
import { literalsIn } from '../seeds.ts';
import { ensure, expecting, type Target } from '../target.ts';

const folder = mkdtempSync(join(tmpdir(), 'audit-fuzz-config-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

const isTold = (error: unknown) =>
  error instanceof ConfigError && error.message.split('\n').every((line) => line.length < 1000);

/** What patterns are slow on. */
const TEXTS = [
  'a'.repeat(4000),
  'key_Zq7HarbourvK8x51 '.repeat(200),
  '0123456789abcdef-'.repeat(240),
  'aA0_-./+=:"\' \n'.repeat(280),
];

const configuration: Target = {
  name: 'configuration',
  sources: [
    'src/config/',
    'src/audit/project/load-config.ts',
    'src/audit/project/paths.ts',
    'src/build/yaml/',
    'src/credentials/own-format.ts',
  ],
  patience: 500,

  seeds: () => {
    const files = literalsIn('test/config/reading.test.ts', 'test/config/policy.test.ts');
    const own = [
      'formats:\n  - id: acme\n    title: Acme token\n    pattern: "acme_(?<secret>[a-z0-9]{20,40})"\n    keywords: [acme_]\n',
      'fail-on: high\nlimits:\n  json-depth: 10\noverrides:\n  - path: ["a/**", "!b"]\n    rules: {secret-in-arg: off}\n',
      'allow:\n  - rule: secret-in-arg\n    path: "**/*.x"\n    reason: why\n    expires: 2030-01-01\nnames: {secret: ["*_KEY"], harmless: [A]}\n',
    ];
    return [
      ...[...files, ...own].map((text) => `y${text}`),
      'p{"name":"x","build-audit":{"fail-on":"high","names":{"secret":["A*B"]}}}',
    ];
  },

  run(input) {
    const isPackage = input[0] === 0x70;
    const path = join(folder, isPackage ? 'package.json' : '.build-audit.yaml');
    writeFileSync(path, input.subarray(1));
    expecting(isTold, () => {
      const { formats, names } = loadConfig(path, 'shown', true, diskFiles);
      const [secret, rotating, harmless] = [names.secret, names.rotating, names.harmless].map((list) =>
        list.map(({ value }) => value),
      );
      const own = { secret: secret ?? [], rotating: rotating ?? [], harmless: harmless ?? [] };
      const scanner = scannerFor({ formats: formats.map(({ value }) => value), names: own });
      for (const text of TEXTS) scanner.scanText(text);
      for (const name of ['A', 'NPM_TOKEN', '_'.repeat(200)]) scanner.names.isSecret(name);
    });
  },
};

const patterns: Target = {
  name: 'own-patterns',
  sources: ['src/config/safe-pattern.ts', 'src/config/pattern-reader.ts', 'src/config/char-set.ts'],
  most: 2048,

  seeds: () => [
    'acme_(?<secret>[a-z0-9]{20,40})',
    '\\bkey-(?:live|test)_[A-Za-z0-9_-]{16,64}\\b',
    '(?:[a-z]{1,9}\\.){2}x{8,99}',
    '[^\\s"\']{8}\\d{2,9}|[[:x]{9}',
  ],
  run(input) {
    const text = input.toString('utf8');
    const measured = measurePattern(text);
    if ('problem' in measured) return;
    const { longest } = measured;
    for (const one of [...TEXTS, text.repeat(8).slice(0, 4000)])
      for (const [found] of one.matchAll(new RegExp(text, 'g')))
        ensure(found.length <= longest, `matches ${found.length} characters, ${longest} at most`);
  },
};

const baselines: Target = {
  name: 'baselines',
  sources: ['src/audit/project/baseline-file.ts'],

  seeds: () => [
    `{"version":1,"salt":"${'0a'.repeat(16)}","entries":[{"fingerprint":"${'b'.repeat(32)}","count":1,"rule":"x","kind":"source","where":"Dockerfile","place":"a","name":"b"}]}`,
    `{"version":2,"salt":"${'0a'.repeat(16)}","entries":[]}`,
  ],
  run(input) {
    const path = join(folder, 'baseline.json');
    writeFileSync(path, input);
    expecting(isTold, () => {
      const read = readBaseline(path, 'shown', diskFiles);
      ensure(read?.entries.every(({ count }) => count >= 1) === true, 'an entry of nothing');
    });
  },
};

const OLD = 'a'.repeat(40);
const NEW = 'b'.repeat(40);
const changes: Target = {
  name: 'git-changes',
  sources: ['src/audit/changes/tree-diff.ts'],

  seeds: () => [
    `:100644 100644 ${OLD} ${NEW} M\0Dockerfile\0:000000 100644 ${'0'.repeat(40)} ${NEW} A\0.npmrc\0`,
    `:100644 100644 ${OLD} ${NEW} R087\0a/Dockerfile\0b/Dockerfile\0:100644 000000 ${OLD} ${'0'.repeat(40)} D\0x\0`,
    `:160000 160000 ${OLD} ${NEW} M\0sub\0:000000 000000 ${'0'.repeat(40)} ${'0'.repeat(40)} U\0both\0`,
  ],
  run(input) {
    const text = input.toString('utf8');
    const { old, renamed, conflicts } = readTreeDiff(text);
    for (const path of [...old.keys(), ...renamed.keys(), ...renamed.values(), ...conflicts])
      ensure(text.includes(path), 'a path that is not there');
  },
};

const listing: Target = {
  name: 'git-index',
  sources: ['src/audit/changes/index-files.ts'],
  seeds: () => [
    [`100644 ${OLD} 0\tDockerfile`, `100755 ${OLD} 0\tbin/build`, `160000 ${NEW} 0\tsub`, 'bin'].join('\0'),
    [`120000 ${OLD} 0\tlink`, `100644 ${NEW} 0\ta/b/c`, `120000 ${NEW} 0\ta/link`, 'a/b'].join('\0'),
    [`100644 ${OLD} 1\tboth`, `100644 ${NEW} 2\tboth`, `100644 ${NEW} 3\tboth`, ''].join('\0'),
  ],
  /** Links lead to what stands behind the last path. */
  run(input) {
    const text = input.toString('utf8');
    const target = Buffer.from(text.slice(text.lastIndexOf('\0') + 1));
    const files = new IndexFiles(folder, text, (ids) => new Map(Array.from(ids, (id) => [id, target])));
    for (const path of files.find(folder, () => true)) {
      ensure(text.includes(path), 'a path that is not there');
      const full = join(folder, path);
      if (!files.exists(full)) continue;
      const real = files.real(full);
      ensure(real === folder || real.startsWith(`${folder}/`), 'a link out of the repository');
      if (files.kind(real) === 'folder') files.entries(real);
      else ensure(files.file(full)?.size === target.length, 'another file');
    }
  },
};

export const targets: readonly Target[] = [configuration, patterns, baselines, changes, listing];
