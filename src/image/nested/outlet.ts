import type { FileSink } from '../image.ts';
import { ImageError } from '../image.ts';
import { normalisePath } from '../tar/layer-entry.ts';
import { InnerFile, type Manner } from './inner-file.ts';
import { type Place, Refusal, Stopped } from './work.ts';

/** A reader of one format: bytes in, inner files out. Its sink may throw ImageError. */
export type Unpack = (outlet: Outlet) => FileSink;

/** What a reader puts its findings in. One inner file is open at a time. */
export class Outlet {
  readonly place: Place;
  #hasBytes = false;
  #open: InnerFile | undefined;

  constructor(place: Place) {
    this.place = place;
  }

  /** Opens an inner file; the one before is ended. */
  begin(name: string, manner: Manner = 'file'): void {
    this.end();
    this.place.work.enter();
    this.#open = new InnerFile(this.place, `${this.place.path}!/${normalisePath(name)}`, manner);
  }

  /** Bytes of the open file that stand in the archive as they are. */
  write(chunk: Uint8Array): void {
    if (chunk.length === 0) return;
    this.#hasBytes = true;
    this.#open?.write(chunk);
  }

  /** Bytes of the open file that were compressed. */
  unpacked(chunk: Uint8Array): void {
    this.place.work.spend(chunk.length);
    this.write(chunk);
  }

  end(): void {
    const open = this.#open;
    this.#open = undefined;
    open?.end();
  }

  /** Damage. Nothing is said where not one inner byte came before: then it was hardly such an archive. */
  damaged(reason: string): void {
    if (this.#hasBytes) this.place.work.tell(this.place.path, reason, true);
  }

  /** What is told in any case. */
  refused(reason: string): void {
    this.place.work.tell(this.place.path, reason);
  }
}

/** The sink of a reader at a place. Trouble ends it and is told; what was unpacked before stands. */
export function guarded(unpack: Unpack, place: Place): FileSink {
  const outlet = new Outlet(place);
  let reader: FileSink | undefined;
  const attempt = (action: () => void): void => {
    try {
      action();
    } catch (error) {
      reader = undefined;
      fail(error, outlet);
    }
  };
  attempt(() => {
    reader = unpack(outlet);
  });
  return {
    write: (chunk) => attempt(() => reader?.write(chunk)),
    end: () => {
      attempt(() => reader?.end());
      reader = undefined;
      attempt(() => outlet.end());
    },
  };
}

/** Ends what is open, and says what was thrown. What is none of ours, as what a visitor throws, is thrown again. */
export function fail(error: unknown, outlet: Outlet): void {
  tellTrouble(error, outlet);
  try {
    outlet.end();
  } catch (other) {
    tellTrouble(other, outlet);
  }
}

export function tellTrouble(error: unknown, outlet: Outlet): void {
  if (error instanceof Stopped) return;
  if (error instanceof Refusal) outlet.refused(error.message);
  else if (error instanceof ImageError) outlet.damaged(error.message);
  else throw error;
}
