import { getEventListeners } from 'node:events';
import { readdirSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { auditImage, auditImages, type ImageProgress } from '../../src/index.ts';
import { repository, serve } from '../image/registry/server.ts';
import { credential } from '../support/examples.ts';
import { oldDockerFiles, writeArchive } from '../support/images/formats.ts';
import type { TestImage } from '../support/images/image.ts';
import { tempFolder } from '../support/images/temp.ts';

const TOKEN = credential('github-pat-classic');
const APP: TestImage = {
  tags: ['app:1'],
  config: { Env: [`GH_TOKEN=${TOKEN}`] },
  layers: [
    { files: [{ path: 'app/.env', content: `GH=${TOKEN}\n` }], compression: 'gzip' },
    { files: [{ path: 'app/key', content: credential('gitlab-pat') }], compression: 'gzip' },
  ],
};

/** Nothing of this machine is read. */
async function apart() {
  const folder = await tempFolder();
  const cache = join(folder, 'cache');
  await mkdir(cache);
  return { folder, cache, environment: { HOME: folder, PATH: folder, BUILD_AUDIT_CACHE: cache } };
}

test('what the config holds is told before the layers are read; the report has all places', async () => {
  const { folder, environment } = await apart();
  const path = await writeArchive(join(folder, 'a.tar'), oldDockerFiles([APP]));
  const events: string[] = [];
  const seen: ImageProgress[] = [];
  const audit = auditImage(path, {
    environment,
    onProgress: (progress) => {
      seen.push(structuredClone(progress));
      events.push(`layer ${progress.layers.done}`);
    },
  });
  for await (const { location, rule, ...rest } of audit.findings) {
    if (location.kind === 'image') events.push(`${rule} ${location.channel}`);
    expect(JSON.stringify(rest)).not.toContain(TOKEN);
  }
  expect(events.indexOf('credential-in-config config.env')).toBeLessThan(events.indexOf('layer 1'));
  expect(events).toContain('credential-in-config config.env');
  const { findings, subjects } = await audit;
  expect(subjects).toMatchObject([{ kind: 'image', name: 'app:1' }]);
  expect(findings.map(({ rule }) => rule).sort()).toEqual(
    events
      .flatMap((event) => event.split(' ')[0] ?? [])
      .filter((rule) => rule !== 'layer')
      .sort(),
  );
  expect(seen.map(({ layers }) => layers)).toEqual([
    { done: 0, total: 2 },
    { done: 1, total: 2 },
    { done: 2, total: 2 },
  ]);
  expect(seen.at(-1)?.bytes.read).toBe(seen.at(-1)?.bytes.total);
});

test('an image that cannot be read rejects with a code, without a password', async () => {
  const { folder, environment } = await apart();
  await expect(auditImage(join(folder, 'none.tar'), { environment })).rejects.toMatchObject({
    name: 'ImageError',
    code: 'ERR_IMAGE',
  });
  const { host } = await serve((_, response) => response.writeHead(404).end());
  const options = { environment, insecure: [host] };
  const error: unknown = await auditImage(`docker://user:hunter2@${host}/team/app:1`, options).catch(
    (reason: unknown) => reason,
  );
  expect(error).toMatchObject({ name: 'ImageError' });
  expect(String(error)).not.toContain('hunter2');
  await expect(auditImage(`docker://${host}/team/app:1`, options)).rejects.toMatchObject({
    code: 'ERR_REGISTRY_NOT_FOUND',
  });
  const { complete, skipped } = await auditImages([join(folder, 'none.tar')], { environment });
  expect([complete, skipped.length]).toEqual([false, 1]);
});

test('a signal that lives on is let go of', async () => {
  const { environment } = await apart();
  const { host } = await serve(repository([APP]).handle);
  const { signal } = new AbortController();
  const { findings } = await auditImage(`${host}/team/app:1`, { environment, insecure: [host], signal });
  expect(findings.length).toBeGreaterThan(0);
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});

describe('an abort ends', () => {
  /** How long it took from the abort on, and that it rejected with its reason. */
  async function aborted(
    audit: (signal: AbortSignal) => Promise<unknown>,
    after: Promise<unknown>,
  ): Promise<number> {
    const controller = new AbortController();
    const reason = new Error('enough');
    const done = audit(controller.signal).then(
      () => 'done',
      (error: unknown) => error,
    );
    await after;
    const start = performance.now();
    controller.abort(reason);
    expect(await done).toBe(reason);
    return performance.now() - start;
  }

  const PROMPT = 1_500;

  test.each(['/v2/', 'manifests', 'blobs'])('a registry that does not answer to %s', async (stalls) => {
    const { environment } = await apart();
    const { promise: asked, resolve } = signalled();
    const { handle } = repository([APP]);
    const { host, server } = await serve((request, response) => {
      const isLast = stalls === '/v2/' ? request.url === stalls : request.url.includes(`/${stalls}/`);
      if (!isLast) return handle(request, response);
      // The first bytes come, the rest never does.
      response.writeHead(200, { 'content-length': '1000000' }).write('x');
      resolve();
    });
    const options = { environment, insecure: [host] };
    const url = `docker://${host}/team/app:1`;
    expect(await aborted((signal) => auditImage(url, { ...options, signal }), asked)).toBeLessThan(PROMPT);
    await new Promise((done) => setTimeout(done, 50));
    expect(await new Promise((done) => server.getConnections((_, count) => done(count)))).toBe(0);
  });

  test('the wait that a registry asks for', async () => {
    const { environment } = await apart();
    const { promise: asked, resolve } = signalled();
    const { host } = await serve((_, response) => {
      response.writeHead(503, { 'retry-after': '60' }).end();
      setTimeout(resolve, 20);
    });
    const options = { environment, insecure: [host] };
    const url = `docker://${host}/team/app:1`;
    expect(await aborted((signal) => auditImage(url, { ...options, signal }), asked)).toBeLessThan(PROMPT);
  });

  test('a credential helper that does not answer', async () => {
    const { folder, environment } = await apart();
    const { promise: asked, resolve } = signalled();
    const { host } = await serve((_, response) => {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end();
      setTimeout(resolve, 100);
    });
    await writeFile(join(folder, 'docker-credential-slow'), '#!/bin/sh\nexec /bin/sleep 20\n', {
      mode: 0o755,
    });
    const authFile = join(folder, 'auth.json');
    await writeFile(authFile, JSON.stringify({ credHelpers: { [host]: 'slow' } }));
    const options = { environment, insecure: [host], authFiles: [authFile] };
    const url = `docker://${host}/team/app:1`;
    expect(await aborted((signal) => auditImage(url, { ...options, signal }), asked)).toBeLessThan(PROMPT);
  });

  test('an engine that stops in the middle of an image, whose copy is gone', async () => {
    const { environment, cache } = await apart();
    const { promise: asked, resolve } = signalled();
    const { host } = await serve(({ url }, response) => {
      if (url.endsWith('/json')) return void response.end('{}');
      response.writeHead(200).write(Buffer.alloc(100_000));
      setTimeout(resolve, 50);
    });
    const options = { environment: { ...environment, DOCKER_HOST: `tcp://${host}` } };
    const audit = (signal: AbortSignal) => auditImage('docker-daemon:app:1', { ...options, signal });
    expect(await aborted(audit, asked)).toBeLessThan(PROMPT);
    expect(readdirSync(cache).filter((name) => name !== 'key')).toEqual([]);
  });
});

function signalled(): { promise: Promise<void>; resolve: () => void } {
  let resolve = (): void => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

test('limits are those of --limit', async () => {
  const { folder, environment } = await apart();
  const path = await writeArchive(join(folder, 'a.tar'), oldDockerFiles([APP]));
  const { complete, skipped } = await auditImage(path, { environment, limits: { 'unpacked-bytes': '1k' } });
  expect(complete).toBe(false);
  expect(skipped.map(({ reason }) => reason).join()).toContain('limit unpacked-bytes');
});
