import { createHash } from 'node:crypto';
import { openSync, writeSync } from 'node:fs';
import { keyOf, textOf } from './failure.ts';
import { minimise } from './minimise.ts';
import { mutate } from './mutate.ts';
import { Random } from './random.ts';
import { dictionary, keptInputs } from './seeds.ts';
import type { Target } from './target.ts';

/** The blocks of one source file. */
interface Blocks {
  file: string;
  from: number;
  to: number;
}

/** What the runner hears of. */
type Message =
  | { kind: 'kept'; input: Uint8Array }
  | { kind: 'failure'; key: string; text: string; input: Uint8Array };

/** Who watches over this: where it sees what is tried, and how long it waits. */
interface Watched {
  /** How many times longer than elsewhere an input may take. */
  patience: number;
  /** Number of the input, its length, the second in which it was begun, and itself. */
  shared: SharedArrayBuffer;
  file: string;
}

interface Extent {
  /** Which input is the first: inputs are told apart by number, so that a worker can go on where another one died. */
  first: number;
  milliseconds: number;
  inputs: number;
  /** What earlier workers found worth keeping. */
  kept: readonly Uint8Array[];
}

declare global {
  var __fuzz: { hits: Uint8Array; fresh: number[] } | undefined;
}

const MOST = 16 * 1024;
const HEADER = 16;
const MINIMISING = 4000;
const MOST_FAILURES = 20;

/** Runs a target on inputs that lead ever deeper into it. */
export class Exploration {
  readonly #target: Target;
  readonly #seed: string;
  readonly #status: Int32Array;
  readonly #bytes: Uint8Array;
  /** The same number, length and input: the process may die. */
  readonly #file: number;
  readonly #send: (message: Message) => void;
  readonly #patienceHere: number;
  readonly #failures = new Set<string>();
  #pool: Buffer[] = [];
  #fresh = 0;
  #reached: readonly number[] = [];
  /** Of all inputs in their order: the same seed has to make the same ones. */
  readonly #digest = createHash('sha256');
  #tried = 0;

  constructor(
    target: Target,
    seed: string,
    { shared, file, patience }: Watched,
    send: (message: Message) => void,
  ) {
    this.#patienceHere = patience;
    this.#file = openSync(file, 'w');
    this.#target = target;
    this.#seed = seed;
    this.#status = new Int32Array(shared, 0, 3);
    this.#bytes = new Uint8Array(shared, HEADER);
    this.#send = send;
  }

