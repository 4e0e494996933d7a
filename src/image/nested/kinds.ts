import { type Limits, limitHint } from '../../config/limits.ts';
import { isTarHeader } from './tar-header.ts';

export type Kind =
  | 'zip'
  | 'gzip'
  | 'zstd'
  | 'xz'
  | 'bzip2'
  | 'lz4'
  | 'tar'
  | 'ar'
  | 'cpio'
  | 'rpm'
  | 'script'
  | 'git-object'
  | 'git-pack';

/** How much of a file's beginning tells its kind: a tar header. */
export const HEAD = 512;

export const COMPRESSIONS: ReadonlySet<Kind> = new Set<Kind>(['gzip', 'zstd', 'xz', 'bzip2', 'lz4']);

/** Kinds that are looked into only when all bytes are there. */
export const HELD: ReadonlySet<Kind> = new Set<Kind>(['xz', 'git-pack']);

const OBJECT = /(?:^|\/)objects\/[0-9a-f]{2}\/(?:[0-9a-f]{38}|[0-9a-f]{62})$/;
const PACK = /(?:^|\/)objects\/pack\/[^/]+$/;

/** Magic bytes of formats that nothing here reads: 7-Zip, RAR, lzip, Cabinet, compress(1) at 16 bits. */
const UNREAD: readonly [string, readonly number[]][] = [
  ['7z', [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]],
  ['RAR', [0x52, 0x61, 0x72, 0x21, 0x1a, 0x07]],
  ['lzip', [0x4c, 0x5a, 0x49, 0x50, 0x01]],
  ['Cabinet', [0x4d, 0x53, 0x43, 0x46, 0, 0, 0, 0]],
  ['compress', [0x1f, 0x9d, 0x90]],
];
const UNREAD_STARTS = new Set(UNREAD.map(([, [first = 0]]) => first));

/**
 * What a file is by its first HEAD bytes, or all of a shorter one. For git's own files the path has a say as well:
 * any zlib stream could be an object.
 */
export function kindOf(head: Uint8Array, path: string): Kind | undefined {
  if (head.length < 8) return undefined;
  return byMagic(head, path) ?? (isTarHeader(head) ? 'tar' : undefined);
}

/** The name of a compression or archive that is known but not read. */
export function unreadKindOf(head: Uint8Array): string | undefined {
  if (!UNREAD_STARTS.has(head[0] ?? 0)) return undefined;
  return UNREAD.find(([, magic]) => starts(head, ...magic))?.[0];
}

/** The reason of a skip for what would have to be held. */
export function tooLarge(kind: Kind, { nestedHeldBytes: held }: Limits): string {
  return `not looked into: ${kind} data of more than ${held} bytes ${limitHint('nestedHeldBytes')}`;
}

/** The reason of a skip for what is known but not read. */
export function notRead(what: string): string {
  return `not looked into: ${what} is not supported; unpack it before the image is built`;
}

function byMagic(head: Uint8Array, path: string): Kind | undefined {
  switch (head[0]) {
    case 0x04:
      return starts(head, 0x04, 0x22, 0x4d, 0x18) ? 'lz4' : undefined;
    case 0x1f:
      return starts(head, 0x1f, 0x8b, 8) ? 'gzip' : undefined;
    case 0x21:
      return text(head, 0, 8) === '!<arch>\n' ? 'ar' : undefined;
    case 0x23:
      return isLongScript(head) ? 'script' : undefined;
    case 0x28:
      return starts(head, 0x28, 0xb5, 0x2f, 0xfd) ? 'zstd' : undefined;
    case 0x30:
      return isCpio(head) ? 'cpio' : undefined;
    case 0x42:
      return isBzip2(head) ? 'bzip2' : undefined;
    case 0x50:
      return ofP(head, path);
    case 0x78:
      return isZlib(head) && OBJECT.test(path) ? 'git-object' : undefined;
    case 0xed:
      return starts(head, 0xed, 0xab, 0xee, 0xdb) ? 'rpm' : undefined;
    case 0xfd:
      return starts(head, 0xfd, 0x37, 0x7a, 0x58, 0x5a, 0) ? 'xz' : undefined;
    default:
      return isSkippableFrame(head) ? 'zstd' : undefined;
  }
}

function ofP(head: Uint8Array, path: string): Kind | undefined {
  if (starts(head, 0x50, 0x4b, 3, 4) || starts(head, 0x50, 0x4b, 7, 8, 0x50, 0x4b, 3, 4)) return 'zip';
  const isPack = text(head, 0, 4) === 'PACK' && starts(head.subarray(4), 0, 0, 0) && PACK.test(path);
  return isPack && (head[7] === 2 || head[7] === 3) ? 'git-pack' : undefined;
}

/** What may have a zip behind it: Python's zipapp and PEX begin with one line, Spring Boot's jars that run with a whole script. */
function isLongScript(head: Uint8Array): boolean {
  return head[1] === 0x21 && head.length === HEAD;
}

function isCpio(head: Uint8Array): boolean {
  return /^07070[12][0-9a-fA-F]{104}$/.test(text(head, 0, 110));
}

/** The header, and behind it the magic of a first block, or of the end of an empty stream. */
function isBzip2(head: Uint8Array): boolean {
  return /^BZh[1-9](?:1AY&SY|\x17rE8P\x90)$/.test(text(head, 0, 10));
}

/** RFC 1950, 2.2: method 8, no dictionary, and check bits. */
function isZlib([a = 0, b = 0]: Uint8Array): boolean {
  return (a & 0x0f) === 8 && (b & 0x20) === 0 && ((a << 8) | b) % 31 === 0;
}

function isSkippableFrame(head: Uint8Array): boolean {
  return ((head[0] ?? 0) & 0xf0) === 0x50 && starts(head.subarray(1), 0x2a, 0x4d, 0x18);
}

function starts(head: Uint8Array, ...magic: readonly number[]): boolean {
  return magic.every((byte, at) => head[at] === byte);
}

function text(head: Uint8Array, start: number, end: number): string {
  return String.fromCharCode(...head.subarray(start, end));
}
