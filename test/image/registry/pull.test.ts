import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import { DEFAULT_LIMITS } from '../../../src/config/limits.ts';
import { openRegistry } from '../../../src/image/registry/open.ts';
import { APP, accounts, failure, type Handle, pull, quick, repository, type Seen, serve } from './server.ts';

/** A layer of half a MiB that does not compress. */
const noise = Buffer.concat(
  Array.from({ length: 2 ** 14 }, (_, i) => createHash('sha256').update(String(i)).digest()),
);
const BIG = { layers: [{ files: [{ path: 'noise', content: noise }] }] };

/** A repository of one large layer, whose blob `handle` answers for. */
async function withLayer(
  handle: (blob: Buffer, request: Seen, response: ServerResponse, times: number) => void,
) {
  const repo = repository([BIG]);
  const layer = [...repo.blobs.values()].find((blob) => blob.length >= noise.length) ?? Buffer.alloc(0);
  const digest = `sha256:${createHash('sha256').update(layer).digest('hex')}`;
  let times = 0;
  const served = await serve((request, response) => {
    if (!request.url.endsWith(digest)) return repo.handle(request, response);
    times += 1;
    handle(layer, request, response, times);
  });
  const ranges = () =>
    served.seen.filter(({ url }) => url.endsWith(digest)).map(({ headers }) => headers.range);
  return { ...served, ranges, layer };
}

function expectNoise({ images, skipped }: Awaited<ReturnType<typeof pull>>): void {
  expect(skipped).toEqual([]);
  expect(images[0]?.layers[0]?.[0]?.content).toBe(noise.toString('latin1'));
}

test('an image by its tag, read whole', async () => {
  const repo = repository([{ ...APP, tags: ['1'] }]);
  const { host, seen } = await serve(repo.handle);
  const { images, skipped, loose, index } = await pull(host);
  expect([skipped, loose]).toEqual([[], []]);
  expect(images.map(({ image, layers }) => [image.name, image.digest, image.config.env, layers])).toEqual([
    [
      `${host}/team/app:1`,
      repo.top.digest,
      ['X=1'],
      [[expect.objectContaining({ path: '/a', content: 'one' })]],
    ],
  ]);
  const { digest, mediaType, bytes } = repo.top;
  const annotations = { 'org.opencontainers.image.ref.name': `${host}/team/app:1` };
  expect(index).toEqual({
    schemaVersion: 2,
    manifests: [{ mediaType, digest, size: bytes.length, annotations }],
  });
  expect(seen.map(({ url }) => url.replace(/sha256.*/, ''))).toEqual([
    '/v2/',
    '/v2/team/app/manifests/1',
    '/v2/team/app/referrers/',
    '/v2/team/app/manifests/',
    '/v2/team/app/blobs/',
    '/v2/team/app/blobs/',
  ]);
  expect(seen.every(({ headers }) => headers.authorization === undefined)).toBe(true);
});

test('every platform of an index, with what is attested', async () => {
  const arm = { ...APP, platform: { os: 'linux', architecture: 'arm64' } };
  const repo = repository([{ ...APP, attestations: [{ predicateType: 'p', predicate: {} }] }, arm]);
  const { host } = await serve(repo.handle);
  const { images, skipped } = await pull(host);
  expect(skipped).toEqual([]);
  expect(images.map(({ image }) => [image.platform, image.attestations.length])).toEqual([
    ['linux/amd64', 1],
    ['linux/arm64', 0],
  ]);
});

test('an image by its digest', async () => {
  const repo = repository();
  const { host, seen } = await serve(repo.handle);
  const { images } = await pull(host, {}, { reference: `${host}/team/app@${repo.top.digest}` });
  expect(images[0]?.image.name).toBe(`${host}/team/app@${repo.top.digest}`);
  const named = await pull(host, {}, { reference: `${host}/team/app:other@${repo.top.digest}` });
  expect(named.images[0]?.image.name).toBe(`${host}/team/app:other`);
  expect(seen.some(({ url }) => url.includes('other'))).toBe(false);
});

