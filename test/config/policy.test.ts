import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { exitCode } from '../../src/audit/gate.ts';
import { gateOf } from '../../src/audit/project/gate-of.ts';
import { openProjects } from '../../src/audit/project/open-projects.ts';
import { auditFolder, notesOf, reportOf, repositoryWith, told } from './support.ts';

const DOCKERFILE = 'FROM a\nENV DB_PASSWORD=k8Zr2Lk9Tp4m\n';

async function findings(config: string, files: Readonly<Record<string, string>> = {}): Promise<string[]> {
  const folder = await repositoryWith({ Dockerfile: DOCKERFILE, ...files, '.build-audit.yaml': config });
  return told(await auditFolder(folder));
}

describe('rules', () => {
  test('one that is off tells nothing, and the report says so', async () => {
    const folder = await repositoryWith({
      Dockerfile: DOCKERFILE,
      '.build-audit.yaml': '# why\nrules:\n  secret-in-env: off\n  hardcoded-credential: low\n',
    });
    const report = await auditFolder(folder);
    expect(told(report)).toEqual(['hardcoded-credential DB_PASSWORD']);
    expect(report.findings[0]?.severity).toBe('low');
    expect(notesOf(report)).toEqual([
      '.build-audit.yaml:3: the rule secret-in-env is off: 1 finding left out',
      '.build-audit.yaml:4: hardcoded-credential is told as low: 1 finding would be worse',
    ]);
  });

  test('an override holds for its paths alone, and the last one wins', async () => {
    const files = { 'test/a/Dockerfile': DOCKERFILE, 'test/b/Dockerfile': DOCKERFILE };
    const config = `rules: { hardcoded-credential: off }
overrides:
  - path: test
    rules: { secret-in-env: off }
  - path: [test/b/**]
    rules: { secret-in-env: on }
`;
    const folder = await repositoryWith({ Dockerfile: DOCKERFILE, ...files, '.build-audit.yaml': config });
    const report = await auditFolder(folder);
    const paths = report.findings.map(({ location }) =>
      location.kind === 'source' ? location.path.slice(-17) : '',
    );
    expect(paths.map((path) => path.replace(/^.*(?=test)/, ''))).toEqual([
      expect.stringMatching(/[^b]\/Dockerfile$/),
      'test/b/Dockerfile',
    ]);
    expect(notesOf(report)).toContain(
      '.build-audit.yaml:4: the rule secret-in-env is off in test: 1 finding left out',
    );
  });
});

describe('what is allowed', () => {
  test.each([
    ['name: DB_*'],
    ['name: db_password'],
    ['rule: secret-in-env'],
    ['path: Dockerfile'],
    ['path: "**"'],
    ['{ rule: secret-in-env, name: "*", path: "*file" }'],
  ])('%s', async (what) => {
    const inner = what.replace(/^\{|\}$/g, '');
    const found = await findings(`allow: [{ ${inner}, reason: b }]`);
    expect(found).toContain('secret-in-env DB_PASSWORD by .build-audit.yaml:1');
  });

  test.each([
    'name: DB',
    'path: test',
    'rule: secret-in-arg',
    'kind: github-pat-classic',
    'path: /Dockerfile',
  ])('not by %s, which is told where it should match', async (what) => {
    const config = `allow: [{ ${what}, reason: b }]`;
    const folder = await repositoryWith({ Dockerfile: DOCKERFILE, '.build-audit.yaml': config });
    const report = await auditFolder(folder);
    expect(report.summary.suppressed).toBe(0);
    const isOfImages = what.startsWith('path: /');
    expect(notesOf(report)).toEqual(
      isOfImages ? [] : ['.build-audit.yaml:1: the entry matches no finding: drop it, or mend it'],
    );
  });

  test('until it expires', async () => {
    expect(await findings('allow: [{ name: DB_*, reason: b, expires: 2099-01-01 }]')).toContain(
      'secret-in-env DB_PASSWORD by .build-audit.yaml:1',
    );
    const folder = await repositoryWith({
      Dockerfile: DOCKERFILE,
      '.build-audit.yaml': 'allow: [{ name: DB_*, reason: b, expires: 2020-01-01 }]',
    });
    const report = await auditFolder(folder);
    expect(report.summary.suppressed).toBe(0);
    expect(notesOf(report)).toEqual([
      '.build-audit.yaml:1: the entry expired on 2020-01-01 and counts no longer',
    ]);
  });

  test('an entry for files that were not audited is not missed', async () => {
    const folder = await repositoryWith({
      'a/Dockerfile': DOCKERFILE,
      '.build-audit.yaml': 'allow: [{ path: b, reason: c }]',
    });
    expect(notesOf(await auditFolder(join(folder, 'a')))).toEqual([]);
    expect(notesOf(await auditFolder(folder))).toHaveLength(1);
  });

  test('a value by its hash, which is told for what cannot be guessed alone', async () => {
    const token = ['acme', 'q8ZrB2Lk9xTp4mXa8VwN3cYd'].join('_');
    const files = {
      Dockerfile: `FROM a\nENV DB_PASSWORD=k8Zr2Lk9Tp4m\nENV API_TOKEN=${token}\n`,
      '.build-audit.yaml': 'salt: 00112233445566778899aabbccddeeff',
    };
    const report = await auditFolder(await repositoryWith(files));
    const hashes = new Map(report.findings.map(({ secret }) => [secret.name, secret.valueHash]));
    expect(hashes.get('DB_PASSWORD')).toBeUndefined();
    const config = `${files['.build-audit.yaml']}\nallow: [{ value-hash: '${hashes.get('API_TOKEN')}', reason: public }]`;
    const found = told(await auditFolder(await repositoryWith({ ...files, '.build-audit.yaml': config })));
    expect(found.filter((one) => one.endsWith('yaml:2')).length).toBe(
      found.filter((one) => /API/.test(one)).length,
    );
    expect(found.filter((one) => one.endsWith('yaml:2')).length).toBeGreaterThan(0);
  });
});

