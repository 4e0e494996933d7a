import type { ImageLocation, Skipped } from '../finding.ts';
import type { Leak } from '../leak.ts';
import type { LayerPlace, LayerScan } from './layer-scan.ts';

/** Of one image. */
const MOST_LEAKS = 10_000;

/** Layers put one upon the other: what became of each credential's file. */
export class Pile {
  readonly leaks: Leak[] = [];
  readonly #skip: (skipped: Skipped) => void;

  /** @param skip is told of credentials that are too many to be kept */
  constructor(skip: (skipped: Skipped) => void) {
    this.#skip = skip;
  }

  /** @param madeBy the instruction that made the layer, for the reader */
  add(scan: LayerScan, place: LayerPlace, madeBy?: string): void {
    this.#bury(scan, place);
    const room = Math.max(0, MOST_LEAKS - this.leaks.length);
    for (const leak of scan.leaks.slice(0, room)) {
      this.leaks.push({ ...leak, at: { ...leak.at, ...place }, ...(madeBy !== undefined && { madeBy }) });
    }
    const beyond = scan.leaks.slice(room).map(({ at }) => at.path ?? '');
    for (const what of new Set([...scan.crowded, ...beyond]))
      this.#skip({ what, reason: `holds more credentials than are listed, ${MOST_LEAKS} of an image` });
  }

  /** Marks the leaks of lower layers whose files this one deletes or replaces. */
  #bury({ entries }: LayerScan, place: LayerPlace): void {
    const below = this.leaks.filter(({ at }) => at.state === 'final' && at.path !== undefined);
    if (below.length === 0) return;
    const effects = entries.effects(below.map(({ at }) => at.path ?? ''));
    for (const leak of below) {
      const found = effects.get(leak.at.path ?? '');
      if (found === undefined) continue;
      const by: ImageLocation = { ...place, channel: 'layer', path: found.by };
      leak.at = { ...leak.at, state: found.effect };
      leak.buriedBy = by;
    }
  }
}
