/** Text that stands encoded in another text, decoded once. */
export interface Stretch {
  encoding: string;
  bytes: Buffer;
  /** Where the decoded bytes `start` to `end` stand in the text around. */
  place(start: number, end: number): { start: number; end: number };
}

/** Finds the stretches of one encoding in bytes, which `text` has as single characters (latin1). */
export type Decoder = (text: string, bytes: Buffer) => Generator<Stretch, void>;

const SAMPLE = 64;
const LEAST_PRINTABLE = 0.9;

/** True for bytes that begin like text, or like compressed text: what else decodes to is of no interest. */
export function isPromising(bytes: Buffer): boolean {
  if (bytes.length < 8) return false;
  if (compressionOf(bytes) !== undefined) return true;
  const length = Math.min(bytes.length, SAMPLE);
  let printable = 0;
  let zeros = 0;
  for (let at = 0; at < length; at += 1) {
    const byte = bytes[at] ?? 0;
    if ((byte >= 32 && byte < 127) || byte === 9 || byte === 10 || byte === 13) printable += 1;
    else if (byte === 0) zeros += 1;
  }
  // Every other byte of UTF-16 is zero.
  return printable >= (length - (zeros * 2 > length * LEAST_PRINTABLE ? zeros : 0)) * LEAST_PRINTABLE;
}

/** gzip (RFC 1952), zlib (RFC 1950) or zstd (RFC 8878); undefined for anything else. */
export function compressionOf(bytes: Buffer): 'gzip' | 'zlib' | 'zstd' | undefined {
  if (bytes.length < 8) return undefined;
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return 'gzip';
  if (bytes.readUInt32BE(0) === 0x28b52ffd) return 'zstd';
  return bytes[0] === 0x78 && bytes.readUInt16BE(0) % 31 === 0 && (bytes[1] ?? 0) > 0x7f ? 'zlib' : undefined;
}
