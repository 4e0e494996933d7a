import { type Bytes, checkUnpacked } from './bytes.ts';
import { decompress } from './decompress.ts';
import { Meter } from './digest.ts';
import { type HistoryEntry, ImageError, type Layer, type LayerVisitor } from './image.ts';
import type { Reading } from './reading.ts';
import { layerEntry } from './tar/layer-entry.ts';
import { TarReader } from './tar/reader.ts';

export interface LayerPlan {
  index: number;
  /** A path in the tree; the name of a missing one where `unreadable` says so. */
  blob: string;
  digest?: string;
  diffId?: string;
  size?: number;
  history?: HistoryEntry;
  unreadable?: string;
}

/** A layer that reads its blob anew each time it is asked. An unreadable one is told in `skipped` at once. */
export function createLayer(reading: Reading, plan: LayerPlan): Layer {
  const { size: _, ...layer } = plan;
  if (plan.unreadable !== undefined) {
    reading.skips.add(plan.digest || plan.blob, `layer not read: ${plan.unreadable}`);
    return { ...layer, entries: async () => {} };
  }
  reading.used.add(plan.blob);
  return { ...layer, entries: (visitor) => readLayer(reading, plan, visitor) };
}

async function readLayer(reading: Reading, plan: LayerPlan, visitor: LayerVisitor): Promise<void> {
  const { tree, limits, skips } = reading;
  const tell = (text: string) => skips.add(plan.blob, text);
  const packed = new Meter(plan.digest);
  // An uncompressed blob is its own tar: one hash serves both.
  const content = new Meter(plan.diffId === plan.digest ? undefined : plan.diffId);
  const tar = new TarReader(limitedVisitor(visitor, limits.entriesPerLayer, plan.blob, tell), limits);
  try {
    for await (const chunk of decompress(metered(tree.read(plan.blob), packed), plan.blob)) {
      content.update(chunk);
      checkUnpacked(packed.bytes, content.bytes, limits, plan.blob);
      tar.write(chunk);
    }
  } catch (error) {
    if (!(error instanceof ImageError)) throw error;
    tell(error.message.replace(`${plan.blob}: `, ''));
    // The rest was never hashed: a mismatch would say nothing.
    return void tar.end();
  }
  tar.end();
  verify(plan, packed, content, tell);
}

function verify(plan: LayerPlan, packed: Meter, content: Meter, tell: (text: string) => void): void {
  if (plan.size !== undefined && plan.size !== packed.bytes) {
    tell(`has ${packed.bytes} bytes, its descriptor says ${plan.size}; read all the same`);
  }
  const digest = packed.mismatch();
  if (digest !== undefined) tell(`digest is ${digest}, expected ${plan.digest}; read all the same`);
  const diffId = content.mismatch();
  if (diffId !== undefined) tell(`diffID is ${diffId}, the config says ${plan.diffId}; read all the same`);
}

function limitedVisitor(visitor: LayerVisitor, limit: number, blob: string, tell: (text: string) => void) {
  let entries = 0;
  return {
    entry: (entry: Parameters<typeof layerEntry>[0]) => {
      entries += 1;
      if (entries > limit)
        throw new ImageError(`${blob}: stopped after ${limit} entries (limit entriesPerLayer)`);
      return visitor.entry(layerEntry(entry));
    },
    problem: tell,
  };
}

async function* metered(source: Bytes, meter: Meter): Bytes {
  for await (const chunk of source) {
    meter.update(chunk);
    yield chunk;
  }
}
