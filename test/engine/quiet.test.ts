import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { audit } from '../support/cli.ts';
import { run, workFolder } from './run.ts';

let folder: string;
let remove: () => Promise<void>;
beforeAll(async () => {
  ({ folder, remove } = await workFolder());
});
afterAll(() => remove?.());

/** A root file system as an OCI layout, by umoci. */
async function imageOf(root: string, name: string): Promise<string> {
  const layout = join(folder, name);
  await run('umoci', ['init', '--layout', layout]);
  await run('umoci', ['new', '--image', `${layout}:1`]);
  await run('umoci', ['insert', '--image', `${layout}:1`, root, '/']);
  return layout;
}

/** Where this machine has its packages from. */
async function mirror(): Promise<string> {
  const files = await readdir('/etc/apt/sources.list.d').catch(() => []);
  const paths = ['/etc/apt/sources.list', ...files.map((file) => `/etc/apt/sources.list.d/${file}`)];
  const texts = await Promise.all(paths.map((path) => readFile(path, 'utf8').catch(() => '')));
  const found = /^(?:URIs:\s*|deb\s+(?:\[[^\]]*\]\s+)?)(\S+\/debian\/?)(?:\s|$)/m.exec(texts.join('\n'))?.[1];
  if (found === undefined) throw new Error('no Debian mirror in /etc/apt: this test makes a Debian root');
  return found;
}

async function findings(layout: string): Promise<unknown[]> {
  const { stdout } = await audit(['image', `oci:${layout}`, '--format', 'json']);
  const { findings, complete } = JSON.parse(stdout);
  expect(complete).toBe(true);
  return findings;
}

test('a plain Debian root file system gives nothing', async () => {
  const root = join(folder, 'debian');
  const packages = 'python3,git,ca-certificates,curl,ssl-cert,openssl';
  await run('debootstrap', ['--variant=minbase', `--include=${packages}`, 'bookworm', root, await mirror()]);
  expect(await findings(await imageOf(root, 'debian-image'))).toEqual([]);
}, 400_000);

test('a Node installation with packages gives nothing', async () => {
  const root = join(folder, 'node');
  await mkdir(join(root, 'usr/local/bin'), { recursive: true });
  await cp(process.execPath, join(root, 'usr/local/bin/node'));
  const modules = join(dirname(process.execPath), '../lib/node_modules');
  await cp(modules, join(root, 'usr/local/lib/node_modules'), { recursive: true });
  await cp('node_modules', join(root, 'app/node_modules'), { recursive: true });
  await writeFile(join(root, 'app/index.js'), "require('express')().listen(process.env.PORT);\n");
  expect(await findings(await imageOf(root, 'node-image'))).toEqual([]);
}, 200_000);