describe('trust', () => {
  test('a configuration that is found says nothing of what lies beside its folder', async () => {
    const folder = await repositoryWith({
      'a/.build-audit.yaml': 'rules: { secret-in-env: off, hardcoded-credential: off }\nfail-on: never\n',
      'a/Dockerfile': DOCKERFILE,
      'b/Dockerfile': DOCKERFILE,
    });
    const projects = await openProjects([join(folder, 'a'), join(folder, 'b')], {});
    expect(told(await reportOf(join(folder, 'a'), projects))).toEqual([]);
    const other = await reportOf(join(folder, 'b'), projects);
    expect(told(other)).toHaveLength(2);
    expect(gateOf({}, projects.all)).toMatchObject({ failOn: 'low', minConfidence: 'likely' });
    expect(exitCode(other, gateOf({}, projects.all))).toBe(1);
  });

  test('one that is named governs all, and flags win', async () => {
    const folder = await repositoryWith({ Dockerfile: DOCKERFILE });
    const elsewhere = await repositoryWith({
      'central.yaml': 'rules: { secret-in-env: off }\nfail-on: never\n',
    });
    const projects = await openProjects([folder], { config: join(elsewhere, 'central.yaml') });
    const report = await reportOf(folder, projects);
    expect(told(report)).toEqual(['hardcoded-credential DB_PASSWORD']);
    expect(notesOf(report)).toContain('central.yaml:2: no finding makes the audit fail');
    expect(gateOf({}, projects.all).failOn).toBe('never');
    expect(gateOf({ failOn: 'high' }, projects.all)).toMatchObject({ failOn: 'high', notes: [] });
  });
});

describe('names of a project', () => {
  const config =
    'names:\n  secret: [ACME_LOGIN, "*_CRED_ID"]\n  harmless: [NPM_TOKEN]\n  rotating: [STAMP_*]\n';

  test.each<[string, Record<string, string>, string[]]>([
    ['a build argument', { Dockerfile: 'FROM a\nARG ACME_LOGIN\n' }, ['secret-in-arg ACME_LOGIN']],
    [
      'ENV',
      { Dockerfile: 'FROM a\nENV X_CRED_ID=k8Zr2Lk9Tp4m\n' },
      ['secret-in-env X_CRED_ID', 'hardcoded-credential X_CRED_ID'],
    ],
    [
      'a shell variable',
      { Dockerfile: 'FROM a\nRUN ACME_LOGIN=$(cat /run/x) && echo $ACME_LOGIN > /y\n' },
      ['secret-written-to-layer ACME_LOGIN'],
    ],
    ['what a shell uses', { Dockerfile: 'FROM a\nARG X\nRUN ACME_LOGIN=$X fetch\n' }, ['secret-in-arg X']],
    [
      'a compose file',
      {
        Dockerfile: 'FROM a\nARG X\n',
        'compose.yaml':
          'services:\n  a:\n    build:\n      context: .\n      args:\n        X: ${ACME_LOGIN}\n',
      },
      ['secret-in-arg X', 'secret-passed-as-build-arg X'],
    ],
    ['none', { Dockerfile: 'FROM a\nARG NPM_TOKEN\n' }, []],
    ['one that rotates', { Dockerfile: 'FROM a\nARG STAMP_X\nRUN npm ci\n' }, ['rotating-cache-key STAMP_X']],
  ])('%s', async (_, files, expected) => {
    const folder = await repositoryWith({ ...files, '.build-audit.yaml': config });
    const found = told(await auditFolder(folder));
    expect(found.filter((one) => expected.includes(one)).sort()).toEqual([...expected].sort());
    if (expected.length === 0) expect(found).toEqual([]);
  });

  test('those that are called harmless are told', async () => {
    const folder = await repositoryWith({ Dockerfile: 'FROM a\n', '.build-audit.yaml': config });
    expect(notesOf(await auditFolder(folder))).toEqual([
      '.build-audit.yaml:3: taken for no secrets: NPM_TOKEN',
    ]);
  });
});
