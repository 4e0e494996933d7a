import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { changedLines } from '../../../src/audit/changes/diff-lines.ts';
import { readBaseline } from '../../../src/audit/project/baseline-file.ts';
import { loadConfig } from '../../../src/audit/project/load-config.ts';
import { scannerFor } from '../../../src/audit/scanner-for.ts';
import { ConfigError } from '../../../src/config/config-error.ts';
import { measurePattern } from '../../../src/config/safe-pattern.ts';
import { dockerfiles, literalsIn } from '../seeds.ts';
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
      const { formats, names } = loadConfig(path, 'shown', true);
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
  share: 0.5,
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
  share: 0.25,
  sources: ['src/audit/project/baseline-file.ts'],

  seeds: () => [
    `{"version":1,"salt":"${'0a'.repeat(16)}","entries":[{"fingerprint":"${'b'.repeat(32)}","count":1,"rule":"x","kind":"source","where":"Dockerfile","place":"a","name":"b"}]}`,
    `{"version":2,"salt":"${'0a'.repeat(16)}","entries":[]}`,
  ],
  run(input) {
    const path = join(folder, 'baseline.json');
    writeFileSync(path, input);
    expecting(isTold, () => {
      const read = readBaseline(path, 'shown');
      ensure(read?.entries.every(({ count }) => count >= 1) === true, 'an entry of nothing');
    });
  },
};

const patches: Target = {
  name: 'git-patches',
  share: 0.25,
  sources: ['src/audit/changes/diff-lines.ts'],

  seeds: () => [
    'diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1,2 +1 @@ y\n-a\n-b\n+c\n\\ No newline at end of file\n',
    'diff --git a/n b/n\nnew file mode 100644\n--- /dev/null\n+++ "b/\\303\\251 \\"\\t"\n@@ -0,0 +1,2 @@\n+a\n+b\n',
    ...dockerfiles()
      .slice(0, 3)
      .map((text) => `--- a/x\n+++ b/x\n@@ -0,0 +3,9 @@\n${text.replace(/^/gm, '+')}`),
  ],
  run(input) {
    const text = input.toString('utf8');
    const most = text.split('\n').length;
    let count = 0;
    for (const [path, lines] of changedLines(text)) {
      ensure(!path.startsWith('b/b/') || text.includes('b/b/'), 'a path that is not there');
      if (lines !== 'all') count += lines.size;
    }
    ensure(count <= most * most, `${count} lines of a patch of ${most}`);
  },
};

export const targets: readonly Target[] = [configuration, patterns, baselines, patches];
