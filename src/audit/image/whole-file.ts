import { createHash } from 'node:crypto';
import type { NamedReader, NamedSecret } from '../../credentials/named.ts';
import { type KeyStore, keyStore } from '../../credentials/readers/keystores.ts';
import type { CredentialMatch } from '../../credentials/scanner.ts';
import { Secret } from '../../credentials/secret.ts';
import type { Store } from '../../credentials/store-table.ts';
import type { Vocabulary } from '../../credentials/vocabulary.ts';
import type { ImageLocation } from '../finding.ts';
import type { Leak } from '../leak.ts';
import { Lines } from './lines.ts';
import { scriptSecrets } from './script-secrets.ts';

/** Values of one file that only their names tell. */
const MOST_NAMED = 5000;
/** Credentials by format that a file's values are held against: a value that has one in it is told already. */
const MOST_COMPARED = 100;

/** What is known of a file before it is read as a whole. */
export interface WholeFile {
  at: ImageLocation;
  store: Store | undefined;
  read: NamedReader | undefined;
  matches: readonly CredentialMatch[];
  names: Vocabulary;
}

/** What a file tells that is read as a whole, by names in it or as a key store, and whether there is more than is kept. */
export function wholeLeaks(
  bytes: Buffer,
  { at, store, read, matches, names }: WholeFile,
): { leaks: Leak[]; more: boolean } {
  const text = textOf(bytes);
  const named = [...(read?.(text) ?? []), ...scriptSecrets(at.path ?? '', text, names)];
  const keys = store?.reader === 'keys' && matches.length === 0 ? keyStore(bytes) : undefined;
  const leaks = namedLeaks(text, named.slice(0, MOST_NAMED), matches, at);
  const all = keys === undefined ? leaks : [...leaks, keyLeak(keys, bytes, at)];
  return { leaks: all, more: named.length > MOST_NAMED };
}

/** A file's text, by its byte order mark; empty for a binary one. */
function textOf(bytes: Buffer): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return bytes.toString('utf16le', 2);
  if (first === 0xfe && second === 0xff)
    return Buffer.from(bytes.subarray(0, bytes.length & ~1))
      .swap16()
      .toString('utf16le', 2);
  return bytes.includes(0) ? '' : bytes.toString('utf8').replace(/^\ufeff/, '');
}

/** A binary key store as a whole: its content's digest stands for it. */
function keyLeak({ what, opens }: KeyStore, bytes: Buffer, at: ImageLocation): Leak {
  const value = new Secret(createHash('sha256').update(bytes).digest('hex'));
  const how = opens === undefined ? what : `${what}, which opens with the password "${opens}"`;
  return { at, secret: { value }, what: how, severity: 'high', confidence: opens ? 'certain' : 'likely' };
}

function namedLeaks(
  text: string,
  named: readonly NamedSecret[],
  matches: readonly CredentialMatch[],
  at: ImageLocation,
): Leak[] {
  const told = matches.map(({ secret }) => secret.reveal());
  const lines = new Lines(text);
  const seen = new Set<number>();
  return named.flatMap(({ name, start, end, confidence, severity = 'high' }): Leak[] => {
    const value = text.slice(start, end);
    if (seen.has(start) || told.slice(0, MOST_COMPARED).some((one) => value.includes(one))) return [];
    seen.add(start);
    const secret = { name, value: new Secret(value) };
    const place = { ...at, line: lines.at(start) };
    return [{ at: place, secret, what: `value of ${name}`, severity, confidence }];
  });
}
