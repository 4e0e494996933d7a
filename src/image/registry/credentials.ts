import { type AuthSource, parseAuthConfig } from './auth-config.ts';
import { type Credential, covers } from './auth-entry.ts';
import { type Note, readAuthFiles } from './auth-files.ts';
import { askHelper } from './credential-helper.ts';
import { canonicalHost } from './reference.ts';

/** A credential, and where it came from. */
export interface Account {
  credential: Credential;
  from: string;
}

/** How helper programs are asked. */
interface Asking {
  env: NodeJS.ProcessEnv;
  note: Note;
  signal: AbortSignal | undefined;
}

/** All account files, merged in memory. */
export class Credentials {
  /** Every path that was looked at, whether a file is there or not. */
  readonly looked: readonly string[];
  readonly #sources: readonly AuthSource[];
  readonly #env: NodeJS.ProcessEnv;
  readonly #note: Note;
  readonly #signal: AbortSignal | undefined;

  constructor(sources: readonly AuthSource[], looked: readonly string[], asking: Asking) {
    this.#sources = sources;
    this.looked = looked;
    this.#env = asking.env;
    this.#note = asking.note;
    this.#signal = asking.signal;
  }

  /** Reads them (see readAuthFiles); `note` gets what is unusable. Helpers are asked only when their host is. */
  static async read(
    authFiles: readonly string[],
    env: NodeJS.ProcessEnv,
    note: Note,
    signal?: AbortSignal,
  ): Promise<Credentials> {
    const { files, looked } = await readAuthFiles(authFiles, env, note);
    const sources = files.flatMap((file) => parseAuthConfig(file, note));
    return new Credentials(sources, looked, { env, note, signal });
  }

  /**
   * The account for a repository: of the longest path that holds it, then of the host named without `*`, then of the
   * later file. A helper that fails is told to `note`, and the next source has its say.
   */
  async find(host: string, path: string): Promise<Account | undefined> {
    const canonical = canonicalHost(host);
    const sources = this.#sources
      .filter(({ scope }) => scope === undefined || covers(scope, canonical, path))
      .reverse()
      .sort((a, b) => weight(b) - weight(a));
    for (const source of sources) {
      const account = await this.#account(source, canonical);
      if (account) return account;
    }
    return undefined;
  }

  async #account(
    { file, scope, credential, helper }: AuthSource,
    host: string,
  ): Promise<Account | undefined> {
    if (credential) return { credential, from: file };
    if (helper === undefined) return undefined;
    try {
      const found = await askHelper(helper, serverOf(host, scope?.path ?? ''), this.#env, this.#signal);
      return found && { credential: found, from: `docker-credential-${helper} (${file})` };
    } catch (error) {
      this.#signal?.throwIfAborted();
      this.#note(file, error instanceof Error ? error.message : 'its credential helper failed');
      return undefined;
    }
  }
}

function weight({ scope }: AuthSource): number {
  return 2 * (scope?.path.length ?? 0) + (scope?.host.includes('*') ? 0 : 1);
}

/** What engines call a registry when they speak to a helper: Docker Hub keeps its first address. */
function serverOf(host: string, path: string): string {
  if (host === 'docker.io') return 'https://index.docker.io/v1/';
  return path === '' ? host : `${host}/${path}`;
}
