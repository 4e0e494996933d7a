import type { Random } from '../../fuzz/random.ts';
import { randomFor } from '../values.ts';
import { DECOYS } from './decoys.ts';
import { fillerFiles, type PlannedFile } from './filler.ts';
import { IN_LAYERS, IN_TEXTS } from './plants.ts';
import { SHAPES } from './shapes.ts';
import { type ExpectedLeak, ImageSheet } from './sheet.ts';

const FORMS = ['docker', 'old-docker', 'oci', 'oci-folder', 'oci-nested'] as const;
const COMPRESSIONS = ['none', 'gzip', 'gzip', 'zstd'] as const;
/** Base layers that images share. */
const BASES = 40;
const LAYER_BYTES = 500_000;

/** An image as it is to be written, and all that has to be told of it. */
export interface ImageSubject {
  form: (typeof FORMS)[number];
  /** The archive as a whole is compressed. */
  isGzipped: boolean;
  compression: (typeof COMPRESSIONS)[number];
  /** One for each platform. */
  variants: readonly ImageSheet[];
  expected: readonly ExpectedLeak[];
  values: readonly string[];
}

/** The same seed and index give the same subject. */
export function makeImage(seed: string, index: number): ImageSubject {
  const base = baseLayer(seed, index);
  const random = randomFor(seed, 'image', index);
  const form = random.of(FORMS);
  const isMulti = form.startsWith('oci') && random.oneIn(4);
  const variants = (isMulti ? ['linux/amd64', 'linux/arm64'] : ['']).map((platform) => ({
    platform,
    sheet: makeVariant(random, base, form),
  }));
  const expected = merged(variants.map(({ platform, sheet }) => ({ platform, leaks: sheet.expected() })));
  return {
    form,
    isGzipped: form !== 'oci-folder' && random.oneIn(5),
    compression: random.of(COMPRESSIONS),
    variants: variants.map(({ sheet }) => sheet),
    expected,
    values: [...new Set(expected.map(({ value }) => value))],
  };
}

function makeVariant(random: Random, base: readonly PlannedFile[], form: ImageSubject['form']): ImageSheet {
  const count = 1 + random.below(random.of([3, 6, 11]));
  const layers = Array.from({ length: count }, () => fillerFiles(random, random.below(LAYER_BYTES)));
  const sheet = new ImageSheet(random, random.oneIn(2) ? [[...base], ...layers] : layers);
  const texts = form.startsWith('oci') ? IN_TEXTS : IN_TEXTS.slice(0, -2);
  for (let left = random.below(5); left > 0; left -= 1) random.of(IN_LAYERS)(sheet);
  if (random.oneIn(2)) random.of(SHAPES)(sheet);
  for (let left = random.below(3); left > 0; left -= 1) random.of(texts)(sheet);
  for (let left = 2 + random.below(6); left > 0; left -= 1) random.of(DECOYS)(sheet);
  sheet.bury();
  return sheet;
}

function baseLayer(seed: string, index: number): readonly PlannedFile[] {
  const random = randomFor(seed, 'base', index % BASES);
  return fillerFiles(random, 2 * LAYER_BYTES);
}

/** A secret is told once, with its places in all platforms. */
function merged(variants: readonly { platform: string; leaks: readonly ExpectedLeak[] }[]): ExpectedLeak[] {
  return variants.flatMap(({ platform, leaks }) =>
    leaks.map(({ rule, value, places }) => ({
      rule,
      value,
      places: places.map((place) => `${platform} ${place}`.trim()).sort(),
    })),
  );
}
