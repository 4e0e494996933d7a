import type { Dispatcher } from 'undici';
import type { Agents } from './agents.ts';
import { connectionError, isPassing, RegistryError } from './errors.ts';
import { Patience, type Timing } from './timing.ts';

export interface Ask {
  url: URL;
  headers?: Readonly<Record<string, string>>;
  /** Goes to the URL's own origin, and to no other that it redirects to. */
  authorization?: string | undefined;
  /** Sent by POST where it is there. */
  form?: string;
}

export interface Reply {
  status: number;
  headers: Dispatcher.ResponseData['headers'];
  body: Dispatcher.ResponseData['body'];
  /** Who answered in the end. */
  origin: string;
}

export interface HttpOptions {
  agents: Agents;
  timing: Timing;
  isInsecure(url: URL): boolean;
}

const MOST_REDIRECTS = 10;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const AGENT = 'build-audit';
/** Of a body that is not wanted: more than that, and a new connection is cheaper. */
const DUMPED = 2 ** 14;

/** Sends requests, follows redirects, and tries again what may pass. Knows no registry. */
export class Http {
  readonly #options: HttpOptions;

  constructor(options: HttpOptions) {
    this.#options = options;
  }

  /** Tries until there is an answer that will stay the same, or often enough. Throws ImageError where there is none. */
  async ask(ask: Ask): Promise<Reply> {
    const patience = new Patience(this.#options.timing);
    for (;;) {
      const reply = await this.send(ask).catch((error: unknown) => {
        if (error instanceof RegistryError && error.passing) return error;
        throw error;
      });
      if (reply instanceof RegistryError) {
        if (!(await patience.wait())) throw reply;
      } else {
        if (!isPassing(reply.status)) return reply;
        drop(reply);
        if (!(await patience.wait(reply.headers['retry-after']))) return reply;
      }
    }
  }

  /** One try. A POST is not redirected: what it holds is meant for one host. Throws ImageError without an answer. */
  async send(ask: Ask): Promise<Reply> {
    let { url, authorization } = ask;
    for (let hops = 0; ; hops += 1) {
      const reply = await this.#exchange({ ...ask, url, authorization });
      if (!REDIRECTS.has(reply.status) || ask.form !== undefined) return reply;
      drop(reply);
      if (hops === MOST_REDIRECTS)
        throw new RegistryError(`${ask.url.host}: more than ${MOST_REDIRECTS} redirects; is it a registry?`);
      const next = this.#redirect(url, reply);
      // Once away, it is not sent again: who redirects back to here may choose what is asked.
      if (next.origin !== url.origin) authorization = undefined;
      url = next;
    }
  }

  close(): Promise<void> {
    return this.#options.agents.close();
  }

  async #exchange({ url, headers, authorization, form }: Ask): Promise<Reply> {
    const { request } = await import('undici');
    const { signal } = this.#options.timing;
    signal?.throwIfAborted();
    const dispatcher = await this.#options.agents.for(url);
    const sent: Record<string, string> = { 'user-agent': AGENT, 'accept-encoding': 'identity', ...headers };
    if (authorization !== undefined) sent.authorization = authorization;
    if (form !== undefined) sent['content-type'] = 'application/x-www-form-urlencoded';
    const how = form === undefined ? { method: 'GET' as const } : { method: 'POST' as const, body: form };
    try {
      const options = { dispatcher, headers: sent, ...(signal && { signal }), ...how };
      const { statusCode, headers, body } = await request(url, options);
      return { status: statusCode, headers, body, origin: url.origin };
    } catch (error) {
      signal?.throwIfAborted();
      throw connectionError(url.host, error);
    }
  }

  #redirect(from: URL, { headers }: Reply): URL {
    const location = [headers.location].flat()[0];
    if (location === undefined || !URL.canParse(location, from.href))
      throw new RegistryError(`${from.host}: redirects to nowhere; is it a registry?`);
    const to = new URL(location, from);
    [to.username, to.password] = ['', ''];
    if (to.protocol !== 'https:' && to.protocol !== 'http:')
      throw new RegistryError(`${from.host}: redirects to ${to.protocol}, which is not followed`);
    if (to.protocol === 'http:' && from.protocol === 'https:' && !this.#options.isInsecure(to))
      throw new RegistryError(
        `${from.host}: redirects from HTTPS to plain HTTP at ${to.host}; if that is meant, say --insecure ${to.host}`,
      );
    return to;
  }
}

/** Lets go of a body that nobody reads, without waiting for it. */
export function drop({ body }: Reply): void {
  body.dump({ limit: DUMPED }).catch(() => {});
}
