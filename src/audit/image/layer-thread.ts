import { parentPort, workerData } from 'node:worker_threads';
import { formats } from '../../../rules/credentials/index.ts';
import { CredentialScanner } from '../../credentials/scanner.ts';
import { readStored } from '../../image/layer.ts';
import { type LayerRequest, packScan, unpackKnown } from './layer-message.ts';
import { scanLayer } from './layer-scan.ts';

/** A thread that scans layers, one request after the other. */
const scanner = new CredentialScanner(formats, unpackKnown(workerData));

parentPort?.on('message', async ({ stored, place }: LayerRequest) => {
  const { skips, entries } = readStored(stored);
  const reply = packScan(await scanLayer(entries, place, scanner), skips);
  parentPort?.postMessage(reply, [reply.entries.hashes.buffer, reply.entries.kinds.buffer]);
});
