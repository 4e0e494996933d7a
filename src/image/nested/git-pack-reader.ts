import { createHash, type Hash } from 'node:crypto';
import { limitHint } from '../../config/limits.ts';
import { ImageError } from '../image.ts';
import { Inflater } from './inflater.ts';
import { Refusal } from './work.ts';

export type PackedType = 'commit' | 'tree' | 'blob' | 'tag';

/** An object of a pack: whole, or a delta against another one. */
export interface Packed {
  /** Where it starts in the pack. */
  offset: number;
  /** Where its zlib stream does. */
  data: number;
  /** Unpacked: of the object or of the delta. */
  size: number;
  /** Of a delta: where its base is known by now. */
  type: PackedType | undefined;
  /** Of whole objects. */
  id?: string;
  /** The base's offset or id. */
  base?: number | string;
}

/** As git names objects: by the hash over their type, size and content. */
export type Algorithm = 'sha1' | 'sha256';

const ID_BYTES = { sha1: 20, sha256: 32 };
const TYPES: Readonly<Record<number, PackedType>> = { 1: 'commit', 2: 'tree', 3: 'blob', 4: 'tag' };
const OFS_DELTA = 6;
const REF_DELTA = 7;
const PIECE = 64 * 1024;

/** Reads single objects of a pack that is held (gitformat-pack). Throws ImageError where one is damaged. */
export class PackReader {
  readonly #pack: Buffer;
  readonly #algorithm: Algorithm;
  readonly #limit: number;
  readonly #inflater = new Inflater((chunk) => this.#take(chunk));
  #to: (chunk: Uint8Array) => void = () => {};
  #left = 0;

  /** `limit`: how many bytes an object may have that has to be held. */
  constructor(pack: Buffer, algorithm: Algorithm, limit: number) {
    this.#pack = pack;
    this.#algorithm = algorithm;
    this.#limit = limit;
  }

  /** How many objects the pack says it has. */
  get count(): number {
    return this.#pack.length < 12 ? 0 : this.#pack.readUInt32BE(8);
  }

  /** The object at `offset`, with its id where it is whole, and where the next one starts. */
  objectAt(offset: number): { packed: Packed; end: number } {
    const { kind, size, next } = this.#headerAt(offset);
    const packed: Packed = { offset, data: next, size, type: TYPES[kind] };
    if (kind === OFS_DELTA) Object.assign(packed, this.#baseBefore(offset, next));
    else if (kind === REF_DELTA) {
      packed.data = next + ID_BYTES[this.#algorithm];
      packed.base = this.#pack.toString('hex', next, packed.data);
    } else if (packed.type === undefined) throw new ImageError(`no object at byte ${offset}`);
    const hash = packed.type && this.#hashOf(packed.type, size);
    const end = this.stream(packed, (chunk) => hash?.update(chunk));
    if (hash) packed.id = hash.digest('hex');
    return { packed, end };
  }

  /** The id of content that was made of a delta. */
  idOf(type: PackedType, content: Buffer): string {
    return this.#hashOf(type, content.length).update(content).digest('hex');
  }

  /** An object's or delta's unpacked bytes. */
  content(packed: Packed): Buffer {
    this.checkSize(packed.size);
    const content = Buffer.allocUnsafe(packed.size);
    let written = 0;
    this.stream(packed, (chunk) => {
      content.set(chunk, written);
      written += chunk.length;
    });
    return content;
  }

  /** Throws Refusal for what is too large to be held. */
  checkSize(size: number): void {
    if (size > this.#limit)
      throw new Refusal(
        `objects of more than ${this.#limit} bytes with deltas were not read ${limitHint('nestedHeldBytes')}`,
      );
  }

  /** Hands on an object's unpacked bytes; returns where it ends. */
  stream({ data, size }: Packed, to: (chunk: Uint8Array) => void): number {
    this.#to = to;
    this.#left = size;
    const inflater = this.#inflater;
    inflater.reset();
    // Each piece is copied: a small object takes a small one. Two bytes of zlib header come first.
    const piece = Math.min(PIECE, size + 64);
    let at = data + 2;
    while (!inflater.isDone && this.#left >= 0) {
      const chunk = this.#pack.subarray(at, at + piece);
      at += inflater.take(chunk, chunk.length === 0);
    }
    if (inflater.damage !== undefined || this.#left !== 0)
      throw new ImageError(`the object at byte ${data} is damaged`);
    return at + 4;
  }

  #take(chunk: Uint8Array): void {
    this.#left -= chunk.length;
    if (this.#left >= 0) this.#to(chunk);
  }

  #hashOf(type: PackedType, size: number): Hash {
    return createHash(this.#algorithm).update(`${type} ${size}\0`);
  }

  /** Three bits of kind, then the size in four bits and seven for each further byte, the lowest first. */
  #headerAt(offset: number): { kind: number; size: number; next: number } {
    let byte = this.#byte(offset);
    const kind = (byte >> 4) & 7;
    let [size, factor, next] = [byte & 15, 16, offset + 1];
    for (; byte >= 0x80 && factor < 2 ** 46; factor *= 128) {
      byte = this.#byte(next++);
      size += (byte & 0x7f) * factor;
    }
    return { kind, size, next };
  }

  /** How far before its delta a base starts: seven bits a byte, the highest first, one added for each further byte. */
  #baseBefore(offset: number, from: number): { base: number; data: number } {
    let byte = this.#byte(from);
    let [distance, data] = [byte & 0x7f, from + 1];
    while (byte >= 0x80 && distance < 2 ** 40) {
      byte = this.#byte(data++);
      distance = (distance + 1) * 128 + (byte & 0x7f);
    }
    return { base: offset - distance, data };
  }

  #byte(at: number): number {
    const byte = this.#pack[at];
    if (byte === undefined) throw new ImageError('the pack ends early');
    return byte;
  }
}
