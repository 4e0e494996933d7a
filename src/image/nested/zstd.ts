import { Decompress } from 'fzstd';
import type { FileSink } from '../image.ts';
import { ImageError } from '../image.ts';
import { ZstdGuard } from '../zstd-frames.ts';
import { nameWithout } from './content-name.ts';
import type { Outlet } from './outlet.ts';

/** With each push fzstd moves its window, which may be large: small chunks wait for each other. */
const ENOUGH = 128 * 1024;

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
  // Block by block: fzstd decodes all it is given at once, and keeps what it cannot decode yet.
  const pushAll = (bytes: Buffer): void => {
    for (const block of guard.blocks(bytes)) push(block, false);
  };
  let waiting: Buffer[] = [];
  let size = 0;
  return {
    write: (chunk) => {
      waiting.push(Buffer.from(chunk));
      size += chunk.length;
      if (size < ENOUGH) return;
      pushAll(Buffer.concat(waiting));
      waiting = [];
      size = 0;
    },
    end: () => {
      pushAll(Buffer.concat(waiting));
      push(new Uint8Array(0), true);
    },
  };
}
