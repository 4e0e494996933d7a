import { record, text } from '../json.ts';
import { wholeBody } from './body.ts';
import { parseChallenges } from './challenge.ts';
import type { Account, Credentials } from './credentials.ts';
import { RegistryError, statusError } from './errors.ts';
import { type Ask, drop, type Http, type Reply } from './http.ts';
import type { RegistryReference } from './reference.ts';
import type { Timing } from './timing.ts';

export interface AuthorizerOptions {
  http: Http;
  credentials: Credentials;
  reference: RegistryReference;
  timing: Timing;
  isInsecure(url: URL): boolean;
}

const LARGEST_TOKEN_ANSWER = 2 ** 20;
const CLIENT = 'build-audit';

/**
 * Answers a registry's challenges for one repository: Basic, or a token of the service that the challenge names
 * (distribution, "Token Authentication Specification"). Credentials go to these two and to nobody else.
 */
export class Authorizer {
  readonly #options: AuthorizerOptions;
  #account: Promise<Account | undefined> | undefined;
  #header: string | undefined;
  #renewal: Promise<string | undefined> | undefined;

  constructor(options: AuthorizerOptions) {
    this.#options = options;
  }

  /** The Authorization header that was good so far. */
  get header(): string | undefined {
    return this.#header;
  }

  /**
   * Takes in a 401 that came for a request with the header `used`, and gives the header to try instead; nothing where
   * there is none. Whoever asks while another one is at it gets what that one gets. Throws ImageError where the token
   * service refuses.
   */
  async renew(reply: Reply, used: string | undefined): Promise<string | undefined> {
    if (this.#header !== used) return this.#header;
    this.#renewal ??= this.#answer([reply.headers['www-authenticate']].flat().join(', ')).finally(() => {
      this.#renewal = undefined;
    });
    this.#header = await this.#renewal;
    return this.#header;
  }

  /** Says why a 401 stays one, and what mends it. */
  async refusal(what: string, status = 401): Promise<RegistryError> {
    const { reference, credentials } = this.#options;
    const { host } = reference;
    const account = await this.#find();
    const reason = account
      ? `the credentials from ${account.from} are refused; log in again: docker login ${host}`
      : `the registry wants a login, and there is none for ${host} in ${credentials.looked.join(', ')}; name its account file with --auth-file, or say docker login ${host}`;
    return new RegistryError(`${what}: HTTP ${status}: ${reason}`, { status });
  }

  #find(): Promise<Account | undefined> {
    const { credentials, reference } = this.#options;
    this.#account ??= credentials.find(reference.host, reference.path);
    return this.#account;
  }

  async #answer(header: string): Promise<string | undefined> {
    const challenges = parseChallenges(header);
    const account = await this.#find();
    const { username, password, registryToken } = account?.credential ?? {};
    const bearer = challenges.find(({ scheme }) => scheme === 'bearer');
    if (bearer && registryToken !== undefined) return `Bearer ${registryToken}`;
    if (bearer) return `Bearer ${await this.#token(bearer.parameters, account)}`;
    if (!challenges.some(({ scheme }) => scheme === 'basic'))
      throw this.#unknown(challenges.map(({ scheme }) => scheme));
    return username === undefined ? undefined : basic(username, password ?? '');
  }

  #unknown(schemes: readonly string[]): RegistryError {
    const { host } = this.#options.reference;
    const asked =
      schemes.length === 0 ? 'names no way to log in' : `asks for a login by ${schemes.join(', ')}`;
    return new RegistryError(`${host}: HTTP 401: it ${asked}; only Basic and Bearer are known`, {
      status: 401,
    });
  }

  async #token(parameters: ReadonlyMap<string, string>, account: Account | undefined): Promise<string> {
    const realm = this.#realm(parameters.get('realm') ?? '');
    const fields = new URLSearchParams({ scope: `repository:${this.#options.reference.path}:pull` });
    const service = parameters.get('service');
    if (service !== undefined) fields.set('service', service);
    const { reference, timing } = this.#options;
    const what = `${reference.host}/${reference.path}: the token service ${realm.host}`;
    const get = () => this.#ask(tokenRequest(realm, fields, account), what, account !== undefined);
    const token = tokenOf((await wholeBody(get, { what, limit: LARGEST_TOKEN_ANSWER, timing })).bytes);
    if (token === undefined) throw new RegistryError(`${what}: its answer holds no token`);
    return token;
  }

  async #ask(request: Ask, what: string, known: boolean): Promise<Reply> {
    const reply = await this.#options.http.ask(request);
    if (reply.status === 200) return reply;
    drop(reply);
    // Services answer 400 to 405 to an account that they do not take, an old identity token for one.
    const refused = known ? reply.status >= 400 && reply.status < 408 : [401, 403].includes(reply.status);
    throw refused ? await this.refusal(what, reply.status) : statusError(what, reply.status);
  }

  #realm(realm: string): URL {
    const { isInsecure, reference } = this.#options;
    const url = URL.canParse(realm) ? new URL(realm) : undefined;
    if (url?.protocol !== 'https:' && url?.protocol !== 'http:')
      throw new RegistryError(`${reference.host}: its token service has no valid URL; is it a registry?`);
    [url.username, url.password] = ['', ''];
    if (url.protocol === 'http:' && !isInsecure(url))
      throw new RegistryError(
        `${reference.host}: its token service ${url.host} is plain HTTP; if that is meant, say --insecure ${url.host}`,
      );
    return url;
  }
}

function tokenRequest(realm: URL, fields: URLSearchParams, account: Account | undefined): Ask {
  const { username, password, identityToken } = account?.credential ?? {};
  if (identityToken !== undefined) {
    const form = new URLSearchParams(fields);
    form.set('grant_type', 'refresh_token');
    form.set('client_id', CLIENT);
    form.set('refresh_token', identityToken);
    return { url: realm, form: form.toString() };
  }
  const url = new URL(realm);
  for (const [name, value] of fields) url.searchParams.set(name, value);
  return username === undefined ? { url } : { url, authorization: basic(username, password ?? '') };
}

function tokenOf(bytes: Buffer): string | undefined {
  try {
    const json = record(JSON.parse(bytes.toString('utf8')));
    const token = text(json?.token) ?? text(json?.access_token);
    return token !== undefined && /^[\x21-\x7e]+$/.test(token) ? token : undefined;
  } catch {
    return undefined;
  }
}

function basic(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}
