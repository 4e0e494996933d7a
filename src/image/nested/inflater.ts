import { giveRoom, type InflateRoom, SLICE, takeRoom } from './inflate-room.ts';
import { PlainInflater } from './plain-inflater.ts';
import type { Taker } from './walker.ts';

/** Input is copied, and what follows a small stream as well. */
const FIRST_SLICE = 2048;

/**
 * A raw deflate stream (RFC 1951), chunk by chunk, that knows to the byte where it ends: zlib cannot be asked at once, and
 * pure libraries do not tell. What Java writes has no other way to find the next entry of a zip. Memory is bounded,
 * however much comes out of a chunk. Can be used again after `reset`.
 */
export class Inflater implements Taker {
  isDone = false;
  /** Why it is done before its end. */
  damage: string | undefined;
  readonly #to: (chunk: Uint8Array) => void;
  #room: InflateRoom | undefined;
  /** Where there is no room. */
  #plain: PlainInflater | undefined;
  #slice = FIRST_SLICE;

  /** @param to is lent each chunk for the call */
  constructor(to: (chunk: Uint8Array) => void) {
    this.#to = to;
  }

  reset(): void {
    this.isDone = false;
    this.damage = undefined;
    this.#slice = FIRST_SLICE;
    this.#room?.begin();
    this.#plain?.reset();
  }

  take(chunk: Buffer, isLast: boolean): number {
    const room = this.#plain === undefined ? this.#begin() : undefined;
    if (room === undefined) return this.#takePlain(chunk, isLast);
    for (let taken = 0; taken < chunk.length; ) {
      const slice = chunk.subarray(taken, taken + this.#slice);
      this.#slice = Math.min(SLICE, 4 * this.#slice);
      const status = room.take(slice, this.#to);
      taken += slice.length;
      if (status === 'more') continue;
      this.#leave(room, status === 'damaged' ? 'is damaged' : undefined);
      return Math.max(0, taken - room.left);
    }
    if (isLast) this.#leave(room, 'is cut short');
    return chunk.length;
  }

  #begin(): InflateRoom | undefined {
    if (this.#room !== undefined) return this.#room;
    this.#room = takeRoom();
    this.#room?.begin();
    return this.#room;
  }

  #leave(room: InflateRoom, damage: string | undefined): void {
    this.isDone = true;
    if (damage !== undefined) this.damage = `compressed data ${damage}`;
    this.#room = undefined;
    giveRoom(room);
  }

  #takePlain(chunk: Buffer, isLast: boolean): number {
    this.#plain ??= new PlainInflater(this.#to);
    const taken = this.#plain.take(chunk, isLast);
    this.isDone = this.#plain.isDone;
    this.damage = this.#plain.damage;
    return taken;
  }
}
