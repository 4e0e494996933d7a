import type { AuditErrorCode } from '../../config/errors.ts';
import { ImageError } from '../image.ts';

const UNTRUSTED =
  /^(?:CERT_|ERR_TLS_CERT|DEPTH_ZERO_SELF_SIGNED|SELF_SIGNED_CERT|UNABLE_TO_(?:VERIFY|GET_ISSUER))/;
const NO_TLS = /^(?:EPROTO|ERR_SSL_|ECONNREFUSED|ECONNRESET|UND_ERR_SOCKET|UND_ERR_ABORTED)/;
const PASSING = new Set([
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EAI_AGAIN',
  'UND_ERR_SOCKET',
  'UND_ERR_HEADERS_TIMEOUT',
]);
const PASSING_STATUS = new Set([408, 429, 500, 502, 503, 504]);

/** What a registry or the way to it refused. The message never holds a URL's query, a body, or a header. */
export class RegistryError extends ImageError {
  /** Of the answer, if there was one. */
  readonly status: number | undefined;
  /** Without an answer: the same request may succeed a little later. */
  readonly passing: boolean;
  /** Without an answer: as far as one can tell, the host speaks no TLS. */
  readonly noTls: boolean;

  constructor(message: string, { status, code = '' }: { status?: number; code?: string } = {}) {
    super(message, kindOf(status));
    this.status = status;
    this.passing = PASSING.has(code);
    this.noTls = NO_TLS.test(code);
  }
}

function kindOf(status: number | undefined): AuditErrorCode {
  if (status === 401 || status === 403) return 'ERR_REGISTRY_DENIED';
  return status === 404 ? 'ERR_REGISTRY_NOT_FOUND' : 'ERR_REGISTRY';
}

/** True where an answer of this status may be another one a little later. */
export function isPassing(status: number): boolean {
  return PASSING_STATUS.has(status);
}

/** Says why no answer came from `host`, and what mends it. */
export function connectionError(host: string, error: unknown): RegistryError {
  return new RegistryError(`${host}: ${whyUnreachable(host, error)}`, { code: codeOf(error) });
}

function whyUnreachable(host: string, error: unknown): string {
  const code = codeOf(error);
  const message = messageOf(error);
  const proxy = /Proxy response \((\d+)\)/.exec(message)?.[1];
  if (proxy === '407')
    return 'the proxy asks for a login (HTTP 407); put it into the URL that HTTPS_PROXY or HTTP_PROXY holds';
  if (proxy !== undefined) return `the proxy refuses the way there (HTTP ${proxy}); see NO_PROXY`;
  if (UNTRUSTED.test(code))
    return `its certificate is not trusted (${message}); name its CA with --ca or put it into /etc/docker/certs.d/${host}`;
  if (code === 'ENOTFOUND') return 'no such host; check the name, and the proxy if there is one';
  if (code === 'ECONNREFUSED') return 'nothing answers at this port; check host and port';
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_'))
    return `no TLS connection (${code}); if plain HTTP is meant, say --insecure ${host}`;
  if (/TIMEOUT|ETIMEDOUT/.test(code)) return `no answer in time (${code}); check network and proxy`;
  return `the connection failed: ${message}`;
}

const MENDS: Readonly<Record<number, string>> = {
  403: 'access is denied; check that the account may pull this repository',
  404: 'not found; check repository and tag, and that the account may see it',
  429: 'too many requests; wait, or log in with an account of a higher limit',
};

/** Says what an answer's status means for what was asked. */
export function statusError(what: string, status: number): RegistryError {
  const known = MENDS[status];
  const mend = status >= 500 ? 'the registry failed; try again later' : 'not what a registry answers';
  return new RegistryError(`${what}: HTTP ${status}: ${known ?? mend}`, { status });
}

/** Why a body ended early, in words. */
export function bodyReason(error: unknown): string {
  return codeOf(error) === 'UND_ERR_BODY_TIMEOUT' ? 'it stalls' : `it breaks off (${messageOf(error)})`;
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return codeOf(error.cause);
}

function messageOf(error: unknown): string {
  return (error instanceof Error && error.message) || codeOf(error) || 'for no reason given';
}
