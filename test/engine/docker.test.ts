import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readAll } from '../support/images/read.ts';
import { buildArguments, contentOf, expectTarListings, readWhole } from './compare.ts';
import { type Daemon, docker, dockerBuild, dockerSave, startDaemon } from './daemon.ts';
import { DOCKERFILE, randomToken } from './recipe.ts';

let daemon: Daemon;
beforeAll(async () => {
  daemon = await startDaemon();
}, 90_000);
afterAll(() => daemon?.stop(), 60_000);

interface Inspected {
  Architecture: string;
  Os: string;
  Config: { Env: string[]; Labels: Record<string, string>; Cmd: string[] };
  RootFS: { Layers: string[] };
}

describe.each(['buildkit', 'classic'] as const)('docker build with %s', (builder) => {
  test("docker save: layers, paths, config and history are the engine's", async () => {
    const token = randomToken();
    const tag = `${builder}:1`;
    const id = await dockerBuild(
      daemon,
      { files: { Dockerfile: DOCKERFILE }, buildArgs: { TOKEN: token }, tag },
      builder,
    );
    const path = await dockerSave(daemon, [tag]);
    const found = await readWhole(path);
    const { image } = found;
    const [inspected] = JSON.parse(await docker(daemon, ['image', 'inspect', tag])) as [Inspected];
    expect([image.name, image.digest]).toEqual([tag, id]);
    expect(image.layers.map(({ diffId }) => diffId)).toEqual(inspected.RootFS.Layers);
    expect(image.platform).toBe(`${inspected.Os}/${inspected.Architecture}`);
    expect(image.config.env).toEqual(inspected.Config.Env);
    expect(image.config.env).toContain(`X=${token}`);
    expect(image.config.labels).toEqual(inspected.Config.Labels);
    expect(image.config.cmd).toEqual(inspected.Config.Cmd);
    await expectTarListings(path, found, `${daemon.folder}/${builder}`);
    expect(contentOf(found, '/secret')).toBe(`${token}\n`);
    expect(
      found.layers
        .at(-1)
        ?.filter(({ whiteout }) => whiteout)
        .map((entry) => entry.path)
        .sort(),
    ).toEqual(['/data/deep', '/secret']);
    const history = await docker(daemon, ['history', '--no-trunc', '--format', '{{json .CreatedBy}}', tag]);
    const listed = history
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as string);
    expect(image.config.history.map(({ createdBy }) => createdBy)).toEqual(listed.reverse());
    expect(buildArguments(image).sort()).toEqual(['OTHER=some words', `TOKEN=${token}`]);
  }, 120_000);
});

test('docker save of two images: both, each once, and each alone by its reference', async () => {
  const files = { Dockerfile: 'FROM scratch\nCOPY busybox /b\n' };
  await dockerBuild(daemon, { files, tag: 'ghcr.io/acme/one:1' });
  await dockerBuild(daemon, { files: { Dockerfile: `${files.Dockerfile}ENV A=b\n` }, tag: 'two:2' });
  const path = await dockerSave(daemon, ['ghcr.io/acme/one:1', 'two:2']);
  const { images, skipped } = await readAll(path);
  expect(images.map(({ image }) => image.name).sort()).toEqual(['ghcr.io/acme/one:1', 'two:2']);
  expect(skipped).toEqual([]);
  expect((await readWhole(`docker-archive:${path}:two:2`)).image.name).toBe('two:2');
}, 120_000);
