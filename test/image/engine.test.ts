import { createHash } from 'node:crypto';
import { chmodSync, existsSync, readdirSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type OpenOptions, openImage } from '../../src/image/open.ts';
import { engineSocket } from '../support/images/engine-socket.ts';
import { oldDockerFiles } from '../support/images/formats.ts';
import { tarOf } from '../support/images/tar.ts';
import { tempFolder } from '../support/images/temp.ts';

const image = tarOf(
  oldDockerFiles([{ tags: ['app:1'], layers: [{ files: [{ path: 'a', content: 'x' }] }] }]),
);

/** An engine that answers as it is told to; where it listens and what it was asked. */
async function engine(answer: RequestListener) {
  const asked: string[] = [];
  const { folder, path } = await engineSocket((request, response) => {
    asked.push(decodeURIComponent(request.url ?? ''));
    answer(request, response);
  });
  const cache = join(folder, 'cache');
  return { asked, cache, environment: { DOCKER_HOST: `unix://${path}`, BUILD_AUDIT_CACHE: cache, PATH: '' } };
}

async function namesIn(ref: string, options: OpenOptions): Promise<string[]> {
  const source = await openImage(ref, options);
  const names: string[] = [];
  try {
    for await (const { name } of source.images()) names.push(name);
  } finally {
    await source.close();
  }
  return names;
}

const saves: RequestListener = ({ url }, response) =>
  url?.endsWith('/json') ? response.end('{}') : response.end(image);

describe('docker-daemon:', () => {
  test('asks for the image, and leaves no copy behind', async () => {
    const { asked, cache, environment } = await engine(saves);
    expect(await namesIn('docker-daemon:ghcr.io/acme/app:1', { environment })).toEqual(['app:1']);
    expect(asked).toEqual(['/images/get?names=ghcr.io/acme/app:1']);
    expect(readdirSync(cache)).toEqual([]);
  });

  test('a name alone is asked of the engine first', async () => {
    const { asked, environment } = await engine(saves);
    expect(await namesIn('acme-app:1', { environment })).toEqual(['app:1']);
    expect(asked[0]).toBe('/images/acme-app:1/json');
  });

  test.each<[string, RequestListener, string]>([
    [
      'has no such image',
      (_, response) => response.writeHead(404).end('{"message":"No such image: x"}'),
      'has no such image (404: No such image: x)',
    ],
    ['says no more than it must', (_, response) => response.writeHead(500).end('x'.repeat(1e6)), '(500)'],
    [
      'breaks off',
      (_, response) => {
        response.writeHead(200, { 'content-length': image.length });
        response.write(image.subarray(0, 600), () => response.destroy());
      },
      'the engine broke off',
    ],
    ['sends no tar', (_, response) => response.end('hello '.repeat(400)), 'is no tar'],
    ['sends nothing', (_, response) => response.end(), 'is empty'],
    ['hangs up', (_, response) => response.destroy(), 'the engine cannot be asked'],
  ])('an engine that %s', async (_, answer, expected) => {
    const { cache, environment } = await engine(answer);
    await expect(namesIn('docker-daemon:x', { environment })).rejects.toThrow(expected);
    expect(existsSync(cache) ? readdirSync(cache) : []).toEqual([]);
  });

  test('one that never ends is stopped', async () => {
    const { environment } = await engine((_, response) => {
      const more = (): boolean => response.writable && response.write(Buffer.alloc(1 << 16)) && more();
      response.on('drain', more);
      more();
    });
    const limits = { unpackedBytes: 8 << 20 };
    await expect(namesIn('docker-daemon:x', { environment, limits })).rejects.toThrow('limit unpacked-bytes');
  });

  test('the host of a docker context is used', async () => {
    const { environment } = await engine(saves);
    const config = await tempFolder();
    const id = createHash('sha256').update('near').digest('hex');
    await mkdir(join(config, 'contexts/meta', id), { recursive: true });
    const meta = { Endpoints: { docker: { Host: environment.DOCKER_HOST } } };
    await writeFile(join(config, 'contexts/meta', id, 'meta.json'), JSON.stringify(meta));
    await writeFile(join(config, 'config.json'), JSON.stringify({ currentContext: 'near' }));
    const { DOCKER_HOST: _, ...rest } = environment;
    expect(await namesIn('docker-daemon:app:1', { environment: { ...rest, DOCKER_CONFIG: config } })).toEqual(
      ['app:1'],
    );
  });

  test('without a place to keep the image in, the mend is told', async () => {
    const { environment } = await engine(saves);
    const file = join(await tempFolder(), 'file');
    await writeFile(file, '');
    const blocked = { ...environment, BUILD_AUDIT_CACHE: join(file, 'below') };
    await expect(namesIn('docker-daemon:app:1', { environment: blocked })).rejects.toThrow(
      'name another folder with BUILD_AUDIT_CACHE',
    );
  });
});

test('containers-storage: what the first program there says is told', async () => {
  const folder = await tempFolder();
  const program = join(folder, 'podman');
  await writeFile(program, '#!/bin/sh\necho "no such image" >&2\nexit 125\n');
  chmodSync(program, 0o755);
  const environment = { PATH: folder, BUILD_AUDIT_CACHE: join(folder, 'cache') };
  await expect(namesIn('containers-storage:app:1', { environment })).rejects.toThrow(
    'podman cannot copy it: no such image',
  );
});

test('containers-storage: the copy is read and gone', async () => {
  const folder = await tempFolder();
  await writeFile(join(folder, 'image.tar'), image);
  const program = join(folder, 'podman');
  await writeFile(program, `#!/bin/sh\n/bin/cp ${join(folder, 'image.tar')} "$6"\n`);
  chmodSync(program, 0o755);
  const cache = join(folder, 'cache');
  const environment = { PATH: folder, BUILD_AUDIT_CACHE: cache };
  expect(await namesIn('containers-storage:app:1', { environment })).toEqual(['app:1']);
  expect(readdirSync(cache)).toEqual([]);
});
