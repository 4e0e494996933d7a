import { createContext, Script } from 'node:vm';
import { type LimitKey, type Limits, limitHint } from './limits.ts';

/** What was being done is given up: its time is over, or the user wants no more of it. Said to the user. */
export class GivenUp extends Error {
  override name = 'GivenUp';
}

export interface PatienceOptions {
  /** What ends this one as well. */
  within?: Patience | undefined;
  /** How long it lasts, and what that limit is. */
  limit?: { key: LimitKey; limits: Limits } | undefined;
  /** Asked whenever the time is looked at: why it is to end. */
  poll?: (() => string | undefined) | undefined;
}

/** How long something may take. It ends when its time is over, when it is told so, or with the one that it is within. */
export class Patience {
  readonly #options: PatienceOptions;
  readonly #expires: number;
  readonly #waiting = new Set<(reason: GivenUp) => void>();
  readonly #leave: (() => void) | undefined;
  #timer: NodeJS.Timeout | undefined;
  #reason: GivenUp | undefined;

  constructor(options: PatienceOptions = {}) {
    this.#options = options;
    const { limit, within } = options;
    const seconds = limit === undefined ? Number.POSITIVE_INFINITY : limit.limits[limit.key];
    this.#expires = performance.now() + seconds * 1000;
    this.#leave = within?.onEnd((reason) => this.#end(reason));
  }

  /** Why it has ended, if it has. */
  get reason(): GivenUp | undefined {
    const { limit, within, poll } = this.#options;
    const polled = this.#reason === undefined ? poll?.() : undefined;
    if (polled !== undefined) this.end(polled);
    if (this.#reason === undefined && limit !== undefined && performance.now() >= this.#expires)
      this.end(`took more than ${limit.limits[limit.key]} seconds ${limitHint(limit.key)}`);
    return this.#reason ?? within?.reason;
  }

  /** @throws GivenUp where it has ended */
  check(): void {
    const { reason } = this;
    if (reason !== undefined) throw reason;
  }

  end(reason: string): void {
    this.#end(new GivenUp(reason));
  }

  /** Calls back once, when it ends. @returns what takes that back */
  onEnd(told: (reason: GivenUp) => void): () => void {
    this.#waiting.add(told);
    this.#watch();
    return () => {
      this.#waiting.delete(told);
      if (this.#waiting.size === 0) this.#unwatch();
    };
  }

  /** What a promise comes to; where it takes too long it is waited for no longer. @throws GivenUp */
  async wait<T>(promise: Promise<T>): Promise<T> {
    // Nobody may be left to hear of it.
    promise.catch(() => {});
    this.check();
    let forget = (): void => {};
    try {
      return await new Promise<T>((resolve, reject) => {
        forget = this.onEnd(reject);
        promise.then(resolve, reject);
      });
    } finally {
      forget();
    }
  }

  /** It is needed no more. */
  close(): void {
    this.#unwatch();
    this.#leave?.();
  }

  #end(reason: GivenUp): void {
    if (this.#reason !== undefined) return;
    this.#reason = reason;
    this.#unwatch();
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const told of waiting) told(reason);
  }

  /** A timer is kept from one wait to the next: the pieces of a stream are many. */
  #watch(): void {
    if (this.#timer !== undefined || this.#expires === Number.POSITIVE_INFINITY) return;
    const left = Math.min(Math.max(0, this.#expires - performance.now()), 2 ** 31 - 1);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.reason === undefined) this.#watch();
    }, left + 1);
  }

  #unwatch(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}

/** Who hears of a signal that comes in the midst of work. */
export interface Guarded {
  /** Does it, knowing that it can be broken off. */
  guard<R>(work: () => R): R;
  /** It was broken off, by a signal or by something else. @returns the reason, where it was a signal */
  guardEnded(isHeard: boolean): string | undefined;
}

const CALL = new Script('work()');
let room: { work?: () => void } | undefined;

/**
 * Does what never waits, and ends it in the midst of it when its time is over: a regular expression, a loop. What it had
 * under its hands is then in no state to be used again.
 *
 * @param interrupt is told of a signal, which nobody else hears while this goes on
 * @throws GivenUp
 */
export function withinTime<T>(key: LimitKey, limits: Limits, work: () => T, interrupt?: Guarded): T {
  room ??= createContext({});
  const done: T[] = [];
  const outer = room.work;
  room.work = () => {
    done.push(interrupt === undefined ? work() : interrupt.guard(work));
  };
  try {
    const timeout = Math.min(Math.max(1, Math.round(limits[key] * 1000)), 2 ** 31 - 1);
    CALL.runInContext(room, { timeout, breakOnSigint: interrupt !== undefined, displayErrors: false });
  } catch (error) {
    // It is an error of the other context, and none of ours.
    const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
    const ended = interrupt?.guardEnded(code === 'ERR_SCRIPT_EXECUTION_INTERRUPTED');
    if (code === 'ERR_SCRIPT_EXECUTION_TIMEOUT')
      throw new GivenUp(`took more than ${limits[key]} seconds ${limitHint(key)}`);
    throw ended === undefined ? error : new GivenUp(ended);
  } finally {
    if (outer === undefined) delete room.work;
    else room.work = outer;
  }
  const [result] = done;
  return result as T;
}
