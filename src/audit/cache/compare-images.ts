import { parseHistories } from '../../image/history.ts';
import { type HistoryEntry, type Image, ImageError } from '../../image/image.ts';
import { type OpenOptions, openImage } from '../../image/open.ts';
import { fingerprintKey } from '../fingerprint.ts';
import { judgeTexts } from '../image/judge-text.ts';
import { imageTexts } from '../image/texts.ts';
import { scannerFor } from '../scanner-for.ts';
import { Scrubber } from '../scrubber.ts';
import { TOOL } from '../tool.ts';

/** Two builds of one Dockerfile, and where they part. What `audit cache --compare --format json` prints. */
export interface ImageComparison {
  schemaVersion: 1;
  tool: { name: string; version: string };
  images: readonly [string, string];
  layers: {
    same: number;
    differing: readonly { index: number; diffIds: readonly [string | undefined, string | undefined] }[];
  };
  /** The first instruction whose layer or text is another one; absent where the images are the same. */
  parting?: { entry: number; instruction: string; arguments: readonly string[]; reason: string };
}

/** Compares the first image of each reference. Throws ImageError where one cannot be read or holds none. */
export async function compareImages(
  references: readonly [string, string],
  options: OpenOptions,
): Promise<ImageComparison> {
  const [one, other] = [await firstImage(references[0], options), await firstImage(references[1], options)];
  const scrubber = scrubberFor([one, other]);
  const parting = partingOf(one, other);
  return {
    schemaVersion: 1,
    tool: TOOL,
    images: references,
    layers: layersOf(one, other),
    ...(parting && { parting: { ...parting, instruction: scrubber.scrub(parting.instruction) } }),
  };
}

async function firstImage(reference: string, options: OpenOptions): Promise<Image> {
  const source = await openImage(reference, options);
  try {
    for await (const image of source.images()) return image;
    throw new ImageError(`${reference}: holds no image`);
  } finally {
    await source.close();
  }
}

/** Takes what a credential is out of instructions. */
function scrubberFor(images: readonly Image[]): Scrubber {
  const scrubber = new Scrubber(fingerprintKey());
  const scanner = scannerFor(undefined);
  for (const image of images)
    for (const { leaks } of judgeTexts(
      imageTexts(image, scanner.names),
      { kind: 'image', image: image.name },
      scanner,
    ))
      for (const { secret } of leaks) scrubber.add(secret.value);
  return scrubber;
}

function layersOf(
  { config: { diffIds: one } }: Image,
  { config: { diffIds: other } }: Image,
): ImageComparison['layers'] {
  const count = Math.max(one.length, other.length);
  const differing = Array.from({ length: count }, (_, index) => index)
    .filter((index) => one[index] !== other[index])
    .map((index) => ({ index, diffIds: [one[index], other[index]] as const }));
  return { same: count - differing.length, differing };
}

type Parting = NonNullable<ImageComparison['parting']>;

function partingOf(one: Image, other: Image): Parting | undefined {
  const [entries, others] = [describeHistory(one), describeHistory(other)];
  for (let entry = 0; entry < Math.max(entries.length, others.length); entry += 1) {
    const [left, right] = [entries[entry], others[entry]];
    if (left === undefined || right === undefined) {
      const more = left === undefined ? 'second' : 'first';
      const { instruction = '' } = left ?? right ?? {};
      return { entry, instruction, arguments: [], reason: `only the ${more} image goes on from here` };
    }
    const reason = differenceOf(left, right);
    if (reason !== undefined) return { entry, instruction: right.instruction, ...reason };
  }
  return undefined;
}

interface Described {
  instruction: string;
  /** Build arguments, or the variables that it sets. */
  given: ReadonlyMap<string, string>;
  diffId?: string | undefined;
}

function describeHistory({ config }: Image): Described[] {
  const parsed = parseHistories(config.history);
  let layer = -1;
  return config.history.map((entry: HistoryEntry, index) => {
    if (!entry.emptyLayer) layer += 1;
    const { instruction = '', bodyStart = 0, arguments: given = [] } = parsed[index] ?? {};
    const sets = instruction === 'ARG' || instruction === 'ENV' || instruction === 'LABEL';
    const names = given.map(({ name }) => name).join(' ');
    const body = sets && names !== '' ? names : entry.createdBy.slice(bodyStart).replace(/ # buildkit$/, '');
    return {
      instruction: `${instruction} ${body}`.trim(),
      given: new Map(given.map(({ name, value }) => [name, value])),
      diffId: entry.emptyLayer ? undefined : config.diffIds[layer],
    };
  });
}

function differenceOf(one: Described, other: Described): Pick<Parting, 'arguments' | 'reason'> | undefined {
  const names = [...new Set([...one.given.keys(), ...other.given.keys()])];
  const changed = names.filter((name) => one.given.get(name) !== other.given.get(name));
  if (changed.length > 0)
    return {
      arguments: changed,
      reason: `${changed.join(', ')} ${changed.length === 1 ? 'has' : 'have'} another value`,
    };
  if (one.instruction !== other.instruction)
    return {
      arguments: [],
      reason: 'the instruction itself is another one, or a value that the builder put into it',
    };
  if (one.diffId === other.diffId) return undefined;
  return {
    arguments: [],
    reason:
      'the same instruction with the same build arguments made another layer: it was run again, for other files that it copies or the steps before it, or for want of a cache',
  };
}
