import { describe, expect, test } from 'vitest';
import { auditDockerfile } from '../../src/audit/audit-dockerfile.ts';
import { engine, rulesIn } from '../support/dockerfile.ts';

const ENV = 'ENV API_TOKEN=vK8-quiet-Harbour-51 DB_PASSWORD=vK8-quiet-Harbour-52';
const audit = (text: string) => auditDockerfile('Dockerfile', text, engine);

describe('# audit: ignore', () => {
  test('takes one rule of one variable of the next instruction, with its reason', () => {
    const { findings, notes } = audit(
      `FROM a\n# audit: ignore[secret-in-env] API_TOKEN -- a fixture\n${ENV}\n`,
    );
    expect(
      findings
        .filter(({ suppressed }) => suppressed)
        .map(({ rule, secret, suppressed }) => [rule, secret.name, suppressed]),
    ).toEqual([['secret-in-env', 'API_TOKEN', { by: '# audit: ignore', reason: 'a fixture' }]]);
    expect(notes).toEqual([]);
  });

  test('takes several rules and names, and stands within an instruction too', () => {
    const text = `FROM a\nENV \\\n  # audit: ignore[secret-in-env, hardcoded-credential] API_TOKEN DB_PASSWORD -- fixtures\n${ENV.slice(4)}\n`;
    expect(rulesIn(text)).toEqual([]);
  });

  test('without a name takes the whole instruction, and only that', () => {
    const one = '# audit: ignore[secret-in-env,hardcoded-credential] -- fixtures\n';
    expect(rulesIn(`FROM a\n${one}${ENV}\n`)).toEqual([]);
    expect(rulesIn(`FROM a\n${one}RUN true\n${ENV}\n`)).toEqual(['hardcoded-credential', 'secret-in-env']);
  });

  test.each([
    ['# audit: ignore[secret-in-env] API_TOKEN', 'no reason'],
    ['# audit: ignore API_TOKEN -- x', 'names no rule'],
    ['# audit: ignore[secret-in-envv] API_TOKEN -- x', 'no rule secret-in-envv'],
    ['# audit: ignore[secret-in-log] API_TOKEN -- x', 'matches no finding'],
    ['# audit: ignore[secret-in-env] OTHER -- x', 'matches no finding'],
  ])('%s is told: %s', (comment, reason) => {
    const { findings, notes } = audit(`FROM a\n${comment}\n${ENV}\n`);
    expect(findings.some(({ suppressed }) => suppressed !== undefined)).toBe(false);
    expect(notes.map(({ what }) => what)).toEqual(['Dockerfile:2:1']);
    expect(notes[0]?.reason).toContain(reason);
  });
});

describe('comments of other tools', () => {
  const suppressed = (text: string) =>
    audit(text).findings.flatMap(({ suppressed: one, secret }) => (one === undefined ? [] : [secret.name]));
  test.each([
    ['# check=skip=SecretsUsedInArgOrEnv\nFROM a\nARG NPM_TOKEN\nRUN npm ci\n'],
    [
      '# check=skip=JSONArgsRecommended,SecretsUsedInArgOrEnv;error=true\nFROM a\nARG NPM_TOKEN\nRUN npm ci\n',
    ],
    ['# check=skip=all\nFROM a\nARG NPM_TOKEN\nRUN npm ci\n'],
    ['FROM a\n# hadolint ignore=DL3008,DL3064\nARG NPM_TOKEN\nRUN npm ci\n'],
    ['# hadolint global ignore=DL3064\nFROM a\nRUN true\nARG NPM_TOKEN\nRUN npm ci\n'],
    ['FROM a\n#trivy:ignore:DS-0031\nARG NPM_TOKEN\nRUN npm ci\n'],
    ['FROM a\n# trivy:ignore:AVD-DS-0031:exp:2999-01-01\nARG NPM_TOKEN\nRUN npm ci\n'],
  ])('%j', (text) => expect(suppressed(text)).toEqual(['NPM_TOKEN']));
  test.each([
    ['# check=skip=JSONArgsRecommended\nFROM a\nARG NPM_TOKEN\nRUN npm ci\n'],
    ['FROM a\n# hadolint ignore=DL3008\nARG NPM_TOKEN\nRUN npm ci\n'],
    ['FROM a\n# hadolint ignore=DL3064\nRUN true\nARG NPM_TOKEN\nRUN npm ci\n'],
    ['FROM a\n#trivy:ignore:DS-0031:exp:2020-01-01\nARG NPM_TOKEN\nRUN npm ci\n'],
    ['FROM a\n#trivy:ignore:DS-0002\nARG NPM_TOKEN\nRUN npm ci\n'],
  ])('not %j', (text) => expect(suppressed(text)).toEqual([]));
  test('a literal in the text is another matter', () =>
    expect(rulesIn('# check=skip=all\nFROM a\nENV DB_PASSWORD=vK8-quiet-Harbour-51\n')).toEqual([
      'hardcoded-credential',
    ]));
});
