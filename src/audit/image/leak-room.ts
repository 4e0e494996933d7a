import { type Limits, limitHint } from '../../config/limits.ts';
import type { Leak } from '../leak.ts';

/** What leaks that found no room are told with. */
export const crowdedReason = `holds more credentials than are listed ${limitHint('leaks')}`;

/** Room for the leaks of a run. Those that are only possible take none from others. */
export class LeakRoom {
  readonly #most: number;
  #sure = 0;
  #doubtful = 0;

  constructor({ leaks }: Pick<Limits, 'leaks'>) {
    this.#most = leaks;
  }

  /** Takes room for a leak. @returns whether there was any */
  take({ confidence }: Pick<Leak, 'confidence'>): boolean {
    if (confidence === 'possible') {
      this.#doubtful += 1;
      return this.#doubtful <= this.#most;
    }
    this.#sure += 1;
    return this.#sure <= this.#most;
  }

  /** As much room as is left here, without taking it. */
  trial(): LeakRoom {
    const room = new LeakRoom({ leaks: this.#most });
    room.#sure = this.#sure;
    room.#doubtful = this.#doubtful;
    return room;
  }
}
