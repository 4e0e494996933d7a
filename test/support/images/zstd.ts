const BLOCK = 128 * 1024;

/** No checksum, a window of 1 MiB. */
export const ZSTD_HEADER = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x50]);

/** A zstd frame of raw and RLE blocks (RFC 8878, 3.1.1): no compressor is at hand before Node 22.15. */
export function zstdFrame(content: Buffer): Buffer {
  const blocks: Buffer[] = [];
  for (let at = 0; at === 0 || at < content.length; at += BLOCK) {
    const part = content.subarray(at, at + BLOCK);
    blocks.push(zstdBlock(part, at + BLOCK >= content.length));
  }
  return Buffer.concat([ZSTD_HEADER, ...blocks]);
}

export function skippableFrame(content: Buffer): Buffer {
  const header = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 0, 0, 0, 0]);
  header.writeUInt32LE(content.length, 4);
  return Buffer.concat([header, content]);
}

export function zstdBlock(part: Buffer, last: boolean): Buffer {
  const first = part[0] ?? 0;
  const isRun = part.length > 1 && part.every((byte) => byte === first);
  const header = Buffer.alloc(3);
  header.writeUIntLE((part.length << 3) | (isRun ? 2 : 0) | (last ? 1 : 0), 0, 3);
  return Buffer.concat([header, isRun ? part.subarray(0, 1) : part]);
}
