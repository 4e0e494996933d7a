import type { Limits } from '../../config/limits.ts';
import type { Patience } from '../../config/patience.ts';
import { namedReaderFor } from '../../credentials/named.ts';
import type { CredentialScanner } from '../../credentials/scanner.ts';
import { storeAt } from '../../credentials/stores.ts';
import { isVendored } from '../../credentials/vendored.ts';
import type { FileSink } from '../../image/image.ts';
import { NESTED_HEAD, type NestedVisitor, nestedSink } from '../../image/nested/nested.ts';
import type { Leak } from '../leak.ts';
import { doubtPlace } from './doubtful-place.ts';
import { leakOf } from './judge-text.ts';
import type { LayerPlace } from './layer-place.ts';
import { mayBeScript } from './script-secrets.ts';
import { wholeLeaks } from './whole-file.ts';

/** Files that only make sense as a whole are read up to this size. */
const MOST_READ = 8 * 1024 * 1024;

/** Who a file is scanned for. */
export interface FileScanFor {
  place: LayerPlace;
  limits: Limits;
  /** What ends the scan. */
  patience?: Patience | undefined;
  scanner: CredentialScanner;
  keep(leaks: readonly Leak[], path: string): void;
  /** The file has more credentials than are listed. */
  crowd(path: string): void;
  skip(path: string, reason: string): void;
  /** Something that is damaged: nobody can read more of it. */
  note(path: string, reason: string): void;
  /** A path within an archive, which can hold a secret as well. @param file the archive */
  name(path: string, file: string): void;
  later(work: Promise<void>): void;
}

/** A sink that finds the credentials of one file of a layer, and of what is packed in it. */
export function scanFile(path: string, size: number, scan: FileScanFor): FileSink {
  const told = new InnerPlaces();
  const plain = plainSink(path, size, scan, (leaks) => scan.keep(told.without(leaks, path), path));
  const visitor: NestedVisitor = {
    file: (inside) => {
      scan.name(inside, path);
      return plainSink(inside, Number.POSITIVE_INFINITY, scan, (leaks) => {
        const own = told.without(leaks, inside);
        for (const { secret } of own) told.add(secret.value.reveal(), inside);
        scan.keep(
          own.map((leak) => ({ ...leak, file: path })),
          inside,
        );
      });
    },
    skip: (inside, reason, isDamage) => (isDamage ? scan.note(inside, reason) : scan.skip(inside, reason)),
    later: (work) => scan.later(work),
  };
  return new PackedSink(plain, Math.min(size, NESTED_HEAD), (head) =>
    nestedSink(head, path, size, visitor, scan),
  );
}

/** In which archives secrets were told: what is stored as it is stands in the bytes of each archive around it as well. */
class InnerPlaces {
  readonly #archives = new Map<string, Set<string>>();

  /** @param path a way into archives, each with an exclamation mark behind it */
  add(text: string, path: string): void {
    const archives = this.#archives.get(text) ?? new Set();
    this.#archives.set(text, archives);
    for (const { index } of path.matchAll(/!/g)) archives.add(path.slice(0, index));
  }

  /** The leaks of the file at a path, those left out that were told further in. */
  without(leaks: readonly Leak[], path: string): Leak[] {
    return leaks.filter(({ secret }) => this.#archives.get(secret.value.reveal())?.has(path) !== true);
  }
}

/** Hands bytes on to one sink, and to a second one if the first of them call for it. */
class PackedSink implements FileSink {
  readonly #plain: FileSink;
  readonly #open: (head: Uint8Array) => FileSink | undefined;
  readonly #wanted: number;
  #head: Buffer | undefined;
  #isOpen = false;
  #packed: FileSink | undefined;

  constructor(plain: FileSink, wanted: number, open: (head: Uint8Array) => FileSink | undefined) {
    this.#plain = plain;
    this.#wanted = wanted;
    this.#open = open;
  }

  write(chunk: Uint8Array): void {
    this.#plain.write(chunk);
    if (this.#isOpen) this.#packed?.write(chunk);
    else this.#begin(chunk);
  }

  end(): void {
    this.#packed?.end();
    this.#plain.end();
  }

  #begin(chunk: Uint8Array): void {
    const head = this.#head === undefined ? chunk : Buffer.concat([this.#head, chunk]);
    if (head.length < this.#wanted) {
      this.#head = Buffer.from(head);
      return;
    }
    this.#isOpen = true;
    this.#head = undefined;
    this.#packed = this.#open(head.subarray(0, NESTED_HEAD));
    this.#packed?.write(head);
  }
}

/** @param size in bytes; Infinity where it is not known before */
function plainSink(path: string, size: number, scan: FileScanFor, done: (leaks: Leak[]) => void): FileSink {
  const { place, scanner } = scan;
  const stream = scanner.stream(isVendored(path));
  const store = storeAt(path);
  const read = namedReaderFor(path, store, scanner.names);
  const isRead = read !== undefined || store?.reader === 'keys' || mayBeScript(path);
  let kept: Buffer[] | undefined =
    isRead && !(size > MOST_READ && size < Number.POSITIVE_INFINITY) ? [] : undefined;
  let length = 0;
  return {
    write: (chunk) => {
      stream.write(chunk);
      if (kept === undefined) return;
      length += chunk.length;
      if (length > MOST_READ) kept = undefined;
      else kept.push(Buffer.from(chunk));
    },
    end: () => {
      const matches = stream.end();
      if (stream.truncated) scan.crowd(path);
      if (matches.length === 0 && kept === undefined) return;
      const at = { ...place, channel: 'layer', path, state: 'final' } as const;
      const whole = wholeLeaks(Buffer.concat(kept ?? []), { at, store, read, matches, names: scanner.names });
      if (whole.more) scan.crowd(path);
      const found = [...matches.map((match) => leakOf(match, at)), ...whole.leaks];
      const extra = store === undefined ? {} : { store: store.what };
      if (found.length > 0) done(found.map((leak) => ({ ...doubtPlace(leak, at), ...extra })));
    },
  };
}
