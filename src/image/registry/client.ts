import type { Authorizer } from './authorize.ts';
import { RegistryError, statusError } from './errors.ts';
import { drop, type Http, type Reply } from './http.ts';
import { type RegistryReference, servingHost } from './reference.ts';

export interface ClientOptions {
  http: Http;
  authorizer: Authorizer;
  reference: RegistryReference;
  isInsecure(url: URL): boolean;
}

/** Reads one repository of a registry (OCI distribution-spec, "Pull"). */
export class RegistryClient {
  readonly #options: ClientOptions;
  readonly #base: URL;

  constructor(options: ClientOptions, base: URL) {
    this.#options = options;
    this.#base = base;
  }

  /**
   * Finds out how the registry is reached and whether it wants a login: some hide what is private as "not found"
   * instead of asking. Throws ImageError where there is no answer.
   */
  static async connect(options: ClientOptions): Promise<RegistryClient> {
    const { base, reply } = await ping(options);
    drop(reply);
    if (reply.status >= 500 || reply.status === 429) throw statusError(base.host, reply.status);
    if (reply.status === 401 && reply.origin === base.origin)
      await options.authorizer.renew(reply, undefined);
    return new RegistryClient(options, base);
  }

  /**
   * Asks for `manifests/…`, `blobs/…`: the answer is 200, 206, or 416 to a Range. Throws ImageError for any other;
   * `what` names the thing in it.
   */
  async get(target: string, what: string, headers: Readonly<Record<string, string>> = {}): Promise<Reply> {
    const { http, authorizer, reference } = this.#options;
    const url = new URL(`/v2/${reference.path}/${target}`, this.#base);
    for (let renewed = false; ; renewed = true) {
      const used = authorizer.header;
      const reply = await http.ask({ url, headers, authorization: used });
      if (reply.status === 200 || reply.status === 206) return reply;
      drop(reply);
      if (reply.status === 416 && headers.range !== undefined) return reply;
      if (reply.origin !== this.#base.origin) throw elsewhere(what, reply);
      if (reply.status !== 401) throw statusError(what, reply.status);
      if (renewed || (await authorizer.renew(reply, used)) === used) throw await authorizer.refusal(what);
    }
  }

  close(): Promise<void> {
    return this.#options.http.close();
  }
}

async function ping({ http, reference, isInsecure }: ClientOptions): Promise<{ base: URL; reply: Reply }> {
  const secure = new URL(`https://${servingHost(reference.host)}`);
  const plain = new URL(`http://${servingHost(reference.host)}`);
  if (!isInsecure(secure) && !isInsecure(plain))
    return { base: secure, reply: await http.ask(asked(secure)) };
  try {
    return { base: secure, reply: await http.send(asked(secure)) };
  } catch (error) {
    if (!(error instanceof RegistryError) || !error.noTls || !isInsecure(plain)) throw error;
    return { base: plain, reply: await http.ask(asked(plain)) };
  }
}

function asked(base: URL): { url: URL } {
  return { url: new URL('/v2/', base) };
}

/** A login there is no business of ours, whatever it asks for. */
function elsewhere(what: string, { status, origin }: Reply): RegistryError {
  const host = new URL(origin).host;
  return new RegistryError(
    `${what}: HTTP ${status} from ${host}, to which the registry redirects; try again later`,
    { status },
  );
}
