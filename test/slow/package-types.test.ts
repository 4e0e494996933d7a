import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { root } from '../support/cli.ts';
import { tempFolder } from '../support/images/temp.ts';

const run = promisify(execFile);

const USE = `
const controller = new AbortController();
export async function use(): Promise<string[]> {
  const audit: Audit = auditDockerfile({ text: 'FROM a' }, { signal: controller.signal, style: 'file' });
  for await (const { location } of audit.findings)
    if (location.kind === 'image') console.log(location.channel);
    else console.log(location.startLine);
  try {
    const { findings }: Report = await auditImage('oci:x', { onProgress: ({ bytes }) => console.log(bytes.read) });
    return findings.map(({ rule }) => rule);
  } catch (error) {
    if (error instanceof InputError && error.code === 'ERR_NOT_FOUND') return [];
    throw error;
  }
}
// @ts-expect-error
auditDockerfile({ text: 'FROM a' }, { minConfidence: 'surely' });
// @ts-expect-error
auditImage('x').then(({ nothing }) => nothing);
`;
const IMPORT = `import { type Audit, auditDockerfile, auditImage, InputError, type Report } from 'build-audit';\n`;

test('what npm pack gives is typed for node, for bundlers and for require', async () => {
  await run(process.execPath, ['scripts/types.js'], { cwd: root });
  const folder = await tempFolder();
  await run('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], { cwd: root });
  const [archive = ''] = await readdir(folder);
  const project = join(folder, 'project');
  await mkdir(project);
  await writeFile(join(project, 'package.json'), '{"type":"module","private":true}');
  await run('npm', ['install', '--offline', '--no-audit', join(folder, archive)], { cwd: project });
  await mkdir(join(project, 'node_modules/@types'));
  for (const name of ['@types/node', 'undici-types'])
    await symlink(join(root, 'node_modules', name), join(project, 'node_modules', name));
  await writeFile(join(project, 'use.ts'), IMPORT + USE);
  await writeFile(join(project, 'use.cts'), IMPORT + USE);
  const usual = ['--strict', '--noEmit', '--target', 'es2022', '--types', 'node', '--lib', 'es2022'];
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  for (const how of [
    ['--module', 'nodenext', 'use.ts', 'use.cts'],
    ['--module', 'esnext', '--moduleResolution', 'bundler', 'use.ts'],
  ])
    expect(
      await run(process.execPath, [tsc, ...usual, ...how], { cwd: project }).catch((error) => error),
    ).toEqual({
      stdout: '',
      stderr: '',
    });
});

test('the declarations are one file that names nothing of the inside', async () => {
  await run(process.execPath, ['scripts/types.js'], { cwd: root });
  const whole = await readFile(join(root, 'dist/index.d.ts'), 'utf8');
  const text = whole.replace(/\/\*[\s\S]*?\*\//g, '');
  expect(text).not.toMatch(/\bimport\b|\bany\b|from '/);
  expect(text.split('\n').length).toBeLessThan(600);
  expect(text).not.toMatch(/\b(?:Scrubber|TrackedSecret|DockerfileFacts|Engine)\b/);
});
