import { describe, expect, test } from 'vitest';
import { proxyFor } from '../../../src/image/registry/proxy.ts';
import { proxyTo } from './proxy-server.ts';
import { failure, pull, serve } from './server.ts';

describe('a proxy', () => {
  const insecure = ['registry.example.com:5000'];
  const reference = { reference: 'registry.example.com:5000/team/app:1' };

  test('is asked for a tunnel first, then in plain HTTP', async () => {
    const { host: target } = await serve(() => {});
    const { host, tunnels, seen } = await proxyTo(target);
    const env = { HTTPS_PROXY: `http://${host}`, http_proxy: host };
    const { images, skipped } = await pull('', { insecure, env }, reference);
    expect([images.length, skipped]).toEqual([1, []]);
    expect(tunnels).toEqual(['registry.example.com:5000']);
    expect(seen.map(({ url }) => url).slice(0, 2)).toEqual([
      'http://registry.example.com:5000/v2/',
      'http://registry.example.com:5000/v2/team/app/manifests/1',
    ]);
  });

  test('may want a login of its own, which stays in the proxy’s URL', async () => {
    const { host: target } = await serve(() => {});
    const { host } = await proxyTo(target, 'user:hunter2');
    const right = { HTTPS_PROXY: `http://user:hunter2@${host}`, HTTP_PROXY: `http://user:hunter2@${host}` };
    expect((await pull('', { insecure, env: right }, reference)).images).toHaveLength(1);
    const wrong = { HTTPS_PROXY: `http://user:hunter3@${host}` };
    const message = await failure(pull('', { insecure: [], env: wrong }, reference));
    expect(message).toContain('registry.example.com:5000: the proxy asks for a login (HTTP 407)');
    expect(message).not.toContain('hunter');
  });

  test('that never answers is not waited for', async () => {
    const { host, server } = await serve(() => {});
    server.on('connect', (_, socket) => socket.on('error', () => {}));
    const env = { HTTPS_PROXY: `http://${host}` };
    const message = await failure(pull('', { insecure: [], env, timing: { headers: 200 } }, reference));
    expect(message).toContain('registry.example.com:5000: no answer in time (UND_ERR_HEADERS_TIMEOUT)');
  });

  test('whose URL is none is an error that keeps it', async () => {
    const env = { HTTPS_PROXY: 'http://user:hunter2@[' };
    const message = await failure(pull('', { insecure: [], env }, reference));
    expect(message).toBe(
      'ImageError: HTTPS_PROXY: holds no URL of a proxy; say HTTPS_PROXY=http://HOST:PORT',
    );
  });
});

const PROXY = 'http://proxy.example.com:3128/';

test.each([
  ['https://ghcr.io', {}, undefined],
  ['https://ghcr.io', { HTTPS_PROXY: 'proxy.example.com:3128' }, PROXY],
  ['https://ghcr.io', { https_proxy: PROXY }, PROXY],
  ['https://ghcr.io', { HTTP_PROXY: PROXY }, undefined],
  ['http://ghcr.io', { HTTP_PROXY: PROXY }, PROXY],
  ['https://localhost:5000', { HTTPS_PROXY: PROXY }, undefined],
  ['https://127.0.0.2:5000', { HTTPS_PROXY: PROXY }, undefined],
  ['https://[::1]:5000', { HTTPS_PROXY: PROXY }, undefined],
])('%s with %o', (url, env, expected) => {
  expect(proxyFor(new URL(url), env)).toBe(expected);
});

test.each([
  ['*', true],
  ['ghcr.io', true],
  ['GHCR.io', true],
  ['example.com', false],
  ['io', true],
  ['hcr.io', false],
  ['.io', true],
  ['*.io', true],
  ['.ghcr.io', false],
  ['a.example.com, ghcr.io', true],
  ['ghcr.io:443', true],
  ['ghcr.io:5000', false],
])('NO_PROXY=%s for ghcr.io: %s', (noProxy, exempt) => {
  const env = { HTTPS_PROXY: PROXY, no_proxy: noProxy };
  expect(proxyFor(new URL('https://ghcr.io'), env) === undefined).toBe(exempt);
});

test.each([
  ['10.1.2.3', '10.0.0.0/8', true],
  ['10.1.2.3', '11.0.0.0/8', false],
  ['10.1.2.3', '10.0.0.0/99', false],
  ['10.1.2.3', '10.1.2.3', true],
  ['[fd00::1]', 'fd00::/8', true],
  ['[fd00::1]', 'fd00::1', true],
  ['[fd00::1]', '[fd00::1]:5000', true],
  ['[fd00::1]', '10.0.0.0/8', false],
])('an address %s with NO_PROXY=%s: %s', (host, noProxy, exempt) => {
  const env = { HTTPS_PROXY: PROXY, NO_PROXY: noProxy };
  expect(proxyFor(new URL(`https://${host}:5000`), env) === undefined).toBe(exempt);
});
