import { execFile } from 'node:child_process';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { root } from './support/cli.ts';
import { tempFolder } from './support/images/temp.ts';

const run = promisify(execFile);

test('npm pack gives a package that installs offline into an empty folder and runs', {
  timeout: 120_000,
}, async () => {
  const folder = await tempFolder();
  await run('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], { cwd: root });
  const [archive] = (await readdir(folder)).filter((name) => name.endsWith('.tgz'));
  const project = join(folder, 'empty');
  await mkdir(project);
  await run('npm', ['init', '--yes'], { cwd: project });
  await run('npm', ['install', '--offline', '--no-audit', join(folder, archive ?? '')], { cwd: project });
  expect((await readdir(join(project, 'node_modules'))).filter((name) => !name.startsWith('.'))).toEqual([
    'build-audit',
  ]);

  await writeFile(join(project, 'Dockerfile'), 'FROM a\nARG NPM_TOKEN\n');
  for (const bin of ['audit', 'build-audit']) {
    const failed = await run(join(project, 'node_modules/.bin', bin), ['dockerfile'], { cwd: project }).catch(
      (error) => error,
    );
    expect(failed.code).toBe(1);
    expect(failed.stdout).toContain('secret-in-arg');
  }
  const use = `auditDockerfile({ text: 'FROM a\\nARG NPM_TOKEN\\n' }).then((report) =>
       console.log(report.findings.length));`;
  await writeFile(join(project, 'use.mjs'), `import { auditDockerfile } from 'build-audit';\n${use}`);
  await writeFile(join(project, 'use.cjs'), `const { auditDockerfile } = require('build-audit');\n${use}`);
  for (const name of ['use.mjs', 'use.cjs'])
    expect((await run(process.execPath, [name], { cwd: project })).stdout).toBe('1\n');
});

test('the package holds what it needs and nothing more', async () => {
  const { stdout } = await run('npm', ['pack', '--ignore-scripts', '--dry-run', '--json'], { cwd: root });
  const [{ files }] = JSON.parse(stdout);
  const names: string[] = files.map(({ path }: { path: string }) => path);
  for (const name of [
    'bin/run.js',
    'dist/cli.js',
    'dist/index.js',
    'oclif.manifest.json',
    'LICENSE',
    'README.md',
    'dist/THIRD-PARTY.md',
    'dist/sbom.cdx.json',
  ]) {
    expect(names).toContain(name);
  }
  expect(names.filter((name) => /^(?:src|rules|test|fixtures)\//.test(name))).toEqual([]);
});