describe('a manifest that is not what it is said to be', () => {
  test.each([
    ['the reference', (_: ServerResponse) => {}, `@sha256:${'0'.repeat(64)}`],
    [
      'the registry',
      (response: ServerResponse) => response.setHeader('docker-content-digest', `sha256:${'0'.repeat(64)}`),
      ':1',
    ],
  ])('by %s', async (_, change, version) => {
    const repo = repository();
    const { host } = await serve((request, response) => {
      if (!request.url.includes('/manifests/')) return repo.handle(request, response);
      change(response);
      response.setHeader('content-type', repo.top.mediaType).end(repo.top.bytes);
    });
    const message = await failure(pull(host, {}, { reference: `${host}/team/app${version}` }));
    expect(message).toContain(`${host}/team/app: `);
    expect(message).toContain(`is damaged: its digest is ${repo.top.digest}, not sha256:000`);
  });

  test('of schema 1', async () => {
    const { host } = await serve((_, response) => {
      response
        .setHeader('content-type', 'application/vnd.docker.distribution.manifest.v1+prettyjws')
        .end('{}');
    });
    expect(await failure(pull(host))).toContain('schema 1 is not supported');
  });

  test('but endless', async () => {
    const { host } = await serve((request, response) => {
      if (request.url === '/v2/') return void response.end();
      const timer = setInterval(() => response.write(Buffer.alloc(2 ** 16, ' ')), 1);
      response.on('close', () => clearInterval(timer));
    });
    const limits = { ...DEFAULT_LIMITS, jsonBytes: 2 ** 18 };
    expect(await failure(pull(host, {}, { limits }))).toContain('larger than 262144 bytes');
  });
});

test.each([
  [404, 'HTTP 404: not found; check repository and tag'],
  [403, 'HTTP 403: access is denied'],
  [418, 'HTTP 418: not what a registry answers'],
])('a status of %d', async (status, message) => {
  const { host, seen } = await serve(({ url }, response) => {
    response.writeHead(url === '/v2/' ? 200 : status).end('hunter2');
  });
  const found = await failure(pull(host));
  expect(found).toMatch(new RegExp(`^ImageError: ${host}/team/app: 1: ${message}`));
  expect(found).not.toContain('hunter2');
  expect(seen).toHaveLength(2);
});

test('a blob that is missing is one skip, and the rest is read', async () => {
  const repo = repository([{ layers: [...APP.layers, { files: [{ path: 'b', content: 'two' }] }] }]);
  const { manifests } = JSON.parse(String(repo.blobs.get('index.json')));
  const { layers } = JSON.parse(String(repo.blobs.get(`blobs/${manifests[0].digest.replace(':', '/')}`)));
  repo.blobs.delete(`blobs/${layers[0].digest.replace(':', '/')}`);
  const { host } = await serve(repo.handle);
  const { images, skipped } = await pull(host);
  expect(images[0]?.layers.map((entries) => entries.length)).toEqual([0, 1]);
  expect(skipped).toEqual([
    {
      what: `blobs/${layers[0].digest.replace(':', '/')}`,
      reason: `${host}/team/app: HTTP 404: not found; check repository and tag, and that the account may see it`,
    },
  ]);
});

describe('tries again', () => {
  const afterwards = (handle: (response: ServerResponse, times: number) => boolean): Handle => {
    const repo = repository();
    let times = 0;
    return (request, response) => {
      if (request.url.includes('/manifests/') && handle(response, ++times)) return;
      repo.handle(request, response);
    };
  };

  test.each([408, 429, 500, 502, 503, 504])('after %d', async (status) => {
    const { host } = await serve(
      afterwards((response, times) => times < 4 && !!response.writeHead(status).end()),
    );
    const { images, waits } = await pull(host);
    expect([images.length, waits]).toEqual([1, [1000, 2000, 4000]]);
  });

  test.each([
    ['7', 7_000],
    ['3600', 60_000],
    ['Thu, 01 Jan 1970 00:00:00 GMT', 0],
    ['soon', 1_000],
  ])('after Retry-After: %s', async (value, expected) => {
    const { host } = await serve(
      afterwards((response, times) => times < 2 && !!response.writeHead(429, { 'retry-after': value }).end()),
    );
    expect((await pull(host)).waits).toEqual([expected]);
  });

  test('after a reset', async () => {
    const { host } = await serve(
      afterwards((response, times) => times < 2 && !!response.socket?.resetAndDestroy()),
    );
    expect((await pull(host)).waits).toEqual([1000]);
  });

  test('after no headers in time', async () => {
    const { host } = await serve(afterwards((_, times) => times < 2));
    expect((await pull(host, { timing: { headers: 200 } })).waits).toEqual([1000]);
  });

  test('but not for ever', async () => {
    const { host, seen } = await serve(afterwards((response) => !!response.writeHead(503).end()));
    expect(await failure(pull(host))).toContain(
      '/team/app: 1: HTTP 503: the registry failed; try again later',
    );
    expect(seen).toHaveLength(6);
  });
});

