import { readFileSync } from 'node:fs';
import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { configSchema } from '../../src/audit/project/config-schema.ts';
import { openProjects } from '../../src/audit/project/open-projects.ts';
import { root } from '../support/cli.ts';
import { folderWith } from '../support/folder.ts';
import { problemsOf, repositoryWith } from './support.ts';

const WHOLE = `
fail-on: high
min-confidence: possible
salt: 00112233445566778899aabbccddeeff
rules:
  rotating-cache-key: off
  secret-in-arg: low
  secret-in-env: { enabled: true, severity: critical }
allow:
  - rule: secret-in-env
    name: DB_*
    path: test/**
    kind: github-pat-classic
    value-hash: 00112233445566778899aabbccddeeff
    reason: made up
    expires: 2099-12-31
formats:
  - id: acme-token
    title: ACME token
    pattern: acme_[a-z]{32}
    keywords: [acme_]
    severity: high
    entropy: 2.5
names:
  secret: [ACME_LOGIN]
  rotating: [STAMP]
  harmless: [PUBLIC_TOKEN]
overrides:
  - path: [examples, docs/**]
    rules: { secret-in-arg: off }
    allow: [{ name: A, reason: b }]
`;

describe('what is wrong is told with its place and what was meant', () => {
  test.each<[string, string[]]>([
    [
      'fail-on: hig',
      [
        '.build-audit.yaml:1:10: fail-on: hig is none of critical, high, medium, low, never; did you mean high?',
      ],
    ],
    [
      'min-confidense: likely',
      ['.build-audit.yaml:1:1: there is no key min-confidense; did you mean min-confidence?'],
    ],
    [
      'rules:\n  secret-in-rag: off',
      ['.build-audit.yaml:2:3: rules: there is no rule secret-in-rag; did you mean secret-in-arg?'],
    ],
    [
      'rules: { secret-in-arg: { severity: low, sevrity: low } }',
      ['.build-audit.yaml:1:42: rules: secret-in-arg: there is no key sevrity; did you mean severity?'],
    ],
    [
      'rules: { secret-in-arg: off, secret-in-arg: low }',
      ['.build-audit.yaml:1:30: rules: secret-in-arg is given twice'],
    ],
    ['rules:', ['.build-audit.yaml:1:1: rules has no value']],
    ['allow:\n  - name: A', ['.build-audit.yaml:2:5: allow: has no reason']],
    [
      'allow: [{ reason: all }]',
      [
        '.build-audit.yaml:1:9: allow: says nothing of what it is about: name a rule, name, path, kind or value-hash',
      ],
    ],
    [
      'allow: [{ name: A, reason: b, expires: 2026-02-30 }]',
      ['.build-audit.yaml:1:40: allow: there is no day 2026-02-30'],
    ],
    [
      'allow: [{ kind: github-pat-clasic, reason: b }]',
      [
        '.build-audit.yaml:1:17: allow: there is no credential format of that id; did you mean github-pat-classic?',
      ],
    ],
    [
      'allow: [{ path: ../other, reason: b }]',
      ['.build-audit.yaml:1:17: path: leads out of the folder of the configuration'],
    ],
    [
      "allow: [{ value-hash: '00112233445566778899aabbccddeeff', reason: b }]",
      [
        '.build-audit.yaml:1: allow: value-hash: there is no salt that it could be made with; say "salt:", or make a baseline',
      ],
    ],
    ["names: { secret: ['*'] }", ['.build-audit.yaml:1:19: names: would be every name there is']],
    ['baseline: ../b.json', ['.build-audit.yaml:1: baseline: leads out of the folder of the configuration']],
    [
      'formats: [{ id: a, title: b, pattern: "acme_[a-z]{9}", keywords: [acme-] }]',
      ['.build-audit.yaml:1:67: formats: keywords: does not stand in the pattern as it is'],
    ],
    [
      'formats: [{ id: github-pat-classic, title: b, pattern: "(a+)+b", keywords: [b_c] }]',
      [
        '.build-audit.yaml:1:17: formats: there is a format github-pat-classic already',
        '.build-audit.yaml:1:56: formats: pattern: + has no upper bound: say how many at most, as in {1,64} (at character 3)',
        '.build-audit.yaml:1:77: formats: keywords: does not stand in the pattern as it is',
      ],
    ],
    ['[a, b]', ['.build-audit.yaml:1:1: is not a map of keys']],
    ['a: 1\n---\nb: 2', ['.build-audit.yaml:3:1: is a second document; one is read']],
    ['rules: [', ['.build-audit.yaml:1:9: is malformed YAML from here on (bad indent)']],
  ])('%s', async (config, problems) => {
    expect(await problemsOf(config)).toEqual(problems);
  });

  test('what may be a secret in the wrong place is not repeated', async () => {
    const token = 'zq8LkP2vNw5RtY7uXc3Bm9';
    const problems = await problemsOf(
      `fail-on: ${token}\n${token}: 1\nallow: [{ value-hash: ${token}, reason: a }]\n`,
    );
    expect(problems).toHaveLength(3);
    expect(problems.join()).not.toContain(token.slice(0, 8));
  });

  test('JSON and package.json have places as well', async () => {
    expect(await problemsOf('{\n  "rules": {\n    "secret-in-rag": "off" } }', '.build-audit.json')).toEqual([
      '.build-audit.json:3:5: rules: there is no rule secret-in-rag; did you mean secret-in-arg?',
    ]);
    expect(await problemsOf('{\n  "build-audit": { "fail-on": "hig" } }', 'package.json')).toEqual([
      expect.stringMatching(/^package\.json:2:31: fail-on: hig is none of/),
    ]);
  });
});

