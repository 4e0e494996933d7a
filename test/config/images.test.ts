import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Report } from '../../src/audit/finding.ts';
import { ByteCounter } from '../../src/audit/image/progress.ts';
import { openProjects } from '../../src/audit/project/open-projects.ts';
import { runImages } from '../../src/audit/run-images.ts';
import { oldDockerFiles, writeArchive } from '../support/images/formats.ts';
import type { TestImage } from '../support/images/image.ts';
import { notesOf, repositoryWith, told } from './support.ts';

const OWN = ['acme', 'q8ZrB2Lk9xTp4mXa8VwN3cYd'].join('_');
const image: TestImage = {
  tags: ['shop:1'],
  config: { Env: ['ACME_LOGIN=k8Zr2Lk9Tp4m'] },
  layers: [
    { files: [{ path: 'app/test/a.json', content: `{"v": "${OWN}"}\n` }] },
    { files: [{ path: 'srv/b.yaml', content: 'acme_login: w7Qn5Ws8dLk3\n' }] },
  ],
};

const before = process.env['BUILD_AUDIT_CACHE'];
let archive = '';
let folder = '';
beforeEach(async () => {
  folder = await repositoryWith({});
  process.env['BUILD_AUDIT_CACHE'] = join(folder, 'cache');
  archive = await writeArchive(join(folder, 'image.tar'), oldDockerFiles([image]));
});
afterEach(() => {
  if (before === undefined) delete process.env['BUILD_AUDIT_CACHE'];
  else process.env['BUILD_AUDIT_CACHE'] = before;
});

/** The report under a configuration, and how many layers were known before. */
async function audit(config: string): Promise<{ report: Report; known: number }> {
  const repository = await repositoryWith({ '.build-audit.yaml': config });
  const projects = await openProjects([repository], {});
  let known = 0;
  const progress = {
    counter: new ByteCounter(),
    begin: (_: unknown, __: number, ___: number, before: number) => {
      known += before;
    },
    done: () => {},
  };
  const { report } = await runImages(
    [archive],
    { failOn: 'low', minConfidence: 'likely' },
    { project: projects.of(repository), progress },
  );
  return { report, known };
}

const FORMATS =
  'formats: [{ id: acme-token, title: ACME token, pattern: "acme_[A-Za-z0-9]{24}", keywords: [acme_] }]\n';
const NAMES = 'names: { secret: [ACME_LOGIN] }\n';

test('own formats and names are found in images, and a layer is read anew under another configuration', async () => {
  expect((await audit('')).report.findings).toEqual([]);
  expect((await audit('')).known).toBe(2);
  const own = await audit(FORMATS + NAMES);
  expect(own.known).toBe(0);
  const found = [
    'credential-in-config ACME_LOGIN',
    'credential-in-layer acme-token',
    'credential-in-layer acme_login',
  ];
  expect(told(own.report).sort()).toEqual(found);
  const again = await audit(FORMATS + NAMES);
  expect([again.known, told(again.report).sort()]).toEqual([2, found]);
  expect((await audit(FORMATS)).known).toBe(0);
});

test('a value hash is the same for a layer that is known', async () => {
  const config = `${FORMATS}salt: 00112233445566778899aabbccddeeff\n`;
  const [first, second] = [await audit(config), await audit(config)];
  const hash = first.report.findings[0]?.secret.valueHash;
  expect(hash).toMatch(/^[0-9a-f]{32}$/);
  expect([second.known, second.report.findings[0]?.secret.valueHash]).toEqual([2, hash]);
  const { report } = await audit(`${config}allow: [{ value-hash: '${hash}', reason: made up }]\n`);
  expect(told(report)).toEqual(['credential-in-layer acme-token by .build-audit.yaml:3']);
});

test('paths of images begin with a slash', async () => {
  const { report } = await audit(
    `${FORMATS}allow:\n  - { path: /app/test, reason: a }\n  - { path: app/test, reason: b }\n`,
  );
  expect(told(report)).toEqual(['credential-in-layer acme-token by .build-audit.yaml:3']);
  expect(notesOf(report)).toEqual([]);
  const everywhere = { files: [{ path: 'srv/c.json', content: `{"v": "${OWN}"}\n` }] };
  const two = { ...image, layers: [...image.layers, everywhere] };
  archive = await writeArchive(join(folder, 'two.tar'), oldDockerFiles([two]));
  const both = await audit(`${FORMATS}allow: [{ path: /app/test, reason: a }]\n`);
  expect(told(both.report)).toEqual(['credential-in-layer acme-token']);
  const off = await audit(`${FORMATS}rules: { credential-in-layer: off, secret-in-env: off }\n`);
  expect(notesOf(off.report)).toEqual([
    '.build-audit.yaml:2: the rule credential-in-layer is off: 1 finding left out',
  ]);
});
