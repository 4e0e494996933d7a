/** Text that stands encoded in another text, decoded once. */
export interface Stretch {
  encoding: string;
  bytes: Buffer;
  /** Where the decoded bytes `start` to `end` stand in the text around. */
  place(start: number, end: number): { start: number; end: number };
}

/** Finds the stretches of one encoding in a text of single bytes (latin1). */
export type Decoder = (text: string) => Generator<Stretch, void>;

const SAMPLE = 64;
const LEAST_PRINTABLE = 0.9;

/** True for bytes that begin like text, or like compressed text: what else decodes to is of no interest. */
export function isPromising(bytes: Buffer): boolean {
  if (bytes.length < 8) return false;
  if (isCompressed(bytes)) return true;
  const length = Math.min(bytes.length, SAMPLE);
  let printable = 0;
  for (let at = 0; at < length; at += 1) {
    const byte = bytes[at] ?? 0;
    if ((byte >= 32 && byte < 127) || byte === 9 || byte === 10 || byte === 13) printable += 1;
  }
  return printable >= length * LEAST_PRINTABLE;
}

/** gzip (RFC 1952) or zstd (RFC 8878). */
export function isCompressed(bytes: Buffer): boolean {
  return (
    (bytes[0] === 0x1f && bytes[1] === 0x8b) || (bytes.length > 4 && bytes.readUInt32BE(0) === 0x28b52ffd)
  );
}
