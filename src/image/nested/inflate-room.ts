import { DISTANCE_BASE, DISTANCE_EXTRA, LENGTH_BASE, LENGTH_EXTRA } from './deflate-tables.ts';
import { INFLATE } from './inflate.ts';
import { WINDOW } from './inflate-window.ts';

/** Where things lie in the memory; as in inflate.wat. */
const LITERALS = 0x300;
const DISTANCES = 0x800;
const CODE_LENGTHS = 0x900;
const INPUT = 0x10000;
const OUTPUT = 0x21000;
/** What `run` returns. */
const STATUS = ['more', 'full', 'end', 'damaged'] as const;
/** Flags of a table's entry. */
const END = 0x4000;
const LITERAL = 0x8000;

/** Bytes that are read at a time. */
export const SLICE = 64 * 1024;
const MAX_SPARE = 8;

interface Inflate {
  memory: WebAssembly.Memory;
  reset(): void;
  run(end: number): number;
}

/** The memory of one stream, and the code that works in it: inflate.wat. */
export class InflateRoom {
  readonly #code: Inflate;
  readonly #bytes: Uint8Array;
  /** Where the next byte is read, and where the next one is written. */
  readonly #state: Int32Array;
  #end = INPUT;
  #sent = OUTPUT;

  /** @throws RangeError when the system gives no more memory to WebAssembly */
  constructor() {
    this.#code = instance();
    this.#bytes = new Uint8Array(this.#code.memory.buffer);
    this.#state = new Int32Array(this.#code.memory.buffer, 0, 2);
    new Uint32Array(this.#code.memory.buffer, LITERALS, MEANINGS.literals.length).set(MEANINGS.literals);
    new Uint32Array(this.#code.memory.buffer, DISTANCES, MEANINGS.distances.length).set(MEANINGS.distances);
    new Uint32Array(this.#code.memory.buffer, CODE_LENGTHS, MEANINGS.codes.length).set(MEANINGS.codes);
  }

  /** How many bytes of what it was given it has not used. */
  get left(): number {
    return this.#end - (this.#state[0] ?? 0);
  }

  /** A new stream. */
  begin(): void {
    this.#code.reset();
    this.#state[0] = this.#end = INPUT;
    this.#state[1] = this.#sent = OUTPUT;
  }

  /** Inflates up to SLICE bytes more; `to` is lent what comes out. */
  take(piece: Uint8Array, to: (chunk: Uint8Array) => void): 'more' | 'end' | 'damaged' {
    const { left } = this;
    if (left > 0) this.#bytes.copyWithin(INPUT, this.#end - left, this.#end);
    this.#bytes.set(piece, INPUT + left);
    this.#state[0] = INPUT;
    this.#end = INPUT + left + piece.length;
    for (;;) {
      const status = STATUS[this.#code.run(this.#end)] ?? 'damaged';
      this.#flush(to);
      if (status !== 'full') return status;
      this.#slide();
    }
  }

  #flush(to: (chunk: Uint8Array) => void): void {
    const written = this.#state[1] ?? 0;
    const fresh = this.#bytes.subarray(this.#sent, written);
    this.#sent = written;
    if (fresh.length > 0) to(fresh);
  }

  /** What is too far back for any match goes. */
  #slide(): void {
    this.#bytes.copyWithin(OUTPUT, this.#sent - WINDOW, this.#sent);
    this.#state[1] = this.#sent = OUTPUT + WINDOW;
  }
}

const spare: InflateRoom[] = [];
let module: WebAssembly.Module | undefined;

/** Room for a stream; undefined where the address space is limited (`ulimit -v`): WebAssembly reserves a lot of it. */
export function takeRoom(): InflateRoom | undefined {
  try {
    return spare.pop() ?? new InflateRoom();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** To be called where a stream is done. */
export function giveRoom(room: InflateRoom): void {
  if (spare.length < MAX_SPARE) spare.push(room);
}

/** What each symbol means: a value, and by how many further bits more, as entries of tables have it. */
const MEANINGS = {
  literals: Uint32Array.from({ length: 288 }, (_, symbol) => {
    if (symbol < 256) return (symbol << 16) | LITERAL;
    const code = symbol - 257;
    return symbol === 256 ? END : meaning(LENGTH_BASE[code], LENGTH_EXTRA[code]);
  }),
  distances: Uint32Array.from({ length: 32 }, (_, code) =>
    meaning(DISTANCE_BASE[code], DISTANCE_EXTRA[code]),
  ),
  codes: Uint32Array.from({ length: 19 }, (_, symbol) => (symbol << 16) | LITERAL),
};

/** 0 where there is none. */
function meaning(base = 0, extra = 0): number {
  return (base << 16) | (extra << 8);
}

function instance(): Inflate {
  module ??= new WebAssembly.Module(Uint8Array.from(Buffer.from(INFLATE, 'base64')));
  const { memory, reset, run } = new WebAssembly.Instance(module).exports;
  if (!(memory instanceof WebAssembly.Memory) || typeof reset !== 'function' || typeof run !== 'function')
    throw new TypeError('the inflater is not the one that this was made for');
  return { memory, reset: () => reset(), run: (end) => Number(run(end)) };
}
