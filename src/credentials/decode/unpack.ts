import * as zlib from 'node:zlib';
import { Decompress } from 'fzstd';
import { compressionOf } from './stretch.ts';

const MOST_UNPACKED = 1 << 20;

/** gzip, zlib or zstd unpacked, as far as a bound lets; undefined when it is broken, or not zstd and beyond the bound. */
export function unpack(bytes: Buffer): Buffer | undefined {
  try {
    return compressionOf(bytes) === 'zstd'
      ? unpackZstd(bytes)
      : zlib.unzipSync(bytes, { maxOutputLength: MOST_UNPACKED });
  } catch {
    return undefined;
  }
}

/** Node has zstd of its own from version 22.15 on; what is this small is no slower without it. */
function unpackZstd(bytes: Buffer): Buffer {
  const chunks: Buffer[] = [];
  let left = MOST_UNPACKED;
  const stream = new Decompress((data) => {
    chunks.push(Buffer.from(data.subarray(0, Math.max(0, left))));
    left -= data.length;
  });
  // In pieces: it decodes all that it is given before anyone can stop it.
  for (let at = 0; at < bytes.length && left > 0; at += 64) stream.push(bytes.subarray(at, at + 64));
  return Buffer.concat(chunks);
}