describe('a layer that comes in pieces', () => {
  const PIECE = 150_000;
  const rangeOf = ({ headers }: Seen) => Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? 0);

  function cut(response: ServerResponse, piece: Buffer): void {
    response.write(piece, () => setTimeout(() => response.socket?.destroy(), 20));
  }

  test('is gone on with by Range', async () => {
    const { host, ranges } = await withLayer((blob, request, response) => {
      const start = rangeOf(request);
      const range = { 'content-range': `bytes ${start}-${blob.length - 1}/${blob.length}` };
      response.writeHead(start > 0 ? 206 : 200, {
        'content-length': blob.length - start,
        ...(start > 0 ? range : {}),
      });
      cut(response, blob.subarray(start, start + PIECE));
    });
    const found = await pull(host);
    expectNoise(found);
    expect(ranges().slice(0, 2)).toEqual([undefined, expect.stringMatching(/^bytes=\d+-$/)]);
    expect(new Set(found.waits)).toEqual(new Set([1000]));
  });

  test('from a server that knows no Range', async () => {
    const { host } = await withLayer((blob, _, response, times) => {
      response.writeHead(200, { 'content-length': blob.length });
      if (times === 3) response.end(blob);
      else cut(response, blob.subarray(0, PIECE * times));
    });
    expectNoise(await pull(host));
  });

  test('of no stated length, ended by the connection', async () => {
    const { host } = await withLayer((blob, request, response) => {
      const head = rangeOf(request) > 0 ? 'HTTP/1.1 206 Partial Content' : 'HTTP/1.1 200 OK';
      const start = rangeOf(request);
      response.socket?.write(`${head}\r\nconnection: close\r\n\r\n`);
      response.socket?.end(blob.subarray(start, start + 4 * PIECE));
    });
    expectNoise(await pull(host));
  });

  test('that stalls', async () => {
    const { host } = await withLayer((blob, _, response, times) => {
      response.writeHead(200, { 'content-length': blob.length });
      if (times === 2) response.end(blob);
      else response.write(blob.subarray(0, PIECE));
    });
    const found = await pull(host);
    expectNoise(found);
    expect(found.waits).toEqual([1000]);
  });

  test('that never goes on', async () => {
    const { host, ranges } = await withLayer((blob, _, response) => {
      response.writeHead(200, { 'content-length': blob.length });
      cut(response, blob.subarray(0, PIECE));
    });
    const { skipped, waits } = await pull(host);
    expect(skipped[0]?.reason).toMatch(
      /not read to its end: after \d+ bytes it breaks off .*; try again later/,
    );
    expect(ranges().length).toBeGreaterThanOrEqual(5);
    expect(waits.slice(-4)).toEqual([1000, 2000, 4000, 8000]);
  });

  test('that goes on too far', async () => {
    const { host } = await withLayer((blob, _, response, times) => {
      if (times === 1) {
        response.writeHead(200, { 'content-length': blob.length });
        cut(response, blob.subarray(0, PIECE));
      } else
        response
          .writeHead(206, { 'content-range': `bytes 400000-${blob.length - 1}/${blob.length}` })
          .end('x');
    });
    const { skipped } = await pull(host);
    expect(skipped[0]?.reason).toContain('the registry goes on at byte 400000');
  });

  test('that never ends', async () => {
    let sent = 0;
    const { host, layer } = await withLayer((blob, _, response) => {
      response.write(blob);
      const timer = setInterval(() => {
        sent += 2 ** 16;
        response.write(Buffer.alloc(2 ** 16));
      }, 1);
      response.on('close', () => clearInterval(timer));
    });
    const { images, skipped } = await pull(host);
    expect(images[0]?.layers[0]?.[0]?.content).toBe(noise.toString('latin1'));
    expect(skipped.map(({ reason }) => reason)).toEqual([
      `${host}/team/app: stopped after ${layer.length} bytes (its descriptor says no more)`,
    ]);
    expect(sent).toBeLessThan(2 ** 26);
  });
});

