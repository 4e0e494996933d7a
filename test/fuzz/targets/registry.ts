import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_LIMITS } from '../../../src/config/limits.ts';
import { ImageError } from '../../../src/image/image.ts';
import { LocalSource } from '../../../src/image/local-source.ts';
import type { Reading } from '../../../src/image/reading.ts';
import { parseAuthConfig } from '../../../src/image/registry/auth-config.ts';
import { covers } from '../../../src/image/registry/auth-entry.ts';
import { parseChallenges } from '../../../src/image/registry/challenge.ts';
import { openRegistry } from '../../../src/image/registry/open.ts';
import { parseReference } from '../../../src/image/registry/reference.ts';
import { Skips } from '../../../src/image/skips.ts';
import { readSource } from '../../support/images/read.ts';
import { ensure, expecting, type Target } from '../target.ts';

const SECRET = 'Zq7HarbourvK8x51';
const PIECE = SECRET.slice(0, 8);
const AUTH = Buffer.from(`user:${SECRET}`).toString('base64');
const NEXT = '\n=====\n';
const isImageError = (error: unknown) => error instanceof ImageError && !error.message.includes('\n');

const challenges: Target = {
  name: 'challenges',
  sources: ['src/image/registry/challenge.ts', 'src/image/registry/reference.ts'],

  seeds: () => [
    'Bearer realm="https://a/t",service="b",scope="repository:x:pull"',
    'Basic realm="x", Negotiate YWJj==, Digest a=b, c="d\\"e"',
    `ghcr.io/team/app:1@sha256:${'0'.repeat(64)}`,
    'localhost:5000/a/b__c',
  ],
  run(input) {
    const text = input.toString('latin1');
    for (const { scheme, parameters } of parseChallenges(text)) {
      ensure(scheme === scheme.toLowerCase() && scheme !== '', 'a scheme that is none');
      for (const name of parameters.keys()) ensure(name === name.toLowerCase(), 'a name in capitals');
    }
    expecting(isImageError, () => {
      const { host, path } = parseReference(input.toString('utf8').replaceAll('\n', ' '));
      ensure(
        new URL(`https://${host}/v2/${path}/`).pathname === `/v2/${path}/`,
        'a path that is another in a URL',
      );
    });
  },
};

const accounts: Target = {
  name: 'auth-files',
  sources: ['src/image/registry/auth-config.ts', 'src/image/registry/auth-entry.ts'],

  seeds: () => [
    JSON.stringify({
      auths: {
        'https://index.docker.io/v1/': { auth: Buffer.from(`u:${SECRET}`).toString('base64') },
        'ghcr.io/team': { identitytoken: SECRET },
        '*.example.com': { username: 'u', password: SECRET },
      },
      credsStore: 'x',
      credHelpers: { 'a.b': 'c' },
    }),
    JSON.stringify({ 'ghcr.io': { auth: Buffer.from(`u:${SECRET}\0\0`).toString('base64'), email: 'x' } }),
  ],
  run(input) {
    const text = input.toString('utf8');
    const isNamed = keysOf(text).some((key) => key.includes(PIECE));
    const sources = parseAuthConfig({ path: '/a/config.json', named: true, text }, (what, reason) => {
      ensure(what === '/a/config.json', 'a note of another file');
      ensure(isNamed || !reason.includes(PIECE), 'a note holds the password');
    });
    for (const { scope } of sources) if (scope !== undefined) covers(scope, 'x.example.com', 'team/app');
  },
};

/** Names of hosts may be told. */
function keysOf(json: string): string[] {
  const keys: string[] = [];
  expecting(
    (error) => error instanceof SyntaxError,
    () => {
      JSON.parse(json, (key, value) => {
        keys.push(key);
        return value;
      });
    },
  );
  return keys;
}

