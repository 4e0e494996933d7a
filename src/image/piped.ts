import { once } from 'node:events';
import type { MessagePort } from 'node:worker_threads';
import type { Bytes } from './bytes.ts';
import { ImageError } from './image.ts';

/** Chunks that may be on their way at once. */
const MOST_AHEAD = 4;

type Piece = { chunk: Uint8Array<ArrayBuffer> } | { end: true } | { broken: string };

/** Sends bytes to another thread, no faster than it takes them. An ImageError of the source arrives there. */
export async function sendBytes(source: Bytes, port: MessagePort): Promise<void> {
  let ahead = 0;
  let closed = false;
  port.on('message', () => {
    ahead -= 1;
  });
  port.on('close', () => {
    closed = true;
  });
  try {
    for await (const lent of source) {
      while (ahead >= MOST_AHEAD && !closed) await Promise.race([once(port, 'message'), once(port, 'close')]);
      if (closed) return;
      const chunk = new Uint8Array(lent);
      ahead += 1;
      port.postMessage({ chunk } satisfies Piece, [chunk.buffer]);
    }
    port.postMessage({ end: true } satisfies Piece);
  } catch (error) {
    if (!(error instanceof ImageError)) throw error;
    port.postMessage({ broken: error.message } satisfies Piece);
  }
}

/** The bytes that sendBytes sends. Throws ImageError where their source did. */
export async function* receiveBytes(port: MessagePort): Bytes {
  const waiting: Piece[] = [];
  let wake = (): void => {};
  port.on('message', (piece: Piece) => {
    waiting.push(piece);
    wake();
  });
  try {
    for (;;) {
      const piece = waiting.shift();
      if (piece === undefined) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        continue;
      }
      if ('end' in piece) return;
      if ('broken' in piece) throw new ImageError(piece.broken);
      yield Buffer.from(piece.chunk.buffer);
      port.postMessage('taken');
    }
  } finally {
    port.close();
  }
}
