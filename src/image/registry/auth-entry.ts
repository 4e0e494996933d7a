import { type Json, record, text } from '../json.ts';
import { canonicalHost } from './reference.ts';

/** What an account file, or a helper program, knows of one account. Never printed. */
export interface Credential {
  username?: string;
  password?: string;
  /** Buys tokens: an OAuth refresh token. */
  identityToken?: string;
  /** Is a token already. */
  registryToken?: string;
}

/** For which repositories an entry is meant. */
export interface Scope {
  /** As registries are called here; may hold `*` in the place of one label. */
  host: string;
  /** A prefix of repository paths, without slash at its ends; empty for all of the host. */
  path: string;
}

/** The key of an `auths` entry: a host, perhaps with scheme, `/v1/` or `/v2/`, or the path of a group of repositories. */
export function scopeOf(key: string): Scope {
  const [, host = '', path = ''] = /^(?:https?:\/\/)?([^/]*)\/*(.*?)\/*$/i.exec(key.trim()) ?? [];
  return { host: canonicalHost(host), path: /^v[12]$/.test(path) ? '' : path };
}

/** True where `scope` holds `path` on `host`, which is a canonical one. */
export function covers(scope: Scope, host: string, path: string): boolean {
  if (scope.path !== '' && path !== scope.path && !path.startsWith(`${scope.path}/`)) return false;
  if (!scope.host.includes('*')) return scope.host === host;
  const [wanted, labels] = [scope.host.split('.'), host.split('.')];
  return wanted.length === labels.length && wanted.every((label, i) => matchesLabel(label, labels[i] ?? ''));
}

/** Kubernetes lets a `*` stand for any part of a label (kubelet, credentialprovider/keyring.go). */
function matchesLabel(pattern: string, label: string): boolean {
  const [head = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return pattern === label;
  if (!label.startsWith(head)) return false;
  let at = head.length;
  for (const [i, part] of rest.entries()) {
    const found = i === rest.length - 1 ? Math.max(label.length - part.length, -1) : label.indexOf(part, at);
    if (found < at || !label.startsWith(part, found)) return false;
    at = found + part.length;
  }
  return true;
}

/**
 * The credential of an `auths` entry: nothing for an empty one, which only marks that a helper has it; a string says
 * what is wrong with a malformed one, without its content.
 */
export function parseAuthEntry(value: unknown): Credential | string | undefined {
  const json = record(value);
  if (json === undefined) return 'it is no object';
  const [identityToken, registryToken] = [text(json.identitytoken), text(json.registrytoken)];
  const account = accountOf(json);
  if (typeof account === 'string') return account;
  const credential = {
    ...account,
    ...(identityToken === undefined ? {} : { identityToken }),
    ...(registryToken === undefined ? {} : { registryToken }),
  };
  return Object.keys(credential).length === 0 ? undefined : credential;
}

function accountOf(json: Json): Pick<Credential, 'username' | 'password'> | string {
  const auth = text(json.auth)?.trim();
  if (auth !== undefined && auth !== '') return decodeAccount(auth);
  const [username, password] = [text(json.username), text(json.password)];
  if (username !== undefined && password !== undefined) return { username, password };
  return username === undefined && password === undefined ? {} : 'it has only one of username and password';
}

function decodeAccount(auth: string): Pick<Credential, 'username' | 'password'> | string {
  if (!/^[A-Za-z0-9+/_\s-]+={0,2}$/.test(auth)) return 'its auth is no base64';
  const decoded = Buffer.from(auth, 'base64').toString('utf8');
  const colon = decoded.indexOf(':');
  if (colon <= 0) return 'its auth is no base64 of user:password';
  // Old engines padded the password with zeros.
  return { username: decoded.slice(0, colon), password: decoded.slice(colon + 1).replace(/\0+$/, '') };
}
