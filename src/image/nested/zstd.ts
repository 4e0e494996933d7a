import { Decompress } from 'fzstd';
import type { FileSink } from '../image.ts';
import { ImageError } from '../image.ts';
import { ZstdGuard } from '../zstd-frames.ts';
import { nameWithout } from './content-name.ts';
import type { Outlet } from './outlet.ts';

/** A zstd file: the contents of all frames are one file. Node's own decoder works only later or all at once. */
export function unzstd(outlet: Outlet): FileSink {
  outlet.begin(nameWithout(outlet.place.path), 'content');
  return zstdDecoder((chunk) => outlet.unpacked(chunk));
}

/** Hands on what zstd frames hold, block by block. Throws ImageError where they are damaged or ask for too much. */
export function zstdDecoder(to: (chunk: Uint8Array) => void): FileSink {
  const guard = new ZstdGuard('compressed data');
  const ready: Uint8Array[] = [];
  const engine = new Decompress((data) => ready.push(data));
  const push = (bytes: Uint8Array, isLast: boolean): void => {
    try {
      engine.push(bytes, isLast);
    } catch (error) {
      throw new ImageError(`compressed data is damaged or cut short: ${String(error)}`);
    }
    for (const data of ready.splice(0)) to(data);
  };
  return {
    // Block by block: fzstd decodes all it is given at once, and keeps what it cannot decode yet.
    write: (chunk) => {
      for (const block of guard.blocks(Buffer.from(chunk))) push(block, false);
    },
    end: () => push(new Uint8Array(0), true),
  };
}
