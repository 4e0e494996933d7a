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

async function messageOf(ref: string): Promise<string> {
  const error = await openImage(ref).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ImageError);
  const { message } = error as ImageError;
  expect(message).not.toContain('\n');
  return message;
}

describe('a reference that cannot be opened', () => {
  test.each([
    ['docker://ghcr.io/acme/app:1', 'skopeo copy docker://ghcr.io/acme/app:1 oci-archive:image.tar'],
    ['docker-daemon:app:1', 'docker save app:1 -o image.tar'],
    ['containers-storage:app:1', 'podman save --format oci-archive -o image.tar app:1'],
    ['ghcr.io/acme/app:1', 'docker save ghcr.io/acme/app:1 -o image.tar'],
  ])('%s says how to save it', async (ref, command) => {
    expect(await messageOf(ref)).toContain(command);
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
