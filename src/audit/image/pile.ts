import type { ImageLocation, Skipped } from '../finding.ts';
import { fileOf, type Leak } from '../leak.ts';
import type { LayerPlace } from './layer-place.ts';
import type { LayerScan } from './layer-scan.ts';
import { crowdedReason, type LeakRoom } from './leak-room.ts';

/** Who is told what is not in the findings. */
export interface Tell {
  /** Credentials that are too many to be kept. */
  skip(skipped: Skipped): void;
  /** What makes the audit no less whole. */
  note(note: Skipped): void;
}

/** Layers put one upon the other: what became of each credential's file. */
export class Pile {
  readonly leaks: Leak[] = [];
  readonly #tell: Tell;
  readonly #room: LeakRoom;

  constructor(tell: Tell, room: LeakRoom) {
    this.#tell = tell;
    this.#room = room;
  }

  /** @param madeBy the instruction that made the layer, for the reader */
  add(scan: LayerScan, place: LayerPlace, madeBy?: string): void {
    this.#bury(scan, place);
    for (const skip of scan.skips) this.#tell.skip(skip);
    for (const note of scan.notes) this.#tell.note(note);
    const crowded = new Set(scan.crowded);
    for (const leak of scan.leaks) {
      if (!this.#room.take(leak)) crowded.add(fileOf(leak));
      else this.leaks.push({ ...placed(leak, place), ...(madeBy !== undefined && { madeBy }) });
    }
    for (const what of crowded) this.#tell.skip({ what, reason: crowdedReason });
    if (scan.doubtful > 0)
      this.#tell.note({
        what: `layer ${place.layer.index}`,
        reason: `${scan.doubtful} more values are only possibly secrets`,
      });
  }

  /** Marks the leaks of lower layers whose files this one deletes or replaces. */
  #bury({ entries }: LayerScan, place: LayerPlace): void {
    const below = this.leaks.filter(({ at }) => at.state === 'final' && at.path !== undefined);
    if (below.length === 0) return;
    const effects = entries.effects(below.map(fileOf));
    for (const leak of below) {
      const found = effects.get(fileOf(leak));
      if (found === undefined) continue;
      const by: ImageLocation = { ...place, channel: 'layer', path: found.by };
      leak.at = { ...leak.at, state: found.effect };
      leak.buriedBy = by;
    }
  }
}

/** A scan is told of each image and layer that has it: where it was made first says nothing. */
function placed(leak: Leak, place: LayerPlace): Leak {
  const at = { ...leak.at, ...place };
  return leak.buriedBy === undefined
    ? { ...leak, at }
    : { ...leak, at, buriedBy: { ...leak.buriedBy, ...place } };
}
