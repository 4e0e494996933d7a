import { createHmac, timingSafeEqual } from 'node:crypto';
import { readdirSync, readFileSync, renameSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { privateFolder } from '../../config/cache-folder.ts';
import type { KnownSecret } from '../../credentials/scanner.ts';
import { removeIfThere } from '../fingerprint.ts';
import { readScan, writeScan } from './cached-scan.ts';
import type { LayerPlace } from './layer-place.ts';
import type { LayerScan } from './layer-scan.ts';

/** Of all entries together. */
const MOST_BYTES = 256 * 1024 * 1024;
/** What is left of them when they were too many. */
const KEPT_SHARE = 0.8;
const SEAL_BYTES = 32;

/**
 * What was found in layers, by diffID, rules and what was looked for; and which diffID stands at an address. Entries
 * are sealed with the key, named by it, written apart and then renamed: several processes can use one folder, and what
 * is damaged is as if it were not there. No secret is in them, only lengths and fingerprints.
 */
export class LayerCache {
  readonly #folder: string;
  readonly #key: Uint8Array;
  readonly #rules: string;
  readonly #valueKey: Uint8Array | undefined;
  #grown = false;
  #trouble: string | undefined;

  /**
   * @param key of the secrets' fingerprints: entries made under another one are not found
   * @param rules stands for everything that decides what is found and kept of it, the project's own and its salt included
   * @param valueKey of value hashes, where the project has a salt
   */
  constructor(folder: string, key: Uint8Array, rules: string, valueKey?: Uint8Array) {
    this.#folder = join(folder, 'layers');
    this.#key = key;
    this.#rules = rules;
    this.#valueKey = valueKey;
  }

  /** The diffID of what stands at an address, as it was read from there. */
  diffIdAt(address: string): string | undefined {
    return this.#read('at', address)?.toString('latin1');
  }

  find(diffId: string, known: readonly KnownSecret[], place: LayerPlace): LayerScan | undefined {
    const bytes = this.#read('scan', this.#scanName(diffId, known));
    return bytes && readScan(bytes, place);
  }

  /** Keeps a scan, unless a name or path in it holds one of its secrets. */
  keep(diffId: string, known: readonly KnownSecret[], scan: LayerScan): void {
    const bytes = writeScan(scan, this.#key, this.#valueKey);
    if (bytes !== undefined) this.#write('scan', this.#scanName(diffId, known), bytes);
  }

  /** Notes which diffID stands at an address: a file's place and times, or the digest of what is stored. */
  note(address: string, diffId: string): void {
    this.#write('at', address, Buffer.from(diffId, 'latin1'));
  }

  /** Why nothing could be kept: the folder, and what the system says of it. */
  get trouble(): string | undefined {
    return this.#trouble;
  }

  /** Removes what was not used for longest, when there is too much. */
  close(): void {
    if (!this.#grown) return;
    const files = this.#files();
    let size = files.reduce((sum, file) => sum + file.size, 0);
    if (size <= MOST_BYTES) return;
    for (const { path, size: bytes } of files.sort((one, other) => one.used - other.used)) {
      removeIfThere(path);
      size -= bytes;
      if (size <= MOST_BYTES * KEPT_SHARE) return;
    }
  }

  #scanName(diffId: string, known: readonly KnownSecret[]): string {
    const looked = known
      .map(({ secret, name = '', label }) => [secret.fingerprint(this.#key), name, label])
      .sort();
    return JSON.stringify([this.#rules, diffId, looked]);
  }

  #path(kind: string, name: string): string {
    return join(this.#folder, this.#hmac(`${kind}\0${name}`).toString('hex').slice(0, 40));
  }

  #hmac(content: string | Uint8Array): Buffer {
    return createHmac('sha256', this.#key).update(content).digest();
  }

  /** Of an entry and what it is called: one that was put in another's place is none. */
  #seal(kind: string, name: string, content: Uint8Array): Buffer {
    return this.#hmac(Buffer.concat([Buffer.from(`${kind}\0${name}\0`), content]));
  }

  #read(kind: string, name: string): Buffer | undefined {
    const path = this.#path(kind, name);
    try {
      const bytes = readFileSync(path);
      const content = bytes.subarray(SEAL_BYTES);
      const seal = this.#seal(kind, name, content);
      if (bytes.length < SEAL_BYTES || !timingSafeEqual(bytes.subarray(0, SEAL_BYTES), seal))
        return undefined;
      touch(path);
      return content;
    } catch {
      return undefined;
    }
  }

  /** A cache that cannot be written is one that never helps: no reason to stop. */
  #write(kind: string, name: string, content: Uint8Array): void {
    const path = this.#path(kind, name);
    const draft = `${path}.${process.pid}`;
    try {
      privateFolder(this.#folder);
      writeFileSync(draft, Buffer.concat([this.#seal(kind, name, content), content]), { mode: 0o600 });
      renameSync(draft, path);
      this.#grown = true;
    } catch (error) {
      this.#trouble ??= `${this.#folder}: ${(error as NodeJS.ErrnoException).code}`;
      removeIfThere(draft);
    }
  }

  #files(): { path: string; size: number; used: number }[] {
    return readdirSync(this.#folder).flatMap((name) => {
      const path = join(this.#folder, name);
      const found = statSync(path, { throwIfNoEntry: false });
      return found === undefined ? [] : [{ path, size: found.size, used: found.mtimeMs }];
    });
  }
}

/** Of what is only read, such as another machine's cache, nothing is removed for its age either. */
function touch(path: string): void {
  try {
    const now = new Date();
    utimesSync(path, now, now);
  } catch {
    // Then it looks older than it is.
  }
}
