import { constants } from 'node:os';

/** What the first cell of the shared memory holds; the second one has the signal that was heard first. */
const IDLE = 0;
const GUARDED = 1;
const SENDING = 2;
const SENT = 3;
/** How long the thread may take to send. */
const SENDING_MS = 100;

/**
 * Node tells a program of signals between two of its turns, so that work that never waits hears of none. A thread that
 * hears them writes them down, for those who look now and then; and as the guard of `vm` hears a SIGINT in the midst of
 * anything, it turns a SIGTERM into one. Node lends its threads no handler; where its inner one is not to be had, signals
 * are heard between two turns, as without the thread.
 */
const SCRIPT = `
  const { workerData, parentPort } = require('node:worker_threads');
  process.noDeprecation = true;
  const { Signal } = process.binding('signal_wrap');
  const hear = (number, heard) => {
    const handle = new Signal();
    handle.onsignal = heard;
    handle.start(number);
  };
  const note = (number) => Atomics.compareExchange(workerData, 1, 0, number);
  hear(${constants.signals.SIGINT}, note);
  hear(${constants.signals.SIGTERM}, (number) => {
    note(number);
    if (Atomics.compareExchange(workerData, 0, ${GUARDED}, ${SENDING}) !== ${GUARDED}) return;
    process.kill(process.pid, 'SIGINT');
    Atomics.store(workerData, 0, ${SENT});
    Atomics.notify(workerData, 0);
  });
  parentPort.postMessage('started');
`;

/** Makes signals heard by work that never waits. */
export class SignalThread {
  readonly #cell = new Int32Array(new SharedArrayBuffer(8));
  #started: Promise<void> | undefined;

  /** To be called when work is seen to be long: it takes some milliseconds. Resolves when the thread listens, or cannot. */
  start(): Promise<void> {
    this.#started ??= process.platform === 'win32' ? Promise.resolve() : this.#start();
    return this.#started;
  }

  async #start(): Promise<void> {
    const { Worker } = await import('node:worker_threads');
    const worker = new Worker(SCRIPT, { eval: true, workerData: this.#cell, stdout: true, stderr: true });
    await new Promise<void>((resolve) => {
      worker.once('message', () => resolve()).once('error', () => resolve());
    });
    worker.unref();
  }

  /** The signal that was heard first, by its number. */
  get heard(): number | undefined {
    return Atomics.load(this.#cell, 1) || undefined;
  }

  /** Does what is guarded against a SIGINT. One that is sent is sent before this returns. */
  guard<T>(work: () => T): T {
    if (Atomics.compareExchange(this.#cell, 0, IDLE, GUARDED) !== IDLE) return work();
    try {
      return work();
    } finally {
      if (Atomics.compareExchange(this.#cell, 0, GUARDED, IDLE) === SENDING) this.#waitForSending();
    }
  }

  /**
   * The guard has ended: where it broke the work off, that has tidied nothing up.
   *
   * @returns whether a SIGINT that ended it stands for a SIGTERM
   */
  reset(): boolean {
    this.#waitForSending();
    return Atomics.exchange(this.#cell, 0, IDLE) === SENT;
  }

  #waitForSending(): void {
    Atomics.wait(this.#cell, 0, SENDING, SENDING_MS);
  }
}
