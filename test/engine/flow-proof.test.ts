import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { audit } from '../support/cli.ts';
import { buildBases, type Unplanted } from './bases.ts';
import { type Daemon, startDaemon } from './daemon.ts';
import { build } from './daemon-build.ts';
import { type Leaks, type Shape, shapes } from './flow-shapes.ts';
import { isOnDisk, saveImage, searchImage } from './leak-search.ts';
import { Plant } from './plant.ts';

/** `FLOW_PROOF=build` measures builds only. */
const AUDITS = process.env['FLOW_PROOF'] !== 'build';
/** Rules that the builds here say nothing of. */
const OTHER_RULES = /^(?:unsafe-secret-mount|rotating-cache-key|stale-secret-output)$/;
const IN_LAYER = /^(?:copied-credential-file|secret-written-to-layer|secret-removed-too-late)$/;

interface Measured {
  leaks: Leaks;
  context: string;
}

interface Finding {
  rule: string;
  severity: string;
}

let daemon: Daemon;
let unplanted: Unplanted;
const measured = new Map<Shape, Measured>();
const audited = new Map<Shape, string[]>();

beforeAll(async () => {
  daemon = await startDaemon();
  unplanted = await buildBases(daemon, ['base', 'tools']);
}, 120_000);

afterAll(async () => {
  console.log(table().join('\n'));
  await daemon?.stop();
}, 60_000);

async function measure(shape: Shape): Promise<Measured> {
  const { buildArgs = {}, secrets = {}, contextFiles = {}, target } = shape;
  const plant = new Plant(shape.plant);
  const folder = await mkdtemp(join(daemon.folder, 'shape-'));
  const context = join(folder, 'context');
  const files = { Dockerfile: shape.dockerfile, ...contextFiles };
  await plant.write(context, files);
  await plant.write(join(folder, 'secrets'), secrets);
  const tag = `shape:${shapes.indexOf(shape)}`;
  const flags = [
    ...Object.entries(buildArgs).flatMap(([name, value]) => ['--build-arg', `${name}=${plant.fill(value)}`]),
    ...Object.keys(secrets).flatMap((id) => ['--secret', `id=${id},src=${folder}/secrets/${id}`]),
    ...(target === undefined ? [] : ['--target', target]),
  ];
  const start = Date.now();
  // Not from its cache: a secret's value is in no cache key.
  const log = await build(daemon, context, ['--no-cache', ...flags, '-t', tag]);
  const builder = await isOnDisk(daemon, plant, { tag, start, sent: Object.keys(files) }, unplanted);
  const image = await saveImage(daemon, tag, folder, unplanted);
  const leaks: Leaks = { ...(await searchImage(image, plant)), log: plant.isIn(log), builder };
  return { leaks: Object.fromEntries(Object.entries(leaks).filter(([, is]) => is)), context };
}

function table(): string[] {
  const rows = shapes.map((shape) => {
    const leaks = Object.keys(measured.get(shape)?.leaks ?? {}).sort();
    const said = audited.get(shape);
    const agree = said === undefined ? '' : `${said}` === `${[...shape.verdict].sort()}` ? 'yes' : 'NO';
    return [shape.name, leaks.join(' ') || '-', said?.join(' ') || '-', agree].join(' | ');
  });
  return ['shape | measured | audit verdict | agree', ...rows];
}

const named = new Map(shapes.map((shape) => [shape.name, shape]));

test('each shape has a name of its own', () => {
  expect(named.size).toBe(shapes.length);
});

describe('what a build leaves', () => {
  test.each([...named])('%s', async (_, shape) => {
    const found = await measure(shape);
    measured.set(shape, found);
    expect(found.leaks).toEqual(shape.leaks);
  });
});

describe.runIf(AUDITS)('what audit dockerfile says', () => {
  test.concurrent.each([...named])('%s', async (_, shape) => {
    const built = measured.get(shape);
    if (built === undefined) throw new Error('it was not built');
    const { stdout } = await audit(['dockerfile', '--format', 'json'], { cwd: built.context });
    const findings = (JSON.parse(stdout).findings as Finding[]).filter(({ rule }) => !OTHER_RULES.test(rule));
    const verdict = [...new Set(findings.map(({ rule }) => rule))].sort();
    audited.set(shape, verdict);
    const inImage = findings.some(
      ({ rule, severity }) => IN_LAYER.test(rule) && (severity === 'critical' || shape.target !== undefined),
    );
    expect({ verdict, inImage }).toEqual({
      verdict: [...shape.verdict].sort(),
      inImage: built.leaks.layer === true,
    });
  });
});