describe('redirects', () => {
  test('to another host take no Authorization there', async () => {
    const repo = repository();
    const storage = await serve((request, response) => {
      repo.handle({ ...request, url: request.url.replace(/\?.*/, '') }, response);
    });
    const { host, seen } = await serve((request, response) => {
      if (request.headers.authorization === undefined)
        return void response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end();
      if (!request.url.includes('/blobs/')) return repo.handle(request, response);
      response.writeHead(307, { location: `http://${storage.host}${request.url}?signature=hunter2` }).end();
    });
    const { images, skipped } = await pull(host, {
      insecure: [host, storage.host],
      env: { DOCKER_CONFIG: await accounts({ [host]: 'user:secret' }) },
    });
    expect([images.length, skipped]).toEqual([1, []]);
    expect(seen.filter(({ headers }) => headers.authorization === undefined)).toHaveLength(1);
    expect(storage.seen.length).toBe(2);
    expect(storage.seen.map(({ headers }) => headers.authorization)).toEqual([undefined, undefined]);
  });

  test('a login that the other host asks for is not given, nor its URL repeated', async () => {
    const repo = repository();
    const storage = await serve((_, response) => {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end();
    });
    const { host } = await serve((request, response) => {
      if (!request.url.includes('/blobs/')) return repo.handle(request, response);
      response.writeHead(302, { location: `http://${storage.host}/x?signature=hunter2` }).end();
    });
    const { skipped } = await pull(host, {
      insecure: [host, storage.host],
      env: { DOCKER_CONFIG: await accounts({ [host]: 'user:secret', [storage.host]: 'user:secret' }) },
    });
    expect(skipped[0]?.reason).toContain(`HTTP 401 from ${storage.host}, to which the registry redirects`);
    expect(JSON.stringify(skipped)).not.toMatch(/hunter2|secret/);
    expect(storage.seen.every(({ headers }) => headers.authorization === undefined)).toBe(true);
  });

  test('go around in circles but ten times', async () => {
    const { host, seen } = await serve(({ url }, response) => {
      response.writeHead(url === '/v2/' ? 200 : 302, { location: '/v2/again' }).end();
    });
    expect(await failure(pull(host))).toBe(`ImageError: ${host}: more than 10 redirects; is it a registry?`);
    expect(seen).toHaveLength(12);
  });

  test.each([
    [undefined, 'redirects to nowhere'],
    ['http://[', 'redirects to nowhere'],
    ['file:///etc/passwd', 'redirects to file:'],
  ])('to %s are refused', async (location, message) => {
    const { host } = await serve(({ url }, response) => {
      if (url === '/v2/') response.end();
      else response.writeHead(302, location === undefined ? {} : { location }).end();
    });
    expect(await failure(pull(host))).toContain(message);
  });
});

describe('hosts', () => {
  test('plain HTTP has to be allowed', async () => {
    const { host, seen } = await serve(repository().handle);
    expect(await failure(pull(host, { insecure: [] }))).toMatch(
      new RegExp(
        `^ImageError: ${host}: no TLS connection .*; if plain HTTP is meant, say --insecure ${host}$`,
      ),
    );
    expect(seen).toEqual([]);
    expect((await pull(host, { insecure: ['127.0.0.1'] })).images).toHaveLength(1);
  });

  test('nobody there', async () => {
    const { host, server } = await serve(() => {});
    await new Promise((resolve) => server.close(resolve));
    expect(await failure(pull(host))).toBe(
      `ImageError: ${host}: nothing answers at this port; check host and port`,
    );
  });

  test('a CA file has to be there, and to hold certificates', async () => {
    const { host } = await serve(() => {});
    expect(await failure(pull(host, { ca: '/nowhere/ca.pem' }))).toBe(
      'ImageError: /nowhere/ca.pem: no such file or folder',
    );
    expect(await failure(pull(host, { ca: import.meta.filename }))).toContain(
      'holds no certificate in PEM form',
    );
  });
});

test('what is closed asks for nothing more', async () => {
  const { host } = await serve(repository().handle);
  const { options } = await quick(host);
  const { tree } = await openRegistry(`${host}/team/app:1`, DEFAULT_LIMITS, options);
  expect(tree.name).toBe(`docker://${host}/team/app:1`);
  expect([tree.resolve('index.json'), tree.resolve('blobs/sha256/../x')]).toEqual([undefined, undefined]);
  await tree.close();
  expect(await failure(tree.read(`blobs/sha256/${'0'.repeat(64)}`).next())).toContain('ImageError');
});
