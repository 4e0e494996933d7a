import { describe, expect, test } from 'vitest';
import { imageRules } from '../../rules/image/index.ts';
import { auditDockerfile } from '../../src/audit/audit-dockerfile.ts';
import { auditImage } from '../../src/audit/audit-image.ts';
import { createEngine } from '../../src/audit/engine.ts';
import type { Report } from '../../src/audit/finding.ts';
import { ReportBuilder } from '../../src/audit/report-builder.ts';
import { sourceRules } from '../../src/audit/source-rules.ts';
import { json } from '../../src/report/json.ts';
import type { Reporter } from '../../src/report/reporter.ts';
import { text } from '../../src/report/text.ts';
import { exampleImage, fillIn } from '../support/examples.ts';
import { ownSchema } from '../support/schemas.ts';

const engine = createEngine();
const valid = ownSchema('report-v1');
const HOSTILE = 'a\u001b[31m\u202Eevil\u0007\nname';

/** Every example of every rule, and places no one would choose. */
async function makeReport(): Promise<Report> {
  const builder = new ReportBuilder(
    { name: 'build-audit', version: '0' },
    { failOn: 'low', minConfidence: 'possible' },
  );
  for (const [index, example] of sourceRules.flatMap(({ examples }) => examples.bad).entries()) {
    const name = index === 0 ? HOSTILE : `${'deep/'.repeat(index)}Dockerfile`;
    builder.subject({ kind: 'dockerfile', name });
    builder.add(auditDockerfile(name, fillIn(example), engine).findings);
  }
  for (const example of imageRules.flatMap(({ examples }) => examples.bad)) {
    const image = { ...exampleImage(example), name: HOSTILE };
    builder.subject({ kind: 'image', name: HOSTILE, digest: image.digest });
    builder.add((await auditImage(image, engine)).findings);
  }
  builder.skip(HOSTILE, `${HOSTILE} could not be read`);
  return builder.report();
}

let made: Promise<Report> | undefined;

function fullReport(): Promise<Report> {
  made ??= makeReport();
  return made;
}

function written(reporter: Reporter, report: Report, width: number): string {
  let all = '';
  reporter(report, {
    write: (piece) => {
      all += piece;
    },
    width,
    colour: false,
    excerpt: () => ({ line: 1234, text: `${'wide '.repeat(60)}\u001b[2J`, start: 200, end: 230 }),
  });
  return all;
}

describe('json', () => {
  test('keeps to its schema', async () => {
    const report = JSON.parse(written(json, await fullReport(), 80));
    expect(valid(report), JSON.stringify(valid.errors)).toBe(true);
    expect(report.findings.length).toBeGreaterThan(20);
  });

  test('fingerprints tell findings apart', async () => {
    const { findings } = await fullReport();
    expect(new Set(findings.map(({ fingerprint }) => fingerprint)).size).toBe(findings.length);
  });

  test('a finding keeps its fingerprint when lines move', () => {
    const fingerprints = (dockerfile: string) =>
      auditDockerfile('Dockerfile', dockerfile, engine).findings.map(({ fingerprint }) => fingerprint);
    expect(fingerprints('# new\n\nFROM a AS b\nARG NPM_TOKEN\n')).toEqual(
      fingerprints('FROM a\nARG NPM_TOKEN\n'),
    );
  });
});

describe('text', () => {
  test.each([40, 80, 200])('stays within %i columns', async (width) => {
    const lines = written(text, await fullReport(), width).split('\n');
    expect(lines.filter((line) => line.length > width)).toEqual([]);
  });

  test('lets nothing through that could steer a terminal', async () => {
    expect(written(text, await fullReport(), 80)).not.toMatch(
      /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202A-\u202E]/,
    );
  });
});
