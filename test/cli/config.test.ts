import { join } from 'node:path';
import { expect, test } from 'vitest';
import { audit } from '../support/cli.ts';
import { folderWith } from '../support/folder.ts';

const FILES = {
  '.git/HEAD': '',
  'app/Dockerfile': 'FROM a\nENV DB_PASSWORD=k8Zr2Lk9Tp4m\n',
  'known/Dockerfile': 'FROM a\nARG NPM_TOKEN\nRUN npm ci\n',
  'known/.build-audit.yaml': 'rules: { rotating-cache-key: off }\nallow: [{ name: NPM_TOKEN, reason: b }]\n',
  '.build-audit.yaml': 'fail-on: never\nrules:\n  secret-in-env: off\n',
};

test('a configuration above governs, flags win, and what holds can be printed', async () => {
  const folder = await folderWith(FILES);
  const cwd = join(folder, 'app');
  const [plain, strict, printed, rules, diff] = await Promise.all([
    audit(['dockerfile'], { cwd }),
    audit(['dockerfile', '--fail-on=high'], { cwd }),
    audit(['dockerfile', '--print-config', '--min-confidence=certain'], { cwd: folder }),
    audit(['rules'], { cwd }),
    audit(['dockerfile', '--diff'], { cwd: join(folder, 'known') }),
  ]);
  expect(diff.stdout).toBe('');
  expect([plain.code, strict.code]).toEqual([0, 1]);
  expect(plain.stdout).not.toContain('secret-in-env\n');
  expect(plain.stdout.replace(/\n\s+/g, ' ')).toContain(
    '.build-audit.yaml:3: the rule secret-in-env is off: 1 finding left out',
  );
  expect(printed.code).toBe(0);
  expect(printed.stdout).toMatch(/^fail-on: never +# \.build-audit\.yaml:1$/m);
  expect(printed.stdout).toMatch(/^min-confidence: certain +# flag$/m);
  expect(printed.stdout).toMatch(/^ {2}secret-in-env: off +# \.build-audit\.yaml:3$/m);
  expect(printed.stdout).toMatch(/^ {2}secret-in-arg: high +# default$/m);
  expect(rules.stdout).toMatch(/^secret-in-env +off /m);
});

test('one that is wrong ends in 2, with a line for each mistake', async () => {
  const folder = await folderWith({
    ...FILES,
    'known/Dockerfile': 'FROM a\nARG NPM_TOKEN\nRUN npm ci\n',
    'known/.build-audit.yaml':
      'rules: { rotating-cache-key: off }\nallow: [{ name: NPM_TOKEN, reason: b }]\n',
    '.build-audit.yaml': 'fail-onn: high\nrules:\n  secret-in-rag: off\n',
  });
  const { code, stdout, stderr } = await audit(['image', 'none.tar'], { cwd: folder });
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr.split('\n')).toEqual([
    'audit: .build-audit.yaml:1:1: there is no key fail-onn; did you mean fail-on?',
    'audit: .build-audit.yaml:3:3: rules: there is no rule secret-in-rag; did you mean secret-in-arg?',
    '',
  ]);
});
