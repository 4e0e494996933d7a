import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import type { Plant } from './plant.ts';
import { run } from './run.ts';

/** What the index has, the same for all who may have it. */
export interface Stock {
  /** A repository without a working tree, for git over plain HTTP. */
  repository: string;
  tarball: Buffer;
  wheel: Buffer;
}

const WHEEL = 'hello-1.0.0-py3-none-any.whl';

/** Makes a repository, an npm package and a Python package below a folder. */
export async function makeStock(folder: string): Promise<Stock> {
  const [tree, repository, packed] = ['tree', 'repository', 'package'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  await mkdir(tree);
  await writeFile(join(tree, 'readme'), 'hello\n');
  const who = ['-c', 'user.name=a', '-c', 'user.email=a@example.com'];
  await run('git', ['init', '-q', tree]);
  await run('git', ['-C', tree, 'add', '.']);
  await run('git', ['-C', tree, ...who, 'commit', '-q', '-m', 'hello']);
  await run('git', ['clone', '-q', '--bare', tree, repository]);
  await run('git', ['-C', repository, 'update-server-info']);
  await mkdir(packed);
  await writeFile(join(packed, 'package.json'), JSON.stringify({ name: 'hello', version: '1.0.0' }));
  await run('tar', ['-czf', join(folder, 'hello.tgz'), '-C', folder, 'package']);
  return { repository, tarball: await readFile(join(folder, 'hello.tgz')), wheel: wheel() };
}

function wheel(): Buffer {
  const files = {
    'hello.py': 'print("hello")\n',
    'hello-1.0.0.dist-info/METADATA': 'Metadata-Version: 2.1\nName: hello\nVersion: 1.0.0\n',
    'hello-1.0.0.dist-info/WHEEL':
      'Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
  };
  const record = [...Object.keys(files), 'hello-1.0.0.dist-info/RECORD']
    .map((name) => `${name},,\n`)
    .join('');
  const all = { ...files, 'hello-1.0.0.dist-info/RECORD': record };
  return Buffer.from(
    zipSync(Object.fromEntries(Object.entries(all).map(([name, text]) => [name, Buffer.from(text)]))),
  );
}

/** An index for npm, pip and git, and plain files, that gives nothing to those who do not show the planted value. */
export class IndexServer {
  readonly #stock: Stock;
  readonly #server: Server;
  #requests: string[] = [];
  /** What opens it. */
  plant: Plant;

  constructor(stock: Stock, plant: Plant) {
    this.#stock = stock;
    this.plant = plant;
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch(() => response.writeHead(404).end());
    });
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  /** `127.0.0.1:PORT`. */
  get host(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the index does not listen');
    return `127.0.0.1:${address.port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** The requests since it was asked last, in an order of their own: what, and shown by whom. */
  take(): string[] {
    const taken = this.#requests.sort();
    this.#requests = [];
    return taken;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '/' } = request;
    const shown = [...credentialsOf(request)].map((text) => this.plant.mask(text)).join(' ');
    this.#requests.push(`${method} ${url} ${shown || 'nothing'}`);
    if (!/«\w+»/.test(shown)) {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="index"' }).end();
      return;
    }
    const { path, type, body } = await this.#content(decodeURIComponent(url.replace(/\?.*/, '')));
    if (path === undefined && body === undefined) response.writeHead(404).end();
    else response.writeHead(200, { 'content-type': type }).end(body ?? (await readFile(path ?? '')));
  }

  async #content(url: string): Promise<{ path?: string; body?: string | Buffer; type: string }> {
    const { repository, tarball } = this.#stock;
    const type = 'application/octet-stream';
    if (url.startsWith('/files/')) return { type, body: `${url}\n` };
    if (url.startsWith('/repo.git/')) return { type, path: join(repository, url.slice('/repo.git'.length)) };
    if (url === '/hello') return { type: 'application/json', body: JSON.stringify(this.#packument()) };
    if (url.endsWith('.tgz')) return { type, body: tarball };
    if (url.endsWith('.whl')) return { type, body: this.#stock.wheel };
    if (/\/hello\/$/.test(url)) return { type: 'text/html', body: `<a href="${WHEEL}">${WHEEL}</a>` };
    return { type };
  }

  #packument(): object {
    const { tarball } = this.#stock;
    const dist = {
      tarball: `http://${this.host}/hello/-/hello-1.0.0.tgz`,
      shasum: createHash('sha1').update(tarball).digest('hex'),
    };
    const versions = { '1.0.0': { name: 'hello', version: '1.0.0', dist } };
    return { name: 'hello', 'dist-tags': { latest: '1.0.0' }, versions };
  }
}

/** What a request shows: a login as it was encoded, a token, the headers that begin with `X-` or name a token. */
function* credentialsOf({ headers }: IncomingMessage): Generator<string> {
  const [scheme = '', value = ''] = (headers.authorization ?? '').split(' ');
  if (/^basic$/i.test(scheme)) yield Buffer.from(value, 'base64').toString();
  else if (value !== '') yield `${scheme} ${value}`;
  for (const [name, text] of Object.entries(headers)) if (/token/.test(name)) yield `${name}: ${text}`;
}
