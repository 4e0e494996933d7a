import { setTimeout } from 'node:timers/promises';

/** How long to wait for what, in milliseconds. */
export interface Timing {
  /** Waits. */
  delay(milliseconds: number): Promise<void>;
  connect: number;
  headers: number;
  /** Without a byte of a body. */
  stall: number;
}

export const DEFAULT_TIMING: Timing = {
  delay: (milliseconds) => setTimeout(milliseconds),
  connect: 30_000,
  headers: 30_000,
  stall: 60_000,
};

const TRIES = 5;
const FIRST_DELAY = 1_000;
const LONGEST_DELAY = 60_000;

/** Counts the tries of one request, and waits longer after each one. */
export class Patience {
  readonly #timing: Timing;
  #failures = 0;

  constructor(timing: Timing) {
    this.#timing = timing;
  }

  /** Something came: the tries are counted anew. */
  progress(): void {
    this.#failures = 0;
  }

  /** Waits before a further try, for as long as the server's Retry-After asks; false where there were enough. */
  async wait(retryAfter?: string | readonly string[]): Promise<boolean> {
    this.#failures += 1;
    if (this.#failures >= TRIES) return false;
    const asked = delayAsked(retryAfter);
    await this.#timing.delay(Math.min(asked ?? FIRST_DELAY * 2 ** (this.#failures - 1), LONGEST_DELAY));
    return true;
  }
}

/** Retry-After is a number of seconds or a date (RFC 9110, 10.2.3). */
function delayAsked(retryAfter: string | readonly string[] | undefined): number | undefined {
  const value = typeof retryAfter === 'string' ? retryAfter.trim() : retryAfter?.[0];
  if (value === undefined || value === '') return undefined;
  if (/^\d+$/.test(value)) return Number(value) * 1_000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}
