import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { DEFAULT_LIMITS } from '../../../src/config/limits.ts';
import { openRegistry } from '../../../src/image/registry/open.ts';
import { accounts, failure, type Handle, pull, quick, repository, type Seen, serve } from './server.ts';

const USER = 'robot$team';
const PASSWORD = 'hunter2:with:colons';
const basic = (account: string) => `Basic ${Buffer.from(account).toString('base64')}`;

/** A registry behind a token service; a token is good while `good` holds it. */
async function behindTokens({
  login,
  name = 'token',
}: {
  login?: string;
  name?: 'token' | 'access_token';
} = {}) {
  const repo = repository();
  const good = new Set<string>();
  let given = 0;
  const service = await serve((request, response) => {
    if (login !== undefined && request.headers.authorization !== login)
      return void response.writeHead(401).end();
    given += 1;
    const token = `token-${given}`;
    good.add(token);
    response.end(JSON.stringify({ [name]: token, expires_in: 60 }));
  });
  const challenge = `Bearer realm="http://${service.host}/token?x=1",service="the, service",scope="ignored"`;
  const { host, seen } = await serve((request, response) => {
    const [, token = ''] = /^Bearer (.*)$/.exec(request.headers.authorization ?? '') ?? [];
    if (good.has(token)) repo.handle(request, response);
    else response.writeHead(401, { 'www-authenticate': challenge }).end();
  });
  return { host, seen, good, service, insecure: [host, service.host] };
}

const authorizations = (seen: readonly Seen[]) => seen.map(({ headers }) => headers.authorization);

describe('tokens', () => {
  test('for anyone', async () => {
    const { host, seen, service, insecure } = await behindTokens();
    const { images, skipped } = await pull(host, { insecure });
    expect([images.length, skipped]).toEqual([1, []]);
    expect(service.seen.map(({ method, url }) => [method, url])).toEqual([
      ['GET', '/token?x=1&scope=repository%3Ateam%2Fapp%3Apull&service=the%2C+service'],
    ]);
    expect(authorizations(service.seen)).toEqual([undefined]);
    expect(authorizations(seen).slice(0, 3)).toEqual([undefined, 'Bearer token-1', 'Bearer token-1']);
    expect(new Set(authorizations(seen).slice(1))).toEqual(new Set(['Bearer token-1']));
  });

  test.each(['token', 'access_token'] as const)('for an account, as %s', async (name) => {
    const login = basic(`${USER}:${PASSWORD}`);
    const { host, seen, service, insecure } = await behindTokens({ login, name });
    const env = { DOCKER_CONFIG: await accounts({ [`${host}/team`]: `${USER}:${PASSWORD}` }) };
    expect((await pull(host, { insecure, env })).images).toHaveLength(1);
    expect(authorizations(service.seen)).toEqual([login]);
    expect(authorizations(seen)).not.toContain(login);
  });

  test('for an identity token', async () => {
    const { host, service, insecure } = await behindTokens({ name: 'access_token' });
    const env = { DOCKER_CONFIG: await accounts({ [host]: { identitytoken: 'identity+&=' } }) };
    expect((await pull(host, { insecure, env })).images).toHaveLength(1);
    const [asked] = service.seen;
    expect([asked?.method, asked?.headers['content-type'], service.seen.length]).toEqual([
      'POST',
      'application/x-www-form-urlencoded',
      1,
    ]);
    expect(Object.fromEntries(new URLSearchParams(asked?.body))).toEqual({
      grant_type: 'refresh_token',
      client_id: 'build-audit',
      refresh_token: 'identity+&=',
      service: 'the, service',
      scope: 'repository:team/app:pull',
    });
    expect(asked?.headers.authorization).toBeUndefined();
  });

  test('from an account file', async () => {
    const { host, good, service, insecure } = await behindTokens();
    good.add('ready');
    const env = { DOCKER_CONFIG: await accounts({ [host]: { registrytoken: 'ready' } }) };
    expect((await pull(host, { insecure, env })).images).toHaveLength(1);
    expect(service.seen).toEqual([]);
  });

  test('are renewed once when they are no longer good', async () => {
    const { host, good, service, insecure } = await behindTokens();
    const { options } = await quick(host, { insecure });
    const { tree } = await openRegistry(`${host}/team/app:1`, DEFAULT_LIMITS, options);
    good.clear();
    const path = `blobs/sha256/${'0'.repeat(64)}`;
    const found = await Promise.all([1, 2, 3].map(() => failure(tree.read(path).next())));
    expect(found.every((message) => message.includes('HTTP 404'))).toBe(true);
    expect(service.seen).toHaveLength(2);
    await tree.close();
  });

  test('that are never good end in an error', async () => {
    const { host, good, service, insecure } = await behindTokens();
    good.add = () => good;
    const message = await failure(pull(host, { insecure }));
    expect(message).toMatch(/team\/app: 1: HTTP 401: the registry wants a login, and there is none/);
    expect(service.seen).toHaveLength(2);
  });

  test.each([
    ['{}', 'holds no token'],
    ['{"token":"a\\nb"}', 'holds no token'],
    ['hunter2', 'holds no token'],
    [' '.repeat(2 ** 21), 'larger than 1048576 bytes'],
  ])('are refused where the answer is odd', async (answer, why) => {
    const service = await serve((_, response) => void response.end(answer));
    const message = await failure(pullBehind(`Bearer realm="http://${service.host}/"`, [service.host]));
    expect(message).toContain(`the token service ${service.host}: `);
    expect(message).toContain(why);
    expect(message).not.toContain('hunter2');
  });

  test.each([400, 401, 403, 404, 405])('are not given for an old account: %d', async (status) => {
    const service = await serve((_, response) => void response.writeHead(status).end('hunter2'));
    const challenge = `Bearer realm="http://${service.host}/"`;
    const message = await failure(pullBehind(challenge, [service.host], { identitytoken: 'hunter2' }));
    expect(message).toContain(`the token service ${service.host}: HTTP ${status}: the credentials from `);
    expect(message).not.toContain('hunter2');
  });

  test('are asked for again when the service is busy', async () => {
    let times = 0;
    const service = await serve((_, response) => {
      times += 1;
      if (times < 3) response.writeHead(503, { 'retry-after': '2' });
      response.end('{"token":"x"}');
    });
    await failure(pullBehind(`Bearer realm="http://${service.host}/"`, [service.host]));
    expect(times).toBeGreaterThanOrEqual(3);
  });

  test('are asked of plain HTTP only where that is allowed', async () => {
    const service = await serve((_, response) => void response.end('{"token":"x"}'));
    const message = await failure(pullBehind(`Bearer realm="http://${service.host}/"`, []));
    expect(message).toContain(`its token service ${service.host} is plain HTTP`);
    expect(service.seen).toEqual([]);
  });

  test.each(['', 'x', 'file:///x', '/token'])('are asked of a URL, not of "%s"', async (realm) => {
    expect(await failure(pullBehind(`Bearer realm="${realm}"`, []))).toContain('has no valid URL');
  });

  test('take no credentials to where the service redirects', async () => {
    const other = await serve((_, response) => void response.end('{"token":"x"}'));
    const service = await serve((_, response) => {
      response.writeHead(307, { location: `http://${other.host}/` }).end();
    });
    const challenge = `Bearer realm="http://${service.host}/"`;
    const insecure = [service.host, other.host];
    await failure(pullBehind(challenge, insecure, `${USER}:${PASSWORD}`));
    expect(authorizations(service.seen)).toContain(basic(`${USER}:${PASSWORD}`));
    expect(authorizations(other.seen).filter((header) => header !== undefined)).toEqual([]);
    const before = other.seen.length;
    expect(await failure(pullBehind(challenge, insecure, { identitytoken: 'hunter2' }))).toContain(
      'HTTP 307',
    );
    expect(other.seen).toHaveLength(before);
  });
});

