import { parentPort, workerData } from 'node:worker_threads';
import { Patience } from '../../config/patience.ts';
import { type Bytes, readFileRange } from '../../image/bytes.ts';
import { readApart } from '../../image/layer.ts';
import { receiveBytes } from '../../image/piped.ts';
import { scannerFor } from '../scanner-for.ts';
import {
  type LayerReply,
  type LayerRequest,
  packScan,
  type ThreadSetup,
  unpackKnown,
} from './layer-message.ts';
import { scanLayer } from './layer-scan.ts';
import { ByteCounter } from './progress.ts';
import { StopFlag } from './stop-flag.ts';

/** A thread that scans layers, one request after the other. */
const setup: ThreadSetup = workerData;
const scanner = scannerFor(setup.own, unpackKnown(setup));
const counter = new ByteCounter(setup.counter);
const ended = new StopFlag(setup.stop);
const patience = new Patience({ poll: () => (ended.isSet ? 'the audit was ended' : undefined) });

parentPort?.on('message', async ({ from, place, ...layer }: LayerRequest) => {
  const { skips, entries } = readApart(() => bytesFrom(from, layer.plan.blob), layer, patience);
  const { scan, diffId } = await scanLayer(
    { entries, limits: layer.limits, patience },
    place,
    scanner,
    (bytes) => counter.add(bytes),
  );
  const reply: LayerReply = { ...packScan(scan), unread: skips, ...(diffId !== undefined && { diffId }) };
  parentPort?.postMessage(reply, [reply.entries.hashes.buffer, reply.entries.kinds.buffer]);
});

function bytesFrom(from: LayerRequest['from'], blob: string): Bytes {
  if (!('file' in from)) return receiveBytes(from);
  return readFileRange(from.file, from.offset, from.size, blob);
}
