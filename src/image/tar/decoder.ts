import { Header } from 'tar/header';
import type { LayerEntry } from '../image.ts';
import { decimal, parsePax, xattrsOf } from './pax.ts';

export interface TarEntry {
  /** As stored: not normalised. */
  name: string;
  type: LayerEntry['type'];
  /** Bytes of body that follow the header. */
  size: number;
  linkName?: string;
  xattrs?: Readonly<Record<string, string>>;
  /** GNU sparse map blocks stand between header and body. */
  sparseMap: boolean;
}

export type Block =
  | { kind: 'blank' }
  | { kind: 'meta'; type: string; size: number }
  | { kind: 'entry'; entry: TarEntry }
  | { kind: 'bad'; reason: string };

const META = new Set(['x', 'X', 'g', 'L', 'N', 'K']);
const TYPES: Readonly<Record<string, LayerEntry['type']>> = {
  '\0': 'file',
  '0': 'file',
  '7': 'file',
  S: 'file',
  '1': 'hardlink',
  '2': 'symlink',
  '5': 'directory',
};
/** Types that have no body whatever their size field says (Go archive/tar, isHeaderOnlyType). */
const HEADER_ONLY = new Set(['1', '2', '3', '4', '5', '6']);

const CHECKSUM = 148;
const TYPE = 156;
const LINK = 157;
const PREFIX = 345;

/** Header blocks -> entries. Extended headers are kept until the entry that they speak of. */
export class TarDecoder {
  #pax = new Map<string, string>();

  /** Decodes the 512 bytes at `offset`. */
  block(buffer: Buffer, offset: number): Block {
    const header = usualHeader(buffer, offset) ?? decodeHeader(buffer, offset);
    if (typeof header === 'string') return this.#bad(header);
    if (header.nullBlock) return { kind: 'blank' };
    if (!header.cksumValid && !holdsSigned(buffer, offset)) return this.#bad('checksum does not match');
    const type = String.fromCharCode(buffer[offset + 156] ?? 0);
    const size = META.has(type) ? stated(buffer, offset) : this.#size(stated(buffer, offset), type);
    if (size === undefined) return this.#bad('size is negative, too large or no number');
    if (META.has(type)) return { kind: 'meta', type, size };
    return { kind: 'entry', entry: this.#entry(header, type, size, buffer[offset + 482] === 1) };
  }

  /** Takes in an extended header's body. Returns false where it is malformed. */
  meta(type: string, body: Buffer): boolean {
    if (type === 'L' || type === 'N') this.#pax.set('path', cString(body));
    else if (type === 'K') this.#pax.set('linkpath', cString(body));
    else {
      const { records, whole } = parsePax(body);
      // Global records are no file's: engines pass over them (Go archive/tar).
      if (type !== 'g') for (const [key, value] of records) this.#pax.set(key, value);
      return whole;
    }
    return true;
  }

  #size(field: number | undefined, type: string): number | undefined {
    if (HEADER_ONLY.has(type)) return 0;
    const extended = this.#pax.get('size');
    return extended === undefined ? field : decimal(extended);
  }

  #entry(
    header: Pick<Header, 'path' | 'linkpath'>,
    type: string,
    size: number,
    sparseMap: boolean,
  ): TarEntry {
    const pax = this.#pax;
    this.#pax = new Map();
    const linkName = pax.get('linkpath') || header.linkpath;
    const xattrs = xattrsOf(pax);
    const name = pax.get('GNU.sparse.name') || pax.get('path') || header.path || '';
    return {
      name,
      type: type === '\0' && name.endsWith('/') ? 'directory' : (TYPES[type] ?? 'other'),
      size,
      ...(linkName && (type === '1' || type === '2') ? { linkName } : {}),
      ...(xattrs ? { xattrs } : {}),
      sparseMap: type === 'S' && sparseMap,
    };
  }

  #bad(reason: string): Block {
    this.#pax = new Map();
    return { kind: 'bad', reason };
  }
}

/**
 * The size that a header states: octal digits, or a number of base 256 behind a set bit. Read here, since node-tar takes
 * an entry for a folder without content when its name, cut at a hundred bytes, ends in a slash.
 */
function stated(buffer: Buffer, offset: number): number | undefined {
  const field = buffer.subarray(offset + 124, offset + 136);
  const [first = 0] = field;
  if (first === 0x80)
    return field.subarray(1, 5).some((byte) => byte !== 0) ? undefined : safe(field.readUIntBE(6, 6));
  if (first > 0x80) return undefined;
  const digits = field.toString('latin1').replace(/\0.*$/s, '').trim();
  return digits === '' ? 0 : /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : undefined;
}

function safe(value: number): number | undefined {
  return Number.isSafeInteger(value) ? value : undefined;
}

/**
 * The header of nearly every entry: a name in one piece, a checksum that holds. node-tar decodes a dozen fields more,
 * dates among them, which takes longer than to read a small file. Undefined for any other.
 */
function usualHeader(
  buffer: Buffer,
  offset: number,
): Pick<Header, 'path' | 'linkpath' | 'nullBlock' | 'cksumValid'> | undefined {
  if (buffer[offset] === 0 || buffer[offset + PREFIX] !== 0) return undefined;
  const written = buffer.toString('latin1', offset + CHECKSUM, offset + CHECKSUM + 8).replace(/[\0 ]+$/, '');
  if (!/^ *[0-7]+$/.test(written)) return undefined;
  let sum = 8 * 0x20;
  for (let at = offset; at < offset + CHECKSUM; at++) sum += buffer[at] as number;
  for (let at = offset + CHECKSUM + 8; at < offset + 512; at++) sum += buffer[at] as number;
  if (Number.parseInt(written, 8) !== sum) return undefined;
  const type = buffer[offset + TYPE];
  const isLink = type === 0x31 || type === 0x32;
  return {
    path: fieldAt(buffer, offset, 100),
    linkpath: isLink ? fieldAt(buffer, offset + LINK, 100) : '',
    nullBlock: false,
    cksumValid: true,
  };
}

/** Old tars add up signed bytes, and all that read tars take that, too. */
function holdsSigned(buffer: Buffer, offset: number): boolean {
  const written = buffer.toString('latin1', offset + CHECKSUM, offset + CHECKSUM + 8).replace(/[\0 ]+$/, '');
  let sum = 8 * 0x20;
  for (let at = offset; at < offset + 512; at++)
    if (at < offset + CHECKSUM || at >= offset + CHECKSUM + 8) sum += buffer.readInt8(at);
  return /^ *[0-7]+$/.test(written) && Number.parseInt(written, 8) === sum;
}

/** A text field, up to its first NUL. */
function fieldAt(buffer: Buffer, start: number, length: number): string {
  let end = start;
  while (end < start + length && buffer[end] !== 0) end++;
  return buffer.toString('utf8', start, end);
}

function decodeHeader(buffer: Buffer, offset: number): Header | string {
  try {
    return new Header(buffer, offset);
  } catch (error) {
    return (error as Error).message;
  }
}

function cString(body: Buffer): string {
  const end = body.indexOf(0);
  return body.toString('utf8', 0, end < 0 ? body.length : end);
}