/** Pulls from a registry that refuses everyone with this challenge. */
async function pullBehind(challenge: string, insecure: readonly string[], account?: unknown) {
  const { host } = await serve((_, response) => {
    response.writeHead(401, { 'www-authenticate': challenge }).end();
  });
  const env = account === undefined ? {} : { DOCKER_CONFIG: await accounts({ [host]: account }) };
  return pull(host, { insecure: [host, ...insecure], env });
}

describe('basic', () => {
  const guarded = (login: string): Handle => {
    const repo = repository();
    return (request, response) => {
      if (request.headers.authorization === login) repo.handle(request, response);
      else response.writeHead(401, { 'www-authenticate': 'Basic realm="Registry"' }).end();
    };
  };

  test('with the right password', async () => {
    const { host, seen } = await serve(guarded(basic(`${USER}:${PASSWORD}`)));
    const env = { DOCKER_CONFIG: await accounts({ [host]: `${USER}:${PASSWORD}` }) };
    expect((await pull(host, { env })).images).toHaveLength(1);
    expect(authorizations(seen).filter((header) => header === undefined)).toHaveLength(1);
  });

  test('with a wrong password the file is named, the password is not', async () => {
    const { host, seen } = await serve(guarded(basic('u:p')));
    const folder = await accounts({ [host]: `${USER}:${PASSWORD}` });
    const { options } = await quick(host, { env: { DOCKER_CONFIG: folder } });
    const error = await openRegistry(`${host}/team/app:1`, DEFAULT_LIMITS, options).catch(
      (reason: unknown) => reason,
    );
    expect(String(error)).toBe(
      `ImageError: ${host}/team/app: 1: HTTP 401: the credentials from ${folder}/config.json are refused; log in again: docker login ${host}`,
    );
    const shown = inspect(error, { depth: 9, showHidden: true });
    for (const secret of ['hunter2', basic(`${USER}:${PASSWORD}`).slice(6)])
      expect(shown).not.toContain(secret);
    expect(seen).toHaveLength(2);
  });

  test('with none, each file that was looked in is named', async () => {
    const { host } = await serve(guarded(basic('u:p')));
    const folder = await accounts({ 'elsewhere.example.com': 'u:p' });
    const named = await accounts({});
    const env = { DOCKER_CONFIG: folder, REGISTRY_AUTH_FILE: `${named}/config.json` };
    const message = await failure(pull(host, { env, authFiles: [`${folder}/missing.json`] }));
    expect(message).toMatch(
      /^ImageError: \S+\/team\/app: 1: HTTP 401: the registry wants a login, and there is none for \S+ in /,
    );
    for (const path of [`${folder}/config.json`, `${named}/config.json`, `${folder}/missing.json`])
      expect(message).toContain(path);
    expect(message).toMatch(/; name its account file with --auth-file, or say docker login \S+$/);
  });

  test.each([
    ['Negotiate, NTLM', 'asks for a login by negotiate, ntlm; only Basic and Bearer are known'],
    ['', 'names no way to log in'],
  ])('"%s" is neither', async (challenge, message) => {
    expect(await failure(pullBehind(challenge, []))).toContain(message);
  });
});

test('unusable account files are told of though none is needed', async () => {
  const { host } = await serve(repository().handle);
  const { images, notes } = await pull(host, { authFiles: ['/nowhere/auth.json'] });
  expect([images.length, notes]).toEqual([1, ['/nowhere/auth.json: no such file or folder']]);
});
