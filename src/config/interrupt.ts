import { Patience } from './patience.ts';

/** What a user or a system ends a program with, and the exit code that says so. */
export const SIGNALS = { SIGINT: 130, SIGTERM: 143 } as const;
export type SignalName = keyof typeof SIGNALS;

/** Whether the user wants the run to end. */
export class Interrupt {
  readonly patience = new Patience();
  #signal: SignalName | undefined;

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
}
