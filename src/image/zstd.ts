import { Decompress } from 'fzstd';
import type { Bytes } from './bytes.ts';
import { ImageError } from './image.ts';
import { ZstdGuard } from './zstd-frames.ts';

/**
 * All frames of a zstd stream, for a Node without its own decoder (before 22.15). Nothing is left over.
 * Throws ImageError where the data is damaged, cut short, or followed by something else.
 */
export async function* fzstdBytes(
  head: Buffer,
  source: Bytes,
  what: string,
): AsyncGenerator<Buffer, Buffer, void> {
  const guard = new ZstdGuard(what);
  let ready: Buffer[] = [];
  const engine = new Decompress((data) => {
    if (data.length > 0) ready.push(Buffer.from(data.buffer, data.byteOffset, data.byteLength));
  });
  const push = (bytes: Uint8Array, final: boolean): Buffer[] => {
    ready = [];
    try {
      engine.push(bytes, final);
    } catch (error) {
      throw new ImageError(`${what}: zstd data is damaged or cut short: ${(error as Error).message}`);
    }
    return ready;
  };
  for (let chunk: Buffer | undefined = head; chunk; chunk = (await source.next()).value ?? undefined) {
    // Block by block: fzstd decodes all it is given at once, and 4 bytes may become 128 KiB.
    // And it keeps what it cannot decode yet.
    for (const block of guard.blocks(Buffer.from(chunk))) yield* push(block, false);
  }
  yield* push(new Uint8Array(0), true);
  return Buffer.alloc(0);
}
