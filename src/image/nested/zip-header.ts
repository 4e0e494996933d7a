/** What a local header says of its entry (APPNOTE 4.3.7). */
export interface ZipEntry {
  name: string;
  method: number;
  isEncrypted: boolean;
  /** As packed; undefined where only what follows the entry tells it. */
  size: number | undefined;
}

/** Of the header without its signature. */
export const FIXED = 26;

const FLAGS = { encrypted: 1, descriptor: 8 };
const IN_EXTRA = 0xffffffff;
const ZIP64 = 1;

/** Length of what follows the fixed part; undefined where this is no header, but bytes that look like its signature. */
export function variableLength(fixed: Buffer): number | undefined {
  const method = fixed.readUInt16LE(4);
  const nameLength = fixed.readUInt16LE(22);
  const isKnown = (method <= 20 || (method >= 90 && method <= 99)) && (fixed[0] ?? 0) <= 90;
  return isKnown && nameLength > 0 ? nameLength + fixed.readUInt16LE(24) : undefined;
}

/** `variable`: name and extra fields. Names are read as UTF-8, which is what all but old tools write. */
export function zipEntry(fixed: Buffer, variable: Buffer): ZipEntry {
  const flags = fixed.readUInt16LE(2);
  const nameLength = fixed.readUInt16LE(22);
  const stated = fixed.readUInt32LE(14);
  const size = stated === IN_EXTRA ? zip64Size(variable.subarray(nameLength)) : stated;
  return {
    name: variable.toString('utf8', 0, nameLength),
    method: fixed.readUInt16LE(4),
    isEncrypted: (flags & FLAGS.encrypted) !== 0,
    size: size === 0 && (flags & FLAGS.descriptor) !== 0 ? undefined : size,
  };
}

/** A local header has both sizes there (APPNOTE 4.5.3), the packed one last. */
function zip64Size(extra: Buffer): number {
  for (let at = 0; at + 4 <= extra.length; ) {
    const end = at + 4 + extra.readUInt16LE(at + 2);
    if (extra.readUInt16LE(at) === ZIP64 && at + 20 <= Math.min(end, extra.length)) {
      return Number(extra.readBigUInt64LE(at + 12));
    }
    at = end;
  }
  return IN_EXTRA;
}
