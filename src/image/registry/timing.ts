import { setTimeout } from 'node:timers/promises';
import { unlessAborted } from '../abort.ts';

/** How long to wait for what, in milliseconds. */
export interface Timing {
  /** Waits; may end early where the signal is aborted. */
  delay(milliseconds: number, signal?: AbortSignal): Promise<void>;
  connect: number;
  headers: number;
  /** Without a byte of a body. */
  stall: number;
  /** Nothing is waited for, or tried again, once it is aborted. */
  signal?: AbortSignal | undefined;
}

export const DEFAULT_TIMING: Timing = {
  delay: (milliseconds, signal) => setTimeout(milliseconds, undefined, signal && { signal }),
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

  /** Waits before a further try, for as long as the server's Retry-After asks; false where there were enough. Throws the reason of an aborted signal. */
  async wait(retryAfter?: string | readonly string[]): Promise<boolean> {
    const { delay, signal } = this.#timing;
    signal?.throwIfAborted();
    this.#failures += 1;
    if (this.#failures >= TRIES) return false;
    const asked = delayAsked(retryAfter);
    const time = Math.min(asked ?? FIRST_DELAY * 2 ** (this.#failures - 1), LONGEST_DELAY);
    await unlessAborted(delay(time, signal), signal);
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