const answers: Target = {
  name: 'registry-answers',
  sources: ['src/image/registry/'],
  patience: 3000,

  seeds: () => {
    const config = '{"os":"linux","architecture":"amd64","config":{},"rootfs":{"diff_ids":[]}}';
    const manifest = `{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"sha256:${'0'.repeat(64)}"},"layers":[]}`;
    const index = `{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[{"digest":"sha256:${'1'.repeat(64)}","mediaType":"application/vnd.oci.image.manifest.v1+json"}]}`;
    const ok = (body: string, more = '') =>
      `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n${more}\r\n${body}`;
    const login =
      'HTTP/1.1 401 No\r\nContent-Length: 0\r\nWWW-Authenticate: Bearer realm="HOST/token",service="x"\r\n\r\n';
    const none = 'HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n';
    return [
      [ok('{}'), ok(manifest), none, none, ok(config)],
      [
        login,
        ok('{"token":"x"}'),
        ok(manifest, 'Content-Type: application/vnd.oci.image.manifest.v1+json\r\n'),
        none,
        none,
        ok(config),
      ],
      [ok('{}'), ok(index), ok('{"manifests":[]}'), ok(manifest), ok(config)],
      [
        ok('{}'),
        'HTTP/1.1 301 X\r\nLocation: HOST/v2/y\r\nContent-Length: 0\r\n\r\n',
        ok(manifest),
        none,
        none,
        ok(config),
      ],
      [
        'HTTP/1.1 401 No\r\nContent-Length: 0\r\nWWW-Authenticate: Basic realm="x"\r\n\r\n',
        ok(manifest),
        none,
        none,
        'HTTP/1.1 206 X\r\nContent-Range: bytes 0-9/10\r\nContent-Length: 2\r\n\r\n{}',
      ],
    ].map((all) => all.join(NEXT));
  },
  async run(input) {
    const { port, folder, answer } = await server();
    answer.with = input.toString('latin1').replaceAll('HOST', `http://127.0.0.1:${port}`).split(NEXT);
    answer.asked = 0;
    const host = `127.0.0.1:${port}`;
    const env = { HOME: folder, DOCKER_CONFIG: folder };
    const told: string[] = [];
    const skips = new Skips();
    try {
      const { tree, index } = await openRegistry(
        `//${host}/team/app:1`,
        { ...DEFAULT_LIMITS, unpackedBytes: 2 ** 20 },
        {
          insecure: [host],
          env,
          note: (what, reason) => void told.push(what, reason),
          timing: { delay: async () => {}, stall: 30, headers: 60, connect: 500 },
        },
      );
      const reading: Reading = { tree, limits: DEFAULT_LIMITS, skips, used: new Set() };
      await readSource(new LocalSource(reading, { index, saved: [] }));
    } catch (error) {
      if (!(error instanceof ImageError)) throw error;
      told.push(error.message);
    }
    told.push(...skips.list.flatMap(({ what, reason }) => [what, reason]));
    for (const text of told)
      ensure(!text.includes(SECRET) && !text.includes(AUTH), 'a message holds the password');
    ensure(answer.asked < 200, `${answer.asked} requests were made`);
  },
};

interface Listening {
  port: number;
  /** With an account for it. */
  folder: string;
  answer: { with: readonly string[]; asked: number };
}
let listening: Promise<Listening> | undefined;

/** Answers each request with the next piece of the input, as it stands, and closes the connection. */
function server(): Promise<Listening> {
  listening ??= new Promise((resolve) => {
    const answer: Listening['answer'] = { with: [], asked: 0 };
    const made = createServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', () => {
        const piece = answer.with[answer.asked % answer.with.length] ?? '';
        answer.asked += 1;
        socket.end(Buffer.from(piece, 'latin1'));
      });
    });
    made.unref();
    made.listen(0, '127.0.0.1', () => {
      const address = made.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      const folder = mkdtempSync(join(tmpdir(), 'audit-fuzz-'));
      process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
      const auths = { [`127.0.0.1:${port}`]: { auth: AUTH } };
      writeFileSync(join(folder, 'config.json'), JSON.stringify({ auths }));
      resolve({ port, folder, answer });
    });
  });
  return listening;
}

export const targets: readonly Target[] = [challenges, accounts, answers];
