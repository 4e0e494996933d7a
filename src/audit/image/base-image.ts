import type { Image } from '../../image/image.ts';

/** An image that others may have been built on. */
export interface BaseImage {
  name: string;
  /** Of its layers, the lowest first. */
  diffIds: readonly string[];
}

/** The base image whose layers are an image's lowest ones, the one with the most; undefined where none is. */
export function baseOf(
  { config: { diffIds } }: Image,
  bases: readonly BaseImage[],
): { name: string; layers: number } | undefined {
  const below = bases.filter(
    (base) => base.diffIds.length > 0 && base.diffIds.every((diffId, at) => diffId === diffIds[at]),
  );
  const [most] = [...below].sort((one, other) => other.diffIds.length - one.diffIds.length);
  return most && { name: most.name, layers: most.diffIds.length };
}
