import * as zlib from 'node:zlib';

const MOST_UNPACKED = 1 << 20;

/** gzip or zstd unpacked, as much as a bound lets; undefined when it is broken, or zstd is more than this Node can. */
export function unpack(bytes: Buffer): Buffer | undefined {
  const options = { maxOutputLength: MOST_UNPACKED };
  try {
    if (bytes[0] === 0x1f) return zlib.gunzipSync(bytes, options);
    const zstd: unknown = Reflect.get(zlib, 'zstdDecompressSync');
    return typeof zstd === 'function' ? Buffer.from(zstd(bytes, options)) : undefined;
  } catch {
    return undefined;
  }
}
