/** How far back a match may reach. */
export const WINDOW = 32 * 1024;
const ROOM = WINDOW + 64 * 1024;

/** The longest match is 258 bytes: from here on there is no room for one. */
export const FULL = ROOM - 258;

/** What a deflate stream has brought last: matches refer to it. */
export class InflateWindow {
  readonly bytes = new Uint8Array(ROOM);
  written = 0;
  #sent = 0;
  readonly #to: (chunk: Uint8Array) => void;

  constructor(to: (chunk: Uint8Array) => void) {
    this.#to = to;
  }

  reset(): void {
    this.written = this.#sent = 0;
  }

  /** As many bytes as there is room for; returns how many. */
  append(bytes: Uint8Array): number {
    const size = Math.min(bytes.length, this.bytes.length - this.written);
    this.bytes.set(bytes.subarray(0, size), this.written);
    this.written += size;
    return size;
  }

  /** Repeats what stands `distance` bytes back, which may overlap with what is written. False where nothing stands there. */
  repeat(distance: number, length: number): boolean {
    if (distance === 0 || distance > this.written) return false;
    const { bytes, written } = this;
    const end = written + length;
    for (let at = written; at < end; at++) bytes[at] = bytes[at - distance] as number;
    this.written = end;
    return true;
  }

  /** Makes room: what is too far back for any match goes. */
  slide(): void {
    if (this.written < FULL) return;
    this.flush();
    this.bytes.copyWithin(0, this.written - WINDOW, this.written);
    this.written = this.#sent = WINDOW;
  }

  /** Hands on what was not handed on yet. */
  flush(): void {
    if (this.written > this.#sent) this.#to(this.bytes.subarray(this.#sent, this.written));
    this.#sent = this.written;
  }
}
