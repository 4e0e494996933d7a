import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openImage } from '../../src/image/open.ts';
import { buildahBuild, buildahPush } from './buildah.ts';
import { type Daemon, dockerBuild, dockerSave, startDaemon } from './daemon.ts';
import { contextFiles, PLANTS, planted, plantsIn } from './planted.ts';
import { type RealRegistry, startRegistry } from './registry-server.ts';
import { run, workFolder } from './run.ts';

const TAG = 'team/app:1';
const ACCOUNT = 'robot:vK8-quiet-Harbour-51';
const request = {
  files: contextFiles(),
  buildArgs: { BUILD_TOKEN: planted['a build argument'] },
  tag: TAG,
};

let daemon: Daemon;
let registry: RealRegistry;
let folder = '';
let remove = async () => {};

beforeAll(async () => {
  ({ folder, remove } = await workFolder());
  daemon = await startDaemon();
  registry = await startRegistry({ folder: join(folder, 'registry'), account: ACCOUNT });
  const auth = Buffer.from(ACCOUNT).toString('base64');
  await writeFile(join(folder, 'auth.json'), JSON.stringify({ auths: { [registry.host]: { auth } } }));
}, 90_000);
afterAll(async () => {
  await registry?.stop();
  await daemon?.stop();
  await remove();
}, 60_000);

/** The same image through skopeo, in every form that it writes, and through the registry. */
async function expectEverywhere(source: string, name: string): Promise<void> {
  const place = (kind: string) => join(folder, `${name}-${kind}`);
  const copies: [target: string, flags: readonly string[]][] = [
    [`oci:${place('gzip')}:1`, ['--dest-compress-format', 'gzip']],
    [`oci:${place('zstd')}:1`, ['--dest-compress-format', 'zstd']],
    [`oci-archive:${place('oci.tar')}:1`, []],
    [`docker-archive:${place('docker.tar')}:${TAG}`, []],
  ];
  for (const [target, flags] of copies) {
    await run('skopeo', ['copy', '--quiet', ...flags, source, target]);
    expect([target, await plantsIn(target)]).toEqual([target, PLANTS]);
  }
  const pushed = `docker://${registry.host}/${name}/app:1`;
  const access = ['--dest-cert-dir', registry.certs, '--dest-authfile', join(folder, 'auth.json')];
  await run('skopeo', ['copy', '--quiet', ...access, source, pushed]);
  const options = { registry: { authFiles: [join(folder, 'auth.json')], ca: registry.ca } };
  expect(await plantsIn(pushed, options)).toEqual(PLANTS);
}

describe.each(['buildkit', 'classic'] as const)('built by %s', (builder) => {
  test('every source gives every planted credential', async () => {
    await dockerBuild(daemon, request, builder);
    const saved = await dockerSave(daemon, [TAG]);
    expect(await plantsIn(saved)).toEqual(PLANTS);
    const before = process.env['DOCKER_HOST'];
    process.env['DOCKER_HOST'] = daemon.host;
    try {
      expect(await plantsIn(`docker-daemon:${TAG}`)).toEqual(PLANTS);
      expect(await plantsIn(TAG)).toEqual(PLANTS);
      await expect(openImage('docker-daemon:nothing:1')).rejects.toThrow('has no such image');
    } finally {
      if (before === undefined) delete process.env['DOCKER_HOST'];
      else process.env['DOCKER_HOST'] = before;
    }
    await expectEverywhere(`docker-archive:${saved}:${TAG}`, builder);
  }, 240_000);
});

test('built by buildah: containers/storage and everything that it writes', async () => {
  const store = join(folder, 'store');
  await buildahBuild({ folder: store }, request);
  for (const kind of ['docker-archive', 'oci-archive', 'oci']) {
    const target = `${kind}:${join(folder, `buildah-${kind}`)}:${TAG}`;
    await buildahPush({ folder: store }, TAG, target);
    expect([kind, await plantsIn(target)]).toEqual([kind, PLANTS]);
  }
  const inStorage = `[vfs@${store}/storage+${store}/run]localhost/${TAG}`;
  expect(await plantsIn(`containers-storage:${inStorage}`)).toEqual(PLANTS);
  await expectEverywhere(`docker-archive:${join(folder, 'buildah-docker-archive')}`, 'buildah');
}, 240_000);

test('put together by umoci', async () => {
  const layout = join(folder, 'umoci');
  const image = `${layout}:1`;
  await buildahBuild({ folder: join(folder, 'for-umoci') }, request);
  await buildahPush({ folder: join(folder, 'for-umoci') }, TAG, `oci:${image}`);
  const file = join(folder, 'more.env');
  await writeFile(file, 'X=1\n');
  await run('umoci', ['insert', '--image', image, file, '/srv/more.env']);
  await run('umoci', ['config', '--image', image, '--config.env', 'MORE=1']);
  expect(await plantsIn(`oci:${image}`)).toEqual(PLANTS);
}, 240_000);
