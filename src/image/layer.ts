import { limitHint } from '../config/limits.ts';
import { Patience } from '../config/patience.ts';
import { type Bytes, checkUnpacked } from './bytes.ts';
import { decompress } from './decompress.ts';
import { Meter } from './digest.ts';
import {
  ImageError,
  type Layer,
  type LayerPlan,
  type LayerRead,
  type LayerVisitor,
  type Skip,
} from './image.ts';
import type { Reading } from './reading.ts';
import { Skips } from './skips.ts';
import { layerEntry } from './tar/layer-entry.ts';
import { TarReader } from './tar/reader.ts';
import { goOn, timely } from './timely.ts';
import type { FileTree } from './tree.ts';

/** A layer that reads its blob anew each time it is asked. An unreadable one is told in `skipped` at once. */
export function createLayer(reading: Reading, plan: LayerPlan): Layer {
  const tell = ({ what, reason, absent }: Skip): void => reading.skips.add(what, reason, absent);
  const layer = { ...plan, plan, limits: reading.limits, patience: reading.patience, tell };
  if (plan.unreadable !== undefined) {
    reading.skips.add(plan.digest || plan.blob, `layer not read: ${plan.unreadable}`);
    return { ...layer, bytes: nothing, entries: async () => ({}), hash: async () => undefined };
  }
  reading.used.add(plan.blob);
  const place = reading.tree.place?.(plan.blob);
  const stored = place && { size: place.size, stored: place };
  const address = reading.tree.address?.(plan.blob);
  return {
    ...layer,
    ...stored,
    ...(address !== undefined && { address }),
    entries: (visitor) => readLayer(reading, plan, visitor),
    bytes: () => reading.tree.read(plan.blob),
    hash: () => hashLayer(reading, plan),
  };
}

async function* nothing(): Bytes {}

async function hashLayer(
  { tree }: Reading,
  { blob, digest, diffId }: LayerPlan,
): Promise<string | undefined> {
  const meter = new Meter(digest ?? diffId);
  try {
    for await (const chunk of tree.read(blob)) meter.update(chunk);
  } catch (error) {
    if (!(error instanceof ImageError)) throw error;
    return undefined;
  }
  return meter.digest();
}

/**
 * Reads a layer apart from its source. `skips` grows as it is read.
 *
 * @param size of the blob in bytes, as far as it is known
 * @param within what ends the reading besides its own time
 */
export function readApart(
  read: () => Bytes,
  { plan, limits, size }: Pick<Layer, 'plan' | 'limits' | 'size'>,
  within?: Patience,
): { entries: Layer['entries']; skips: readonly Skip[] } {
  const skips = new Skips();
  const tree: FileTree = {
    name: plan.blob,
    files: new Map([[plan.blob, size ?? 0]]),
    resolve: (path) => (path === plan.blob ? path : undefined),
    read,
    close: async () => {},
  };
  const reading: Reading = { tree, limits, skips, used: new Set(), patience: within };
  return { entries: (visitor) => readLayer(reading, plan, visitor), skips: skips.list };
}

/** A blob that is no tar is one file, called as the blob is. */
async function readFile(
  { tree, skips }: Reading,
  { blob }: LayerPlan,
  visitor: LayerVisitor,
): Promise<LayerRead> {
  const size = tree.files.get(blob) ?? 0;
  const sink = visitor.entry({ path: `/${blob}`, type: 'file', size });
  try {
    for await (const chunk of tree.read(blob)) {
      visitor.read?.(chunk.length);
      sink?.write(chunk);
      await visitor.settle?.();
    }
  } catch (error) {
    if (!(error instanceof ImageError)) throw error;
    skips.add(blob, error.message.replace(`${blob}: `, ''));
  }
  sink?.end();
  return {};
}

/** For as long as a layer may take. */
async function readLayer(reading: Reading, plan: LayerPlan, visitor: LayerVisitor): Promise<LayerRead> {
  const { limits, patience: within, tree } = reading;
  const patience = new Patience({ within, limit: { key: 'layerSeconds', limits } });
  const read = (path: string) => timely(tree.read(path), patience, path);
  try {
    const timed = { ...reading, patience, tree: { ...reading.tree, read } };
    return await (plan.isFile === true ? readFile : readTar)(timed, plan, visitor);
  } finally {
    patience.close();
  }
}

async function readTar(reading: Reading, plan: LayerPlan, visitor: LayerVisitor): Promise<LayerRead> {
  const { tree, limits, skips, patience } = reading;
  let isWhole = true;
  const tell = (text: string) => {
    isWhole = false;
    skips.add(plan.blob, text);
  };
  const packed = new Meter(plan.digest);
  // An uncompressed blob is its own tar: one hash serves both.
  const content = new Meter(plan.diffId === plan.digest ? undefined : plan.diffId);
  const tar = new TarReader(limitedVisitor(visitor, limits.entriesPerLayer, plan.blob, tell), limits);
  try {
    for await (const chunk of decompress(metered(tree.read(plan.blob), packed, visitor), plan.blob)) {
      goOn(patience, plan.blob);
      content.update(chunk);
      checkUnpacked(packed.bytes, content.bytes, limits, plan.blob);
      tar.write(chunk);
      await visitor.settle?.();
    }
  } catch (error) {
    if (!(error instanceof ImageError)) throw error;
    tell(error.message.replace(`${plan.blob}: `, ''));
    // The rest was never seen nor hashed: what is missing, and a mismatch, would say nothing.
    tar.stop();
    return {};
  }
  tar.end();
  const diffId = verify(plan, packed, content, tell);
  return isWhole && diffId !== undefined ? { diffId } : {};
}

/** @returns the diffID found */
function verify(
  plan: LayerPlan,
  packed: Meter,
  content: Meter,
  tell: (text: string) => void,
): string | undefined {
  if (plan.size !== undefined && plan.size !== packed.bytes) {
    tell(`has ${packed.bytes} bytes, its descriptor says ${plan.size}; read all the same`);
  }
  const digest = packed.digest();
  if (digest !== undefined && digest !== plan.digest)
    tell(`digest is ${digest}, expected ${plan.digest}; read all the same`);
  const diffId = content.digest() ?? (plan.diffId === plan.digest ? digest : undefined);
  if (diffId !== undefined && diffId !== plan.diffId)
    tell(`diffID is ${diffId}, the config says ${plan.diffId}; read all the same`);
  return diffId;
}

function limitedVisitor(visitor: LayerVisitor, limit: number, blob: string, tell: (text: string) => void) {
  let entries = 0;
  return {
    entry: (entry: Parameters<typeof layerEntry>[0]) => {
      entries += 1;
      if (entries > limit)
        throw new ImageError(`${blob}: stopped after ${limit} entries ${limitHint('entriesPerLayer')}`);
      return visitor.entry(layerEntry(entry));
    },
    problem: tell,
  };
}

async function* metered(source: Bytes, meter: Meter, visitor: LayerVisitor): Bytes {
  for await (const chunk of source) {
    meter.update(chunk);
    visitor.read?.(chunk.length);
    yield chunk;
  }
}
