import { ReadableStream } from 'node:stream/web';
import type { FileSink } from '../image.ts';
import { ImageError } from '../image.ts';
import { nameWithout } from './content-name.ts';
import { tooLarge } from './kinds.ts';
import { fail, type Outlet } from './outlet.ts';
import { Refusal } from './work.ts';

/** xz-embedded's results for what it was not built for: checks other than CRC, too large a dictionary, other filters. */
const PIECE = 64 * 1024;
const UNSUPPORTED = /error code [346]\b/;

/** An xz file. Its decoder works only later: until then the file is held. */
export function unxz(outlet: Outlet): FileSink {
  const { work } = outlet.place;
  const chunks: Buffer[] = [];
  let held = 0;
  const release = () => {
    work.release(held);
    held = 0;
    chunks.length = 0;
  };
  return {
    write: (chunk) => {
      if (!work.hold(chunk.length)) {
        release();
        throw new Refusal(tooLarge('xz', work.limits));
      }
      held += chunk.length;
      chunks.push(Buffer.from(chunk));
    },
    end: () => {
      const size = held;
      work.queue(() => decompress(chunks, outlet).finally(() => work.release(size)));
    },
  };
}

/** Never fails for what the file holds: that is told. */
async function decompress(chunks: Buffer[], outlet: Outlet): Promise<void> {
  try {
    outlet.begin(nameWithout(outlet.place.path), 'content');
    for await (const chunk of decoded(chunks)) outlet.unpacked(chunk);
    outlet.end();
  } catch (error) {
    fail(error, outlet);
  }
}

async function* decoded(chunks: Buffer[]): AsyncGenerator<Uint8Array, void, void> {
  const { default: library } = await import('xz-decompress');
  const packed = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      const piece = nextPiece(chunks);
      if (piece.length > 0) controller.enqueue(piece);
      else controller.close();
    },
  });
  const reader = new library.XzReadableStream(packed).getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } catch (error) {
    throw troubleOf(String(error));
  } finally {
    await reader.cancel().catch(() => {});
  }
}

/** Always the same pieces, however the file came: how much of a damaged one is decoded depends on them. */
function nextPiece(chunks: Buffer[]): Buffer {
  const parts: Buffer[] = [];
  let left = PIECE;
  while (left > 0) {
    const chunk = chunks.shift();
    if (chunk === undefined) break;
    const part = chunk.subarray(0, left);
    if (part.length < chunk.length) chunks.unshift(chunk.subarray(part.length));
    parts.push(part);
    left -= part.length;
  }
  return Buffer.concat(parts);
}

function troubleOf(message: string): ImageError {
  if (UNSUPPORTED.test(message)) {
    return new Refusal(
      'not looked into: an xz filter, check or dictionary that is not supported; use plain xz -6',
    );
  }
  return new ImageError('compressed data is damaged or cut short');
}
