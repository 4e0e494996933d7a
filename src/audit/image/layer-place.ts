import type { ImageLocation } from '../finding.ts';

/** Where a leak is, but for the layer's own path. */
export type LayerPlace = Pick<ImageLocation, 'kind' | 'image' | 'platform'> & {
  layer: NonNullable<ImageLocation['layer']>;
};
