import type { FileSink } from '../image.ts';
import { ImageError } from '../image.ts';
import { Bunzip } from './bzip2.ts';
import { Inflater } from './inflater.ts';
import type { Outlet } from './outlet.ts';
import { type Walk, Walker } from './walker.ts';
import { Stopped } from './work.ts';
import { FIXED, variableLength, type ZipEntry, zipEntry } from './zip-header.ts';
import { SignatureSearch } from './zip-search.ts';
import { StoredUnsized } from './zip-stored.ts';
import { zstdDecoder } from './zstd.ts';

/** Of a script before a zip. Spring Boot's has 10 KiB. */
const SCRIPT = 64 * 1024;

/** APPNOTE 4.4.5. */
const METHOD = { stored: 0, deflated: 8, bzip2: 12, zstd: 93 };

/**
 * A zip (PKWARE APPNOTE 6.3.10) by its local headers, one after the other: entries that its directory does not list are read
 * too. What stands between them, as data descriptors and signatures of apks, is passed over up to the next header.
 */
export function unzip(outlet: Outlet): FileSink {
  return new Walker(new Zip(outlet).entries(Number.POSITIVE_INFINITY));
}

/** A script that may have a zip behind it. */
export function unzipBehindScript(outlet: Outlet): FileSink {
  return new Walker(new Zip(outlet).entries(SCRIPT));
}

class Zip {
  readonly #outlet: Outlet;
  readonly #inflater: Inflater;
  readonly #told = new Set<string>();
  #name = '';
  #isOpen = false;

  constructor(outlet: Outlet) {
    this.#outlet = outlet;
    this.#inflater = new Inflater((chunk) => this.#unpacked(chunk));
  }

  *entries(limit: number): Walk {
    let isWhole = false;
    for (let search = new SignatureSearch(limit); ; search = new SignatureSearch(Number.POSITIVE_INFINITY)) {
      yield search;
      if (search.found === undefined) break;
      if (search.found === 'entry') yield* this.#header();
      isWhole = search.found !== 'entry';
    }
    if (!isWhole) this.#outlet.damaged('ends before its directory does');
  }

  *#header(): Walk {
    const fixed = Buffer.from(yield { see: FIXED });
    const length = variableLength(fixed);
    if (length !== undefined) yield* this.#entry(zipEntry(fixed, yield { see: length }));
  }

  *#entry(entry: ZipEntry): Walk {
    const { name, method, size } = entry;
    const unread = unreadReason(entry);
    if (unread !== undefined) {
      this.#once(unread, name);
      yield { pass: size ?? 0 };
      return;
    }
    this.#name = name;
    this.#isOpen = false;
    if (name.endsWith('/')) this.#outlet.place.work.enter();
    else this.#open();
    if (method === METHOD.stored) yield* this.#stored(size);
    else if (method === METHOD.deflated) yield* this.#deflated();
    else yield* this.#decoded(method === METHOD.zstd ? zstdDecoder : (to) => new Bunzip(to), size ?? 0);
    this.#outlet.end();
  }

  *#stored(size: number | undefined): Walk {
    const to = (chunk: Buffer) => {
      if (chunk.length > 0) this.#open();
      this.#outlet.write(chunk);
    };
    yield size === undefined ? new StoredUnsized(to) : { pass: size, to };
  }

  /** To the stream's own end, whatever size the header states. */
  *#deflated(): Walk {
    this.#inflater.reset();
    yield this.#inflater;
    if (this.#inflater.damage !== undefined) this.#outlet.damaged(`${this.#name}: ${this.#inflater.damage}`);
  }

  *#decoded(decoderOf: (to: (chunk: Uint8Array) => void) => FileSink, size: number): Walk {
    const decoder = decoderOf((chunk) => this.#unpacked(chunk));
    const attempt = this.#tolerant();
    yield { pass: size, to: (chunk) => attempt(() => decoder.write(chunk)) };
    attempt(() => decoder.end());
  }

  /** Runs what may fail until it does: an entry's damage is none of the archive's. */
  #tolerant(): (action: () => void) => void {
    let isWell = true;
    return (action) => {
      try {
        if (isWell) action();
      } catch (error) {
        if (!(error instanceof ImageError) || error instanceof Stopped) throw error;
        isWell = false;
        this.#outlet.damaged(`${this.#name}: ${error.message}`);
      }
    };
  }

  #unpacked(chunk: Uint8Array): void {
    this.#open();
    this.#outlet.unpacked(chunk);
  }

  /** Folders are opened only where they have content. */
  #open(): void {
    if (!this.#isOpen) this.#outlet.begin(this.#name);
    this.#isOpen = true;
  }

  #once(unread: string, name: string): void {
    if (!this.#told.has(unread)) this.#outlet.refused(`${unread}: not looked into, ${name} for one`);
    this.#told.add(unread);
  }
}

function unreadReason({ isEncrypted, method, size }: ZipEntry): string | undefined {
  if (isEncrypted) return 'holds encrypted entries';
  if (method === METHOD.stored || method === METHOD.deflated) return undefined;
  const isKnown = method === METHOD.bzip2 || method === METHOD.zstd;
  return isKnown && size !== undefined ? undefined : `holds entries of compression method ${method}`;
}
