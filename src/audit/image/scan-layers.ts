import type { CredentialScanner, KnownSecret } from '../../credentials/scanner.ts';
import type { Image, Layer } from '../../image/image.ts';
import { fileOf } from '../leak.ts';
import type { OwnCredentials } from '../scanner-for.ts';
import type { LayerCache } from './layer-cache.ts';
import type { LayerPlace } from './layer-place.ts';
import { type LayerScan, scanLayer } from './layer-scan.ts';
import { LayerThreads } from './layer-threads.ts';
import type { LeakRoom } from './leak-room.ts';
import { ByteCounter, type Progress } from './progress.ts';

/** What is looked for. */
export interface LayerSearch {
  scanner: CredentialScanner;
  known: readonly KnownSecret[];
  own?: OwnCredentials | undefined;
}

interface ScanOptions extends LayerSearch {
  image: Image;
  place(layer: Layer): LayerPlace;
  cache: LayerCache | undefined;
  progress: Progress | undefined;
  signal?: AbortSignal | undefined;
  /** Beyond it nothing is held. */
  room: LeakRoom;
}

/** Scans layers, on threads where that pays; those that an earlier run has read are not read again. */
export async function scanLayers(layers: readonly Layer[], options: ScanOptions): Promise<LayerScan[]> {
  const { known, own, place, progress, image, scanner, signal } = options;
  signal?.throwIfAborted();
  const held = (scan: LayerScan) => withinRoom(scan, options.room);
  const cached = await Promise.all(layers.map((layer) => fromCache(layer, options)));
  const unread = layers.filter((_, index) => cached[index] === undefined);
  const bytes = unread.reduce((sum, layer) => sum + (layer.size ?? 0), 0);
  progress?.begin(image, unread.length, bytes, layers.length - unread.length);
  const counter = progress?.counter ?? new ByteCounter();
  const threads = LayerThreads.for(unread, { known, own }, counter, signal);
  try {
    // All at once: those that have no thread of their own yet wait for one.
    const elsewhere = new Map(unread.map((layer) => [layer, threads?.scan(layer, place(layer))]));
    const scans: LayerScan[] = [];
    for (const [index, layer] of layers.entries()) {
      const before = cached[index];
      if (before !== undefined) {
        scans.push(held(before));
        continue;
      }
      const done = await elsewhere.get(layer);
      signal?.throwIfAborted();
      for (const skip of done?.unread ?? []) layer.tell(skip);
      const read = done ?? (await scanLayer(layer, place(layer), scanner, (bytes) => counter.add(bytes)));
      if (read.diffId !== undefined) remember(layer, read.diffId, read.scan, options);
      scans.push(held(read.scan));
      progress?.done();
    }
    return scans;
  } finally {
    await threads?.close();
  }
}

function remember(
  { address, digest }: Layer,
  diffId: string,
  scan: LayerScan,
  { cache, known }: ScanOptions,
): void {
  cache?.keep(diffId, known, scan);
  for (const place of [address, digest]) if (place !== undefined) cache?.note(place, diffId);
}

/**
 * What is known of a layer's content: by its address; else, where something is known of the diffID that it claims, by
 * hashing what is there.
 */
async function fromCache(layer: Layer, { cache, known, place }: ScanOptions): Promise<LayerScan | undefined> {
  if (cache === undefined || layer.unreadable !== undefined) return undefined;
  const { address, diffId, digest } = layer;
  const seen = address === undefined ? undefined : cache.diffIdAt(address);
  if (seen !== undefined) return seen === diffId ? cache.find(seen, known, place(layer)) : undefined;
  const claimed = digest === undefined ? diffId : cache.diffIdAt(digest);
  if (claimed === undefined || claimed !== diffId) return undefined;
  const scan = cache.find(claimed, known, place(layer));
  if (scan === undefined || (await layer.hash()) !== (digest ?? diffId)) return undefined;
  if (address !== undefined) cache.note(address, claimed);
  return scan;
}

/** Without the leaks that will not be listed: all layers' together would take too much memory. */
function withinRoom(scan: LayerScan, room: LeakRoom): LayerScan {
  const crowded = new Set(scan.crowded);
  const leaks = scan.leaks.filter((leak) => {
    const isListed = room.take(leak);
    if (!isListed) crowded.add(fileOf(leak));
    return isListed;
  });
  return { ...scan, leaks, crowded: [...crowded] };
}
