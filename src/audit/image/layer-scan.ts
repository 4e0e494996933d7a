import { createHash } from 'node:crypto';
import { type NamedReader, type NamedSecret, namedReaderFor } from '../../credentials/named.ts';
import { type KeyStore, keyStore } from '../../credentials/readers/keystores.ts';
import type { CredentialMatch, CredentialScanner } from '../../credentials/scanner.ts';
import { Secret } from '../../credentials/secret.ts';
import type { Store } from '../../credentials/store-table.ts';
import { storeAt } from '../../credentials/stores.ts';
import { isVendored } from '../../credentials/vendored.ts';
import type { FileSink, Layer, LayerEntry, LayerVisitor } from '../../image/image.ts';
import { normalisePath } from '../../image/tar/layer-entry.ts';
import type { ImageLocation } from '../finding.ts';
import type { Leak } from '../leak.ts';
import { doubtPlace } from './doubtful-place.ts';
import { EntryLog } from './entry-log.ts';
import { leakOf } from './judge-text.ts';
import { mayBeScript, scriptSecrets } from './script-secrets.ts';

/** What one layer holds by itself. */
export interface LayerScan {
  /** In files of this layer, each at its place in `image`. */
  leaks: readonly Leak[];
  /** Files with more credentials than are kept. */
  crowded: readonly string[];
  /** How many doubtful ones were not kept. */
  doubtful: number;
  entries: EntryLog;
}

/** Where a leak is, but for the layer's own path. */
export type LayerPlace = Pick<ImageLocation, 'kind' | 'image' | 'platform'> & {
  layer: NonNullable<ImageLocation['layer']>;
};

/** Of one layer; a file made of nothing but tokens would fill the memory. */
const MOST_LEAKS = 10_000;
/** Data can be full of names that only look like secrets: they take no room from others. */
const MOST_DOUBTFUL = 2000;
/** Values of one file that only their names tell. */
const MOST_NAMED = 5000;
/** Credentials by format that a file's values are held against: a value that has one in it is told already. */
const MOST_COMPARED = 100;
/** Files that only make sense as a whole are read up to this size. */
const MOST_READ = 8 * 1024 * 1024;

/** Finds the credentials in a layer's files. */
export async function scanLayer(
  entries: Layer['entries'],
  place: LayerPlace,
  scanner: CredentialScanner,
): Promise<LayerScan> {
  const scan = new Scan(place, scanner);
  await entries(scan);
  scan.finish();
  return scan;
}

class Scan implements LayerScan, LayerVisitor {
  readonly leaks: Leak[] = [];
  readonly crowded: string[] = [];
  doubtful = 0;
  #doubted = 0;
  readonly entries = new EntryLog();
  readonly #place: LayerPlace;
  readonly #scanner: CredentialScanner;
  /** Further names of files. */
  readonly #links: [path: string, target: string][] = [];

  constructor(place: LayerPlace, scanner: CredentialScanner) {
    this.#place = place;
    this.#scanner = scanner;
  }

  entry(entry: LayerEntry): FileSink | undefined {
    this.entries.add(entry);
    if (entry.type === 'hardlink' && entry.linkPath !== undefined)
      this.#links.push([entry.path, `/${normalisePath(entry.linkPath)}`]);
    return entry.type === 'file' && entry.whiteout === undefined ? this.#sink(entry) : undefined;
  }

  #sink({ path, size }: LayerEntry): FileSink {
    const stream = this.#scanner.stream(isVendored(path));
    const store = storeAt(path);
    const read = namedReaderFor(path, store);
    const isRead = read !== undefined || store?.reader === 'keys' || mayBeScript(path);
    const kept: Buffer[] | undefined = isRead && size <= MOST_READ ? [] : undefined;
    return {
      write: (chunk) => {
        stream.write(chunk);
        kept?.push(Buffer.from(chunk));
      },
      end: () => {
        const matches = stream.end();
        if (stream.truncated) this.crowded.push(path);
        if (matches.length === 0 && kept === undefined) return;
        const at: ImageLocation = { ...this.#place, channel: 'layer', path, state: 'final' };
        const bytes = Buffer.concat(kept ?? []);
        const found = [
          ...matches.map((match) => leakOf(match, at)),
          ...wholeLeaks(bytes, { at, store, read, matches }),
        ];
        const extra = store === undefined ? {} : { store: store.what };
        this.#keep(
          found.map((leak) => ({ ...doubtPlace(leak, at), ...extra })),
          path,
        );
      },
    };
  }

  /** A hard link is the file itself: deleting one of its names leaves the others. */
  finish(): void {
    const targets = new Map<string, Leak[]>();
    for (const leak of this.leaks) {
      const path = leak.at.path ?? '';
      targets.set(path, [...(targets.get(path) ?? []), leak]);
    }
    for (const [path, target] of this.#links) {
      const found = targets.get(target)?.map((leak) => ({ ...leak, at: { ...leak.at, path } })) ?? [];
      this.#keep(found, path);
    }
  }

  #keep(found: readonly Leak[], path: string): void {
    for (const leak of found) {
      const isDoubtful = leak.confidence === 'possible';
      if (isDoubtful) this.#doubted += 1;
      if (isDoubtful && this.#doubted > MOST_DOUBTFUL) this.doubtful += 1;
      else if (this.leaks.length - this.#doubted < MOST_LEAKS) this.leaks.push(leak);
      else if (this.crowded.at(-1) !== path) this.crowded.push(path);
    }
  }
}

/** What a file tells that is read as a whole: by names in it, or as a key store. */
function wholeLeaks(
  bytes: Buffer,
  {
    at,
    store,
    read,
    matches,
  }: {
    at: ImageLocation;
    store: Store | undefined;
    read: NamedReader | undefined;
    matches: readonly CredentialMatch[];
  },
): Leak[] {
  const text = textOf(bytes);
  const named = [...(read?.(text) ?? []), ...scriptSecrets(at.path ?? '', text)].slice(0, MOST_NAMED);
  const keys = store?.reader === 'keys' && matches.length === 0 ? keyStore(bytes) : undefined;
  const leaks = namedLeaks(text, named, matches, at);
  return keys === undefined ? leaks : [...leaks, keyLeak(keys, bytes, at)];
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

/** The lines of a text, counted once. */
class Lines {
  readonly #ends: number[] = [];

  constructor(text: string) {
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) this.#ends.push(at);
  }

  /** The number of the line that an offset is in, from 1 on. */
  at(offset: number): number {
    let low = 0;
    let high = this.#ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#ends[middle] ?? 0) < offset) low = middle + 1;
      else high = middle;
    }
    return low + 1;
  }
}
