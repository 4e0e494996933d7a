import { readFileSync } from 'node:fs';
import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { join } from 'node:path';
import { type Bytes, reasonOf } from '../bytes.ts';
import { ImageError } from '../image.ts';
import { type Endpoint, findEndpoint } from './endpoint.ts';

const ANSWER_MS = 30_000;
const STALL_MS = 120_000;
const MOST_SAID = 2000;

/** A container engine that speaks Docker's API (Engine API, "Images"). */
export class Daemon {
  /** Of its endpoint, for the reader. */
  readonly name: string;
  readonly #endpoint: Endpoint;
  readonly #signal: AbortSignal | undefined;

  constructor(endpoint: Endpoint, signal?: AbortSignal) {
    this.#endpoint = endpoint;
    this.#signal = signal;
    this.name = endpoint.name;
  }

  /** The engine that the docker client would use, or undefined where nothing points to one. Throws as findEndpoint. */
  static find(environment: NodeJS.ProcessEnv, signal?: AbortSignal): Daemon | undefined {
    const endpoint = findEndpoint(environment);
    return endpoint && new Daemon(endpoint, signal);
  }

  /** Whether it holds an image of that name or id. Throws ImageError where it does not answer. */
  async has(image: string): Promise<boolean> {
    const answer = await this.#get(`/images/${encodeURIComponent(image)}/json`);
    answer.resume();
    return answer.statusCode === 200;
  }

  /** The image as a tar, as `docker save` writes it. Throws ImageError where there is none. */
  async save(image: string): Promise<Bytes> {
    const answer = await this.#get(`/images/get?names=${encodeURIComponent(image)}`);
    if (answer.statusCode === 200) return bytesOf(answer, `${this.name}: ${image}`, this.#signal);
    const said = await firstWords(answer);
    throw new ImageError(
      `docker-daemon:${image}: the engine at ${this.name} has no such image (${answer.statusCode}${said}); name one that \`docker images\` lists`,
    );
  }

  #get(path: string): Promise<IncomingMessage> {
    const signal = this.#signal;
    return new Promise((resolve, reject) => {
      const answered = (answer: IncomingMessage): void => {
        sent.setTimeout(STALL_MS);
        resolve(answer);
      };
      const sent = this.#request(path, answered);
      const failed = (error: Error): void =>
        reject(signal?.aborted ? signal.reason : new ImageError(`${this.name}: ${whyNot(error)}`));
      sent.on('error', failed).on('timeout', () => sent.destroy(new Error('does not answer')));
      // One that speaks another protocol from here on; nothing else is told of it.
      sent.on('close', () => failed(new Error('it ended without an answer')));
      sent.end();
    });
  }

  #request(path: string, answered: (answer: IncomingMessage) => void) {
    const endpoint = this.#endpoint;
    const signal = this.#signal && { signal: this.#signal };
    const options: RequestOptions = { path, timeout: ANSWER_MS, agent: false, ...signal };
    if (endpoint.kind === 'socket')
      return httpRequest({ ...options, socketPath: endpoint.path, host: 'docker' }, answered);
    const { hostname, port } = endpoint.url;
    const place = { ...options, host: hostname.replace(/^\[|\]$/g, ''), port };
    if (endpoint.certificates === undefined) return httpRequest(place, answered);
    return httpsRequest({ ...place, ...certificatesIn(endpoint.certificates) }, answered);
  }
}

function certificatesIn(folder: string): { ca?: Buffer; cert?: Buffer; key?: Buffer } {
  const read = (name: string): Buffer | undefined => {
    try {
      return readFileSync(join(folder, name));
    } catch {
      return undefined;
    }
  };
  const [ca, cert, key] = [read('ca.pem'), read('cert.pem'), read('key.pem')];
  return { ...(ca && { ca }), ...(cert && key && { cert, key }) };
}

async function* bytesOf(answer: IncomingMessage, what: string, signal: AbortSignal | undefined): Bytes {
  try {
    for await (const chunk of answer) yield chunk as Buffer;
  } catch (error) {
    signal?.throwIfAborted();
    throw new ImageError(`${what}: the engine broke off: ${(error as Error).message}; try again`);
  } finally {
    answer.destroy();
  }
  if (!answer.complete) throw new ImageError(`${what}: the engine broke off; try again`);
}

async function firstWords(answer: IncomingMessage): Promise<string> {
  let said = '';
  try {
    for await (const chunk of answer) {
      said += String(chunk);
      if (said.length > MOST_SAID) break;
    }
  } catch {
    // It broke off: what it said by then is all there is.
  }
  const [, message] = /"message"\s*:\s*"([^"\p{Cc}]{1,200})"/u.exec(said) ?? [];
  return message === undefined ? '' : `: ${message}`;
}

function whyNot(error: Error): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ECONNREFUSED')
    return 'no container engine listens there; start it, or set DOCKER_HOST';
  if (code === 'EACCES' || code === 'EPERM')
    return 'permission denied; run as a user who may use the engine, or save the image first: docker save NAME -o image.tar';
  return `the engine cannot be asked: ${reasonOf(error)}`;
}
