import { record, text } from '../json.ts';
import { type Credential, parseAuthEntry, type Scope, scopeOf } from './auth-entry.ts';
import type { AuthText, Note } from './auth-files.ts';

/** One way to come by a credential, as an account file has it: the credential itself, or a helper to be asked. */
export interface AuthSource {
  file: string;
  /** Absent for `credsStore`, which is asked about any host. */
  scope?: Scope;
  credential?: Credential;
  /** What follows `docker-credential-`. */
  helper?: string;
}

/**
 * The sources of a `config.json`, `auth.json` or `.dockercfg`, least weighty first. What is malformed is told to `note`,
 * without its content, and left out.
 */
export function parseAuthConfig({ path, named, text: content }: AuthText, note: Note): AuthSource[] {
  const json = parsed(content);
  if (json === undefined) {
    note(path, 'is no JSON object; log in again, or name another file');
    return [];
  }
  const isLegacy = !['auths', 'credHelpers', 'credsStore'].some((key) => key in json);
  const auths = isLegacy ? legacyEntries(json) : json.auths;
  const sources = [
    ...authSources(path, auths ?? {}, note),
    ...storeSources(path, json.credsStore, note),
    ...helperSources(path, json.credHelpers ?? {}, note),
  ];
  if (named && isLegacy && Object.keys(record(auths) ?? {}).length === 0)
    note(path, 'names no registry: it has no auths, credHelpers or credsStore');
  return sources;
}

function parsed(content: string) {
  try {
    return record(JSON.parse(content.replace(/^\uFEFF/, '')));
  } catch {
    return undefined;
  }
}

/** Before `auths` there were only hosts at the top; other settings of engines stand there too. */
function legacyEntries(json: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const isEntry = (value: unknown) =>
    ['auth', 'username', 'identitytoken'].some((key) => record(value)?.[key]);
  return Object.fromEntries(Object.entries(json).filter(([, value]) => isEntry(value)));
}

function authSources(file: string, auths: unknown, note: Note): AuthSource[] {
  const entries = record(auths);
  if (entries === undefined) {
    note(file, 'its auths is no object');
    return [];
  }
  return Object.entries(entries).flatMap(([key, value]) => {
    const credential = parseAuthEntry(value);
    if (typeof credential === 'string') note(file, `its entry for ${nameOf(key)} is left out: ${credential}`);
    return credential === undefined || typeof credential === 'string'
      ? []
      : [{ file, scope: scopeOf(key), credential }];
  });
}

function storeSources(file: string, store: unknown, note: Note): AuthSource[] {
  if (store === undefined || store === '') return [];
  const helper = text(store);
  if (helper !== undefined) return [{ file, helper }];
  note(file, 'its credsStore is no name of a program');
  return [];
}

function helperSources(file: string, helpers: unknown, note: Note): AuthSource[] {
  const entries = record(helpers);
  if (entries === undefined) {
    note(file, 'its credHelpers is no object');
    return [];
  }
  return Object.entries(entries).flatMap(([key, value]) => {
    const helper = text(value);
    if (helper !== undefined) return [{ file, scope: scopeOf(key), helper }];
    note(file, `its credHelpers entry for ${nameOf(key)} is no name of a program`);
    return [];
  });
}

/** Someone may have put a password into the key, as into a URL. */
function nameOf(key: string): string {
  return key.replace(/^.*@/s, '').slice(0, 200);
}