describe('the schema for editors', () => {
  const valid = new Ajv({ strict: false }).compile(configSchema());

  test('is what the declaration says', () => {
    expect(JSON.parse(readFileSync(join(root, 'schema/config-v1.schema.json'), 'utf8'))).toEqual(
      JSON.parse(JSON.stringify(configSchema())),
    );
  });

  test.each([
    [WHOLE, true],
    ['{}', true],
    ['fail-on: hig', false],
    ['fail-onn: high', false],
    ['rules: { secret-in-arg: { severity: low } }', true],
    ['rules: { secret-in-arg: { severity: bad } }', false],
    ['rules: { secret-in-arg: maybe }', false],
    ['allow: [{ name: A }]', false],
    ['allow: [{ name: A, reason: b, expires: soon }]', false],
    ['allow: { name: A, reason: b }', false],
    ['overrides: [{ path: a, rules: { secret-in-arg: off } }]', true],
    ['overrides: [{ rules: { secret-in-arg: off } }]', false],
    ['names: { secret: [A B] }', false],
    ['salt: 12', false],
  ])('takes what the reader takes: %s', async (config, isTaken) => {
    expect(valid(parse(config))).toBe(isTaken);
    expect((await problemsOf(config)).length === 0).toBe(isTaken);
  });
});

describe('where a configuration is looked for', () => {
  const configOf = async (path: string) => {
    const [project] = (await openProjects([path], {})).all;
    return project?.config?.shown.split('/').slice(-2).join('/');
  };

  test('upwards, the nearest counts, up to the root of the repository', async () => {
    const folder = await folderWith({
      '.build-audit.yaml': 'fail-on: low',
      'repo/.git/HEAD': '',
      'repo/a/b/Dockerfile': 'FROM a',
      'repo/c/.build-audit.json': '{"fail-on": "high"}',
      'repo/c/d/Dockerfile': 'FROM a',
      'loose/e/Dockerfile': 'FROM a',
    });
    expect(await configOf(join(folder, 'repo/a/b'))).toBeUndefined();
    expect(await configOf(join(folder, 'repo/c/d/Dockerfile'))).toBe('c/.build-audit.json');
    expect(await configOf(join(folder, 'loose/e'))).toBeUndefined();
    await writeFile(join(folder, 'repo/.build-audit.yml'), 'fail-on: low');
    expect(await configOf(join(folder, 'repo/a/b'))).toBe('repo/.build-audit.yml');
  });

  test('two in one folder are one too many, and a link leads nowhere else', async () => {
    const folder = await repositoryWith({ '.build-audit.yaml': '', 'package.json': '{"build-audit": {}}' });
    await expect(openProjects([folder], {})).rejects.toThrow('as well; keep one of them');
    const other = await repositoryWith({ Dockerfile: 'FROM a' });
    await symlink(join(folder, '.build-audit.yaml'), join(other, '.build-audit.yaml'));
    await expect(openProjects([other], {})).rejects.toThrow('is a link out of its folder');
    await expect(openProjects([other], { noConfig: true })).resolves.toBeDefined();
  });
});
