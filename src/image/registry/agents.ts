import type { Agent, Dispatcher, ProxyAgent } from 'undici';
import { type Trust, tlsOptions } from './certificates.ts';
import { proxyFor } from './proxy.ts';
import type { Timing } from './timing.ts';

export interface AgentOptions extends Trust {
  timing: Timing;
  /** True where a host's certificate need not be valid, and plain HTTP will do. */
  isInsecure(url: URL): boolean;
}

/** The connections of a client, one pool for each origin: each has its own certificates and its own proxy. */
export class Agents {
  readonly #options: AgentOptions;
  readonly #made = new Map<string, Promise<Agent | ProxyAgent>>();

  constructor(options: AgentOptions) {
    this.#options = options;
  }

  /** Throws ImageError where a certificate or a proxy's URL is unusable. */
  for(url: URL): Promise<Dispatcher> {
    const made = this.#made.get(url.origin) ?? this.#make(url);
    this.#made.set(url.origin, made);
    return made;
  }

  /** Ends what is still on its way. */
  async close(): Promise<void> {
    const made = await Promise.allSettled(this.#made.values());
    for (const result of made) if (result.status === 'fulfilled') await result.value.destroy();
  }

  async #make(url: URL): Promise<Agent | ProxyAgent> {
    const { Agent, Pool, ProxyAgent } = await import('undici');
    const { timing, env, ca } = this.#options;
    const insecure = this.#options.isInsecure(url) ? { rejectUnauthorized: false } : {};
    const connect = { ...(await tlsOptions(url, this.#options)), ...insecure, timeout: timing.connect };
    const timeouts = { headersTimeout: timing.headers, bodyTimeout: timing.stall };
    const proxy = proxyFor(url, env);
    if (proxy === undefined) return new Agent({ ...timeouts, connect });
    const proxyTls = { ...(await tlsOptions(new URL(proxy), { env, ca })), timeout: timing.connect };
    // Proxies seldom let a tunnel through to anything but TLS.
    return new ProxyAgent({
      ...timeouts,
      uri: proxy,
      requestTls: connect,
      proxyTls,
      // A proxy that never answers would be waited for much longer.
      clientFactory: (origin, options) => new Pool(origin, { ...options, ...timeouts }),
      proxyTunnel: url.protocol === 'https:',
    });
  }
}