  async explore({ first, milliseconds, inputs, kept }: Extent): Promise<void> {
    const most = this.#target.most ?? MOST;
    const mended = keptInputs(this.#target.name).map((one) => one.input);
    const seeds = [...mended, ...this.#target.seeds()]
      .map((seed) => Buffer.from(seed))
      .filter(({ length }) => length <= most);
    this.#pool = [
      ...(seeds.length === 0 ? [Buffer.alloc(0)] : seeds),
      ...kept.map((one) => Buffer.from(one)),
    ];
    const stock = { tokens: this.#tokens(), most };
    const until = Date.now() + milliseconds;
    for (let number = first; number < inputs && Date.now() < until; number += 1) {
      this.#status[0] = number;
      const seed = seeds[number];
      const input = seed ?? this.#next(new Random(`${this.#seed} ${this.#target.name} ${number}`), stock);
      await this.#try(input, seed === undefined);
      if (this.#failures.size >= MOST_FAILURES) return;
    }
  }

  #tokens(): Buffer[] {
    const { name, dictionary: file = name, tokens = [] } = this.#target;
    return [...dictionary(file), ...tokens.map((token) => Buffer.from(token))];
  }

  async once(input: Buffer): Promise<void> {
    await this.#try(input, false);
  }

  /** Of what was kept, the latest more often than the rest. */
  #next(random: Random, stock: { tokens: readonly Buffer[]; most: number }): Buffer {
    const anyOf = () => random.of(this.#pool);
    const late = Math.min(this.#pool.length, 64);
    const chosen = random.oneIn(2) ? anyOf() : this.#pool.at(-1 - random.below(late));
    const mutated = mutate(chosen ?? anyOf(), random, { ...stock, other: anyOf });
    return this.#target.repair !== undefined && !random.oneIn(5) ? this.#target.repair(mutated) : mutated;
  }

  async #try(input: Buffer, mayBeKept: boolean): Promise<void> {
    this.#tried += 1;
    this.#digest.update(`${input.length} `).update(input);
    const failure = await this.#failureOf(input);
    const fresh = this.#reached;
    if (fresh.length > 0 && mayBeKept) {
      this.#pool.push(input);
      this.#fresh += 1;
      this.#send({ kind: 'kept', input });
    }
    if (failure === undefined || this.#failures.has(failure.key)) return;
    this.#failures.add(failure.key);
    const isSame = async (other: Buffer) => (await this.#failureOf(other))?.key === failure.key;
    const smallest = await minimise(input, isSame, MINIMISING);
    const { text } = (await this.#failureOf(smallest)) ?? failure;
    this.#send({ kind: 'failure', key: failure.key, text, input: smallest });
  }

  /** How much of the processor's time an input may take, in milliseconds. */
  #patience(input: Buffer): number {
    return this.#patienceHere * ((this.#target.patience ?? 1000) + input.length / 20);
  }

  /** What a run of the input throws; or that it takes too much of the processor, which has to happen three times. */
  async #failureOf(input: Buffer): Promise<{ key: string; text: string } | undefined> {
    let took = Number.POSITIVE_INFINITY;
    for (let attempt = 0; attempt < 3 && took > this.#patience(input); attempt += 1) {
      const began = process.cpuUsage();
      try {
        await this.#watched(input);
      } catch (error) {
        return { key: keyOf(error), text: textOf(error) };
      } finally {
        // How often an input is run depends on the clock: what counts is what its first run reached.
        const fresh = globalThis.__fuzz?.fresh.splice(0) ?? [];
        if (attempt === 0) this.#reached = fresh;
      }
      const { user, system } = process.cpuUsage(began);
      took = Math.min(took, (user + system) / 1000);
    }
    if (took <= this.#patience(input)) return undefined;
    return { key: 'slow', text: `takes ${took.toFixed(0)} ms of the processor for ${input.length} bytes` };
  }

  async #watched(input: Buffer): Promise<void> {
    this.#bytes.set(input.subarray(0, this.#bytes.length));
    writeSync(
      this.#file,
      Buffer.concat([Buffer.from(Uint32Array.of(this.#status[0] ?? 0, input.length).buffer), input]),
      0,
      null,
      0,
    );
    this.#status[1] = input.length;
    Atomics.store(this.#status, 2, Math.floor(Date.now() / 1000));
    try {
      const outcome = this.#target.run(input);
      if (outcome instanceof Promise) await outcome;
    } finally {
      Atomics.store(this.#status, 2, 0);
    }
  }

  counts(blocks: readonly Blocks[]) {
    const { sources } = this.#target;
    const own = blocks.filter(({ file }) =>
      sources.some((source) => file === source || (source.endsWith('/') && file.startsWith(source))),
    );
    const hits = globalThis.__fuzz?.hits ?? new Uint8Array();
    const numbers = own.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, i) => from + i));
    const missed = own
      .map(({ file, from, to }) => ({
        file,
        missed: to - from - hits.subarray(from, to).reduce((a, b) => a + b, 0),
      }))
      .filter((one) => one.missed > 0);
    return {
      digest: this.#digest.digest('hex'),
      tried: this.#tried,
      kept: this.#fresh,
      blocks: numbers.length,
      hit: numbers.filter((number) => hits[number] === 1),
      missed,
    };
  }
}
