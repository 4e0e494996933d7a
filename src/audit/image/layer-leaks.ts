import { createHash } from 'node:crypto';
import { type NamedSecret, namedReaderFor } from '../../credentials/named.ts';
import { type KeyStore, keyStore } from '../../credentials/readers/keystores.ts';
import type { CredentialMatch, CredentialScanner } from '../../credentials/scanner.ts';
import { Secret } from '../../credentials/secret.ts';
import { storeAt } from '../../credentials/stores.ts';
import { isVendored } from '../../credentials/vendored.ts';
import type { FileSink, Layer, LayerEntry } from '../../image/image.ts';
import type { ImageLocation, Skipped } from '../finding.ts';
import type { Leak } from '../leak.ts';
import { doubtPlace } from './doubtful-place.ts';
import { leakOf } from './judge-text.ts';

/** Of one image; a file made of nothing but tokens would fill the memory. */
const MOST_LEAKS = 10_000;
/** Files that only make sense as a whole are read up to this size. */
const MOST_READ = 1024 * 1024;

type ImagePlace = Pick<ImageLocation, 'kind' | 'image' | 'platform'>;

/** Reads an image's layers from the lowest up and keeps, of every credential found, what became of its file. */
export class LayerLeaks {
  readonly leaks: Leak[] = [];
  readonly #skip: (skipped: Skipped) => void;
  readonly #image: ImagePlace;
  readonly #scanner: CredentialScanner;

  /**
   * @param known leaks of layers below that were read before
   * @param skip is told of credentials that are too many to be kept
   */
  constructor(
    image: ImagePlace,
    scanner: CredentialScanner,
    known: readonly Leak[],
    skip: (skipped: Skipped) => void,
  ) {
    this.#skip = skip;
    this.#image = image;
    this.#scanner = scanner;
    this.leaks.push(...known);
  }

  /** @param madeBy the instruction that made the layer, for the reader */
  async read(layer: Layer, madeBy?: string): Promise<void> {
    const { index, digest, diffId } = layer;
    const below = this.leaks.filter(({ at }) => at.state === 'final');
    const paths = withFolders(below);
    const place = { index, ...(digest !== undefined && { digest }), ...(diffId !== undefined && { diffId }) };
    await layer.entries({
      entry: (entry) => {
        if (paths.has(entry.path)) this.#bury(below, entry, place);
        if (entry.type !== 'file' || entry.whiteout !== undefined) return undefined;
        const at = {
          ...this.#image,
          channel: 'layer',
          layer: place,
          path: entry.path,
          state: 'final',
        } as const;
        return this.#fileSink(entry, at, madeBy === undefined ? {} : { madeBy });
      },
    });
  }

  /** Marks the leaks of lower layers that this entry deletes or replaces. */
  #bury(below: Leak[], { path, type, whiteout }: LayerEntry, layer: ImageLocation['layer'] & object): void {
    for (const leak of below) {
      const { path: leaked = '', state } = leak.at;
      if (state !== 'final') continue;
      const inside = leaked.startsWith(path === '/' ? '/' : `${path}/`);
      const hidden = whiteout === 'opaque' ? inside : whiteout === 'file' && (inside || leaked === path);
      const replaced = whiteout === undefined && type !== 'directory' && (leaked === path || inside);
      if (!hidden && !replaced) continue;
      leak.at = { ...leak.at, state: hidden ? 'deleted' : 'overwritten' };
      leak.buriedBy = { ...this.#image, channel: 'layer', layer, path };
    }
  }

  #fileSink({ path, size }: LayerEntry, at: ImageLocation, origin: Pick<Leak, 'madeBy'>): FileSink {
    const stream = this.#scanner.stream(isVendored(path));
    const store = storeAt(path);
    const read = namedReaderFor(path, store);
    const isRead = read !== undefined || store?.reader === 'keys';
    const kept: Buffer[] | undefined = isRead && size <= MOST_READ ? [] : undefined;
    return {
      write: (chunk) => {
        stream.write(chunk);
        kept?.push(Buffer.from(chunk));
      },
      end: () => {
        const matches = stream.end();
        const found = matches.map((match) => doubtPlace(leakOf(match, at), at));
        const bytes = Buffer.concat(kept ?? []);
        const text = read === undefined ? '' : bytes.toString('utf8');
        found.push(...namedLeaks(text, read?.(text) ?? [], matches, at));
        const keys = store?.reader === 'keys' && matches.length === 0 ? keyStore(bytes) : undefined;
        if (keys !== undefined) found.push(keyLeak(keys, bytes, at));
        const extra = store === undefined ? origin : { ...origin, store: store.what };
        this.#keep(
          found.map((leak) => ({ ...leak, ...extra })),
          path,
          stream.truncated,
        );
      },
    };
  }

  #keep(found: readonly Leak[], path: string, truncated: boolean): void {
    const kept = found.slice(0, Math.max(0, MOST_LEAKS - this.leaks.length));
    for (const leak of kept) this.leaks.push(leak);
    if (kept.length === found.length && !truncated) return;
    this.#skip({ what: path, reason: `holds more credentials than are listed, ${MOST_LEAKS} of an image` });
  }
}

/** The leaks' paths and all folders above them: what an entry has to be named like to matter. */
function withFolders(leaks: readonly Leak[]): Set<string> {
  const paths = new Set<string>();
  for (const { at } of leaks) {
    for (let path = at.path ?? '/'; !paths.has(path); path = path.slice(0, path.lastIndexOf('/')) || '/') {
      paths.add(path);
    }
  }
  return paths;
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
  return named.flatMap(({ name, start, end, confidence, severity = 'high' }): Leak[] => {
    const value = text.slice(start, end);
    if (matches.some(({ secret }) => value.includes(secret.reveal()))) return [];
    const line = text.slice(0, start).split('\n').length;
    const secret = { name, value: new Secret(value) };
    return [{ at: { ...at, line }, secret, what: `value of ${name}`, severity, confidence }];
  });
}
