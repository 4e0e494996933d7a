import { BitInput, MARGIN, SLICE } from './bit-input.ts';
import {
  DISTANCE_BASE,
  DISTANCE_EXTRA,
  fixedTables,
  LENGTH_BASE,
  LENGTH_EXTRA,
  readTables,
} from './deflate-tables.ts';
import type { HuffmanTable } from './huffman.ts';
import { FULL, InflateWindow } from './inflate-window.ts';
import type { Taker } from './walker.ts';

/** The symbol that ends a block: those below are literals. */
const END = 256;
const NO_CODE: HuffmanTable = { entries: new Uint16Array(1), mask: 0 };

type State = 'block' | 'stored' | 'codes';

/** The inflater without WebAssembly, a quarter as fast: the same in and out, and what the tests hold it against. */
export class PlainInflater implements Taker {
  isDone = false;
  /** Why it is done before its end. */
  damage: string | undefined;
  readonly #window: InflateWindow;
  readonly #input = new BitInput();
  readonly #bits = (count: number): number => this.#input.take(count);
  #state: State = 'block';
  #isLast = false;
  #stored = 0;
  #lengths = NO_CODE;
  #distances = NO_CODE;

  constructor(to: (chunk: Uint8Array) => void) {
    this.#window = new InflateWindow(to);
  }

  reset(): void {
    this.isDone = false;
    this.damage = undefined;
    this.#input.reset();
    this.#window.reset();
    this.#state = 'block';
  }

  take(chunk: Buffer, isLast: boolean): number {
    let taken = 0;
    do {
      const slice = chunk.subarray(taken, taken + SLICE);
      const carried = this.#input.give(slice);
      this.#run();
      if (this.isDone) return taken + Math.max(0, this.#input.at - carried);
      taken += slice.length;
    } while (taken < chunk.length);
    if (isLast) this.#fail('is cut short');
    return taken;
  }

  #run(): void {
    while (!this.isDone && this.#step());
    this.#window.flush();
    this.#input.align();
  }

  /** Returns false where more input is needed. */
  #step(): boolean {
    if (this.#state === 'block') return this.#orBack(() => this.#block(), 'block');
    return this.#state === 'stored' ? this.#copyStored() : this.#codes();
  }

  /** Undoes what an action read where the input was too short for it. */
  #orBack(action: () => void, state: State): boolean {
    const { at, hold, count } = this.#input;
    action();
    if (!this.#input.isShort) return true;
    Object.assign(this.#input, { at, hold, count });
    this.#state = state;
    this.isDone = false;
    this.damage = undefined;
    return false;
  }

  #block(): void {
    this.#isLast = this.#input.take(1) === 1;
    const type = this.#input.take(2);
    if (type === 0) {
      this.#beginStored();
      return;
    }
    const tables = type === 1 ? fixedTables() : type === 2 ? readTables(this.#bits) : undefined;
    this.#lengths = tables?.lengths ?? NO_CODE;
    this.#distances = tables?.distances ?? NO_CODE;
    this.#state = 'codes';
    if (!tables) this.#fail('is damaged');
  }

  #beginStored(): void {
    this.#input.take(this.#input.count & 7);
    this.#stored = this.#input.take(16);
    this.#state = 'stored';
    if (this.#input.take(16) !== (this.#stored ^ 0xffff)) this.#fail('is damaged');
  }

  #copyStored(): boolean {
    const input = this.#input;
    input.align();
    const end = Math.min(input.at + this.#stored, input.end);
    const size = this.#window.append(input.bytes.subarray(input.at, end));
    input.at += size;
    this.#stored -= size;
    this.#window.slide();
    if (this.#stored === 0) this.#endBlock();
    return this.#state === 'block' || input.at < input.end;
  }

  #endBlock(): void {
    this.#state = 'block';
    this.isDone = this.#isLast;
  }

  /** Literals in a row, then one symbol of any kind. Returns false where more input is needed. */
  #codes(): boolean {
    this.#window.slide();
    this.#literals();
    if (this.#input.at >= this.#input.end - MARGIN) return this.#orBack(() => this.#symbol(), 'codes');
    this.#symbol();
    return true;
  }

  /** Most symbols are literals: they are read with all that is needed at hand. Stops short of the input's end. */
  #literals(): void {
    const input = this.#input;
    const { bytes } = input;
    const { entries, mask } = this.#lengths;
    const [out, safe] = [this.#window.bytes, input.end - MARGIN];
    let { at, hold, count } = input;
    let { written } = this.#window;
    while (written < FULL && at < safe) {
      if (count < 16) {
        hold |= ((bytes[at] as number) | ((bytes[at + 1] as number) << 8)) << count;
        at += 2;
        count += 16;
      }
      const entry = entries[hold & mask] as number;
      if (entry === 0 || entry >= END << 4) break;
      hold >>>= entry & 15;
      count -= entry & 15;
      out[written++] = entry >> 4;
    }
    input.at = at;
    input.hold = hold;
    input.count = count;
    this.#window.written = written;
  }

  #symbol(): void {
    const symbol = this.#input.decode(this.#lengths);
    if (symbol > END) this.#match(symbol - END - 1);
    else if (this.#input.isShort) return;
    else if (symbol === END) this.#endBlock();
    else if (symbol >= 0) this.#window.bytes[this.#window.written++] = symbol;
    else this.#fail('is damaged');
  }

  #match(code: number): void {
    const input = this.#input;
    const length = (LENGTH_BASE[code] ?? 0) + input.take(LENGTH_EXTRA[code] ?? 0);
    const far = input.decode(this.#distances);
    const distance = (DISTANCE_BASE[far] ?? 0) + input.take(DISTANCE_EXTRA[far] ?? 0);
    if (input.isShort) return;
    if (code > 28 || far < 0 || !this.#window.repeat(distance, length)) this.#fail('is damaged');
  }

  #fail(damage: string): void {
    this.damage = `compressed data ${damage}`;
    this.isDone = true;
  }
}
