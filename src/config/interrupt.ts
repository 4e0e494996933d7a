import { constants } from 'node:os';
import { Patience } from './patience.ts';
import { SignalThread } from './signal-thread.ts';

/** What a user or a system ends a program with, and the exit code that says so. */
export const SIGNALS = { SIGINT: 130, SIGTERM: 143 } as const;
export type SignalName = keyof typeof SIGNALS;

/** Whether the user wants the run to end. */
export class Interrupt {
  readonly patience = new Patience({ poll: () => this.#polled() });
  readonly #thread = new SignalThread();
  #signal: SignalName | undefined;
  #echo: SignalName | undefined;

  /** What ended it, if anything did. */
  get signal(): SignalName | undefined {
    return this.#signal;
  }

  /** @returns why, as it is told */
  raise(signal: SignalName = 'SIGINT'): string {
    this.#signal ??= signal;
    const reason = `ended by ${this.#signal}`;
    this.patience.end(reason);
    return reason;
  }

  /** What the thread has heard of and the program has not yet. */
  #polled(): string | undefined {
    const { heard } = this.#thread;
    if (heard === undefined || this.#signal !== undefined) return undefined;
    const name = heard === constants.signals.SIGTERM ? 'SIGTERM' : 'SIGINT';
    this.#echo = name;
    return this.raise(name);
  }

  /** Long work is ahead that never waits. Resolves when signals are heard in the midst of it, as far as they can be. */
  expectWork(): Promise<void> {
    return this.#thread.start();
  }

  /** Does what a guard of `vm` hears a SIGINT for. */
  guard<T>(work: () => T): T {
    return this.#thread.guard(work);
  }

  /**
   * The guard has ended, and may have broken the work off.
   *
   * @param isHeard whether it was a signal that did
   * @returns why the work was ended, as it is told
   */
  guardEnded(isHeard: boolean): string | undefined {
    const isSent = this.#thread.reset();
    if (!isHeard) return undefined;
    if (!isSent) return this.raise('SIGINT');
    if (this.#signal === undefined) this.#echo = 'SIGTERM';
    return this.raise('SIGTERM');
  }

  /** A signal that came between two turns. @returns whether it is one that the guard has heard before */
  isEcho(signal: SignalName): boolean {
    if (this.#echo !== signal) return false;
    this.#echo = undefined;
    return true;
  }
}
