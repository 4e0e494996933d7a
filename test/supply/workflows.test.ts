import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { root } from '../support/cli.ts';

interface Step {
  uses?: string;
  run?: string;
  with?: Record<string, unknown>;
}
interface Workflow {
  permissions: object;
  jobs: Record<string, { permissions: Record<string, string>; steps: Step[]; 'timeout-minutes': number }>;
}

const folder = join(root, '.github/workflows');
const files = readdirSync(folder).sort();
const textOf = (name: string) => readFileSync(join(folder, name), 'utf8');
const workflow = (name: string): Workflow => parse(textOf(name));
const jobsOf = (name: string) => Object.entries(workflow(name).jobs);
const stepsOf = (name: string) => jobsOf(name).flatMap(([, { steps }]) => steps);

test.each(files)('%s pins what it uses, and gives nothing that is not asked for', (name) => {
  expect(workflow(name).permissions).toEqual({});
  for (const line of textOf(name).matchAll(/^.*\buses: .*$/gm))
    expect(line[0]).toMatch(/uses: actions\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  for (const [, job] of jobsOf(name)) expect(job).toHaveProperty('timeout-minutes');
  for (const { uses, with: given } of stepsOf(name))
    if (uses?.startsWith('actions/checkout@')) expect(given).toHaveProperty('persist-credentials', false);
});

test.each(files)('%s puts no expression into a script, and installs without scripts of packages', (name) => {
  const scripts = stepsOf(name).flatMap(({ run }) => run ?? []);
  expect(scripts.filter((script) => script.includes('${{'))).toEqual([]);
  const installs = scripts.filter((script) => /\bnpm (?:ci|i|install)\b/.test(script));
  expect([...new Set(installs)]).toEqual(['npm ci --ignore-scripts']);
});

test('only the jobs that publish may write, each what it publishes, and no secret is kept for them', () => {
  const written = files.flatMap((name) =>
    jobsOf(name).map(([job, { permissions }]) => {
      const writes = Object.keys(permissions).filter((scope) => permissions[scope] === 'write');
      return `${name} ${job}: ${writes.join(' ')}`;
    }),
  );
  expect(written).toEqual([
    'ci.yml ready: ',
    'ci.yml engines: ',
    'release.yml build: ',
    'release.yml package: id-token attestations',
    'release.yml image: packages id-token attestations',
    'release.yml tag: contents',
  ]);
  for (const name of files) expect(textOf(name)).not.toMatch(/\bsecrets\.|NODE_AUTH_TOKEN|NPM_TOKEN/);
});

test('the image is audited before it is pushed', () => {
  const scripts = workflow('release.yml').jobs['image']?.steps.flatMap(({ run }) => run ?? []) ?? [];
  const places = [/docker build/, /run\.js image .*--dockerfile/, /docker login/, /docker push/].map((what) =>
    scripts.join('\n').search(what),
  );
  expect(places.every((place) => place >= 0)).toBe(true);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
});
