import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { buildRules } from '../../rules/build/index.ts';
import { imageRules } from '../../rules/image/index.ts';
import { auditDockerfile } from '../../src/audit/audit-dockerfile.ts';
import { auditImage } from '../../src/audit/audit-image.ts';
import { createEngine } from '../../src/audit/engine.ts';
import type { Finding } from '../../src/audit/finding.ts';
import { DEFAULT_GATE, isShown } from '../../src/audit/gate.ts';
import type { BuildExample } from '../../src/audit/rule.ts';
import { runDockerfiles } from '../../src/audit/run-dockerfiles.ts';
import { sourceRules } from '../../src/audit/source-rules.ts';
import { exampleImage, fillIn } from '../support/examples.ts';
import { tempFolder } from '../support/images/temp.ts';

const engine = createEngine();

function rulesShown(findings: readonly Finding[]): string[] {
  return findings.filter(({ confidence }) => isShown(confidence, DEFAULT_GATE)).map(({ rule }) => rule);
}

describe.each(sourceRules)('$id', (rule) => {
  const shown = (text: string) => rulesShown(auditDockerfile('Dockerfile', fillIn(text), engine).findings);

  test.each(rule.examples.bad)('reports %j', (text) => expect(shown(text)).toContain(rule.id));
  test.each(rule.examples.good)('leaves alone %j', (text) => expect(shown(text)).not.toContain(rule.id));
  test('its mended example has no finding of any rule', () =>
    expect(shown(rule.examples.fixed ?? 'FROM scratch')).toEqual([]));
  test('every example is a Dockerfile that the builder takes', () => {
    for (const text of [...rule.examples.bad, ...rule.examples.good]) {
      expect(auditDockerfile('Dockerfile', fillIn(text), engine).skipped).toEqual([]);
    }
  });
});

describe.each(buildRules)('$id', (rule) => {
  const shown = async (files: BuildExample) => {
    const folder = await tempFolder();
    for (const [path, content] of Object.entries(files)) {
      await mkdir(join(folder, dirname(path)), { recursive: true });
      await writeFile(join(folder, path), fillIn(content));
    }
    const { report } = await runDockerfiles([folder], DEFAULT_GATE);
    expect(report.skipped).toEqual([]);
    return report.findings.map((finding) => finding.rule);
  };

  test.each(rule.examples.bad)('reports %j', async (files) => expect(await shown(files)).toContain(rule.id));
  test.each(rule.examples.good)('leaves alone %j', async (files) =>
    expect(await shown(files)).not.toContain(rule.id),
  );
  test('its mended example has no finding of any rule', async () =>
    expect(await shown(rule.examples.fixed ?? { Dockerfile: 'FROM scratch\n' })).toEqual([]));
});

describe.each(imageRules)('$id', (rule) => {
  const shown = async (example: (typeof rule.examples.bad)[number]) =>
    rulesShown((await auditImage(exampleImage(example), engine)).findings);

  test.each(rule.examples.bad)('reports %j', async (example) =>
    expect(await shown(example)).toContain(rule.id),
  );
  test.each(rule.examples.good)('leaves alone %j', async (example) =>
    expect(await shown(example)).not.toContain(rule.id),
  );
});

test.each([...sourceRules, ...buildRules, ...imageRules])(
  '$id declares what its findings say',
  ({ messages, title, why, instead }) => {
    for (const message of Object.values(messages)) expect(message).toMatch(/^[A-Z{].*\.$/);
    for (const text of [why, instead]) expect(text.trim()).toMatch(/\.$/);
    expect(title).not.toMatch(/\.$/);
  },
);
