import { limitHint } from '../../config/limits.ts';
import { ImageError } from '../image.ts';
import type { Packed, PackReader } from './git-pack-reader.ts';
import { Refusal, type Work } from './work.ts';

/** `objects` are those that could be found; `trouble` is why there are no more. */
export interface PackIndex {
  objects: Packed[];
  trouble?: ImageError;
}

const HEADER = 12;

/**
 * Finds all objects of a pack (gitformat-pack), which takes to unpack each, and the ids of whole ones. Trees are left out where
 * no delta can need them.
 */
export function indexPack(reader: PackReader, work: Work): PackIndex {
  const objects = new Map<number, Packed>();
  let trouble: ImageError | undefined;
  try {
    for (let left = reader.count, at = HEADER; left > 0; left--) {
      if (objects.size >= work.limits.nestedEntries)
        throw new Refusal(`more than ${objects.size} objects ${limitHint('nestedEntries')}`);
      const { packed, end } = reader.objectAt(at);
      if (typeof packed.base === 'number') packed.type = objects.get(packed.base)?.type;
      objects.set(at, packed);
      at = end;
    }
  } catch (error) {
    if (!(error instanceof ImageError)) throw error;
    trouble = error;
  }
  const all = [...objects.values()];
  const byId = all.some(({ base }) => typeof base === 'string');
  return { objects: byId ? all : all.filter(({ type }) => type !== 'tree'), ...(trouble ? { trouble } : {}) };
}
