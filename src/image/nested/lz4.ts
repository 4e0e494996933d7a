import { ImageError } from '../image.ts';
import { nameWithout } from './content-name.ts';
import type { Outlet } from './outlet.ts';
import { type Walk, Walker } from './walker.ts';

const MAGIC = 0x184d2204;
const FLAGS = { blockChecksum: 0x10, contentSize: 8, contentChecksum: 4, dictionary: 1 };
/** How far back a match may reach. */
const WINDOW = 64 * 1024;
const SHORTEST_MATCH = 4;
/** Of a block, by the descriptor (LZ4 frame format, "Block Maximum Size"). */
const BLOCK_SIZES: Readonly<Record<number, number>> = { 4: 1 << 16, 5: 1 << 18, 6: 1 << 20, 7: 1 << 22 };

/** LZ4 frames, as apt keeps its lists: the contents of all of them are one file. */
export function unlz4(outlet: Outlet): Walker {
  return new Walker(frames(outlet));
}

function* frames(outlet: Outlet): Walk {
  outlet.begin(nameWithout(outlet.place.path), 'content');
  for (;;) {
    const magic = yield { see: 4, orEnd: true };
    if (magic.length < 4 || magic.readUInt32LE() !== MAGIC) return;
    yield* frame(outlet);
  }
}

function* frame(outlet: Outlet): Walk {
  const descriptor = yield { see: 2 };
  const flags = descriptor[0] ?? 0;
  const most = BLOCK_SIZES[((descriptor[1] ?? 0) >> 4) & 7];
  if (flags >> 6 !== 1 || most === undefined) throw new ImageError('LZ4 frame is damaged');
  yield { pass: (flags & FLAGS.contentSize ? 8 : 0) + (flags & FLAGS.dictionary ? 4 : 0) + 1 };
  // A block may refer to what the ones before it brought.
  const room = Buffer.alloc(WINDOW + most);
  let before = 0;
  for (;;) {
    const size = (yield { see: 4 }).readUInt32LE();
    if (size === 0) break;
    const length = size & 0x7fffffff;
    if (length > most) throw new ImageError('LZ4 block is damaged');
    const block = yield { see: length };
    const end = size >>> 31 ? before + block.copy(room, before) : unpackBlock(block, room, before);
    outlet.unpacked(room.subarray(before, end));
    const kept = Math.min(end, WINDOW);
    room.copyWithin(0, end - kept, end);
    before = kept;
    if (flags & FLAGS.blockChecksum) yield { pass: 4 };
  }
  if (flags & FLAGS.contentChecksum) yield { pass: 4, orEnd: true };
}

/** Appends what a block holds to `room` (LZ4 block format); returns where that ends. Throws ImageError where it is damaged. */
function unpackBlock(block: Buffer, room: Buffer, start: number): number {
  let [at, end] = [0, start];
  const long = (short: number): number => {
    let length = short;
    for (let more = short === 15 ? 255 : 0; more === 255; length += more) more = block[at++] ?? 0;
    return length;
  };
  while (at < block.length) {
    const token = block[at++] ?? 0;
    const literals = long(token >> 4);
    if (at + literals > block.length || end + literals > room.length)
      throw new ImageError('LZ4 block is damaged');
    end += block.copy(room, end, at, at + literals);
    at += literals;
    if (at >= block.length) return end;
    const distance = (block[at] ?? 0) | ((block[at + 1] ?? 0) << 8);
    at += 2;
    const stop = end + long(token & 15) + SHORTEST_MATCH;
    if (distance === 0 || distance > end || stop > room.length) throw new ImageError('LZ4 block is damaged');
    for (; end < stop; end++) room[end] = room[end - distance] as number;
  }
  return end;
}
