import type { Interrupt } from '../config/interrupt.ts';
import type { Limits } from '../config/limits.ts';
import { GivenUp, Patience } from '../config/patience.ts';
import { ImageError } from '../image/image.ts';
import { InputError } from './read-dockerfile.ts';
import type { ReportBuilder } from './report-builder.ts';

/** How long a source that is given up is waited for, so that what was found in it is told. */
const END_MS = 2000;

/** Reads one source after the other, each for as long as it may take. */
export class TimedReading {
  readonly #builder: ReportBuilder;
  readonly #limits: Limits;
  readonly #interrupt: Interrupt | undefined;
  isGivenUp = false;

  constructor(builder: ReportBuilder, limits: Limits, interrupt: Interrupt | undefined) {
    this.#builder = builder;
    this.#limits = limits;
    this.#interrupt = interrupt;
  }

  /** @param or what becomes of what cannot be read: it is told, and the rest goes on, or it ends the run */
  async read(
    reference: string,
    read: (patience: Patience) => Promise<void>,
    or: typeof orThrow = orSkip,
  ): Promise<void> {
    const limits = this.#limits;
    const patience = new Patience({
      within: this.#interrupt?.patience,
      limit: { key: 'imageSeconds', limits },
    });
    await or(reference, this.#builder, async () => {
      patience.check();
      const reading = read(patience);
      // What comes to an end in time tells better what it has read.
      await patience.wait(reading).catch(async (error: unknown) => {
        if (patience.reason === undefined) throw error;
        this.isGivenUp = true;
        await inTime(reading, END_MS);
        throw error;
      });
    }).finally(() => patience.close());
  }
}

/** Waits for work to come to its end, but not for long; that it is given up is told in any case. */
async function inTime(work: Promise<void>, milliseconds: number): Promise<void> {
  const late = new Patience();
  const timer = setTimeout(() => late.end('late'), milliseconds);
  await late
    .wait(work)
    .catch((error: unknown) => {
      if (!(error instanceof ImageError || error instanceof GivenUp)) throw error;
    })
    .finally(() => clearTimeout(timer));
}

/** What cannot be read ends the run. */
export async function orThrow(
  what: string,
  _builder: ReportBuilder,
  read: () => Promise<void>,
): Promise<void> {
  try {
    await read();
  } catch (error) {
    if (error instanceof GivenUp) throw new ImageError(withoutPassword(`${what}: ${error.message}`));
    if (!(error instanceof ImageError)) throw error;
    throw new ImageError(withoutPassword(error.message), error.code);
  }
}

/** What cannot be read is told, and the rest goes on. */
export async function orSkip<T>(
  what: string,
  builder: ReportBuilder,
  read: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof ImageError || error instanceof InputError || error instanceof GivenUp))
      throw error;
    builder.skip(
      withoutPassword(what),
      withoutPassword(error.message.replace(what === '' ? '' : `${what}: `, '')),
    );
    return undefined;
  }
}

/** A reference may have been given with a password in it, where it has no place. */
export function withoutPassword(text: string): string {
  return text.replace(/(^|[/\s])[^/@\s]*:[^/@\s]*@/g, '$1');
}
