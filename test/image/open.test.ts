import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { ImageError } from '../../src/image/image.ts';
import { openImage } from '../../src/image/open.ts';
import { filesOf, newDockerFiles, ociBlobs, writeArchive, writeLayout } from '../support/images/formats.ts';
import { readAll } from '../support/images/read.ts';
import { tarOf } from '../support/images/tar.ts';
import { tempFolder, tempPath } from '../support/images/temp.ts';

const images = [{ tags: ['app:1'], layers: [{ files: [{ path: 'a', content: 'x' }] }] }];

/** Neither an engine nor a program that could copy images. */
const nowhere = { DOCKER_HOST: 'unix:///nowhere/docker.sock', PATH: '' };

async function messageOf(ref: string, environment: NodeJS.ProcessEnv = nowhere): Promise<string> {
  const error = await openImage(ref, { environment }).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ImageError);
  const { message } = error as ImageError;
  expect(message).not.toContain('\n');
  return message;
}

describe('a reference that cannot be opened', () => {
  test('no engine, and nothing that copies from containers/storage', async () => {
    expect(await messageOf('docker-daemon:app:1')).toContain('set DOCKER_HOST');
    expect(await messageOf('containers-storage:app:1')).toContain('none of skopeo, podman, buildah');
  });

  test.each([
    [{ DOCKER_HOST: 'ssh://me@host' }, 'reaches its engine by ssh, which is not supported'],
    [{ DOCKER_HOST: 'fd://' }, 'is of a kind that is not supported'],
    [{ DOCKER_HOST: 'tcp://127.0.0.1:1' }, 'no container engine listens there'],
    [
      { DOCKER_CONTEXT: 'far', DOCKER_CONFIG: '/nowhere' },
      'docker context far: its host is not in /nowhere/',
    ],
  ])('an engine that cannot be reached: %j', async (environment, expected) => {
    expect(await messageOf('docker-daemon:app:1', environment)).toContain(expected);
  });

  test.each(['./missing.tar', 'docker-archive:missing.tar', 'oci:missing:tag', '/missing/image.tar'])(
    '%s is no such file',
    async (ref) => {
      expect(await messageOf(ref)).toContain('no such file');
    },
  );

  test.each(['', 'oci:', 'docker-archive:'])('%j names nothing', async (ref) => {
    expect(await messageOf(ref)).toContain('name a file or folder');
  });

  test('a folder without oci-layout', async () => {
    const folder = await tempFolder();
    expect(await messageOf(folder)).toBe(
      `${folder}: is no OCI layout: expected oci-layout, index.json and blobs/ in it`,
    );
    await writeFile(join(folder, 'manifest.json'), '[]');
    expect(await messageOf(folder)).toContain(`tar -C ${folder} -cf image.tar .`);
  });

  test.each([
    ['empty file', Buffer.alloc(0), 'is empty'],
    ['text', Buffer.from('hello '.repeat(400)), 'is no tar'],
    ['short text', Buffer.from('hello'), 'is no image'],
    ['zeros', Buffer.alloc(4096), 'is no image'],
    ['tar without tables', tarOf([{ path: 'a', content: 'b' }]), 'expected a usable manifest.json'],
    ['tables of other things', tarOf([{ path: 'manifest.json', content: '{}' }]), 'is no list of images'],
    ['gzip of text', gzipSync('hello '.repeat(400)), 'is no tar'],
    [
      'cut gzip',
      gzipSync(tarOf(newDockerFiles(images))).subarray(0, 40),
      'gzip data is damaged or cut short',
    ],
    ['bzip2', Buffer.from('BZh91AY&SY'), 'bzip2 compression is not supported'],
  ])('%s', async (_, bytes, expected) => {
    const path = await tempPath('image.tar');
    await writeFile(path, bytes);
    const message = await messageOf(path);
    expect(message).toContain(path);
    expect(message).toContain(expected);
  });
});

describe('the wrong transport', () => {
  test('a folder is no archive, an archive no folder', async () => {
    const folder = await tempFolder();
    await writeLayout(join(folder, 'layout'), ociBlobs(images));
    await writeArchive(join(folder, 'image.tar'), filesOf(ociBlobs(images)));
    expect(await messageOf(`oci-archive:${folder}/layout`)).toContain(`say oci:${folder}/layout`);
    expect(await messageOf(`oci:${folder}/image.tar`)).toContain(`say oci-archive:${folder}/image.tar`);
    expect(await messageOf(`docker-archive:${folder}/image.tar`)).toContain(
      `say oci-archive:${folder}/image.tar`,
    );
  });

  test('a path may hold a colon', async () => {
    const folder = join(await tempFolder(), 'a:b');
    await mkdir(folder);
    await writeArchive(join(folder, 'c:d.tar'), newDockerFiles(images));
    for (const ref of [
      `${folder}/c:d.tar`,
      `docker-archive:${folder}/c:d.tar`,
      `oci-archive:${folder}/c:d.tar:app:1`,
    ]) {
      expect((await readAll(ref)).images.map(({ image }) => image.name)).toEqual(['app:1']);
    }
  });
});
