import { MARGIN } from './bit-input.ts';

/** How far back a match may reach. */
export const WINDOW = 32 * 1024;
/** Bytes that are read at a time. */
export const SLICE = 64 * 1024;
/** What may have to wait for its other half: a block's codes, of 19 lengths and then 320 of 14 bits at most. */
const CARRY = 1024;
const MAX_SPARE = 8;

/** The memory of one stream. */
export interface Room {
  out: Uint8Array;
  input: Uint8Array;
}

const spare: Room[] = [];

/** Memory for a stream, not cleared: most files that are unpacked are small, and new memory would cost more than they do. */
export function takeRoom(): Room {
  return (
    spare.pop() ?? { out: new Uint8Array(WINDOW + SLICE), input: new Uint8Array(CARRY + SLICE + MARGIN) }
  );
}

/** To be called where a stream is done. */
export function giveRoom(room: Room): void {
  if (spare.length < MAX_SPARE) spare.push(room);
}
