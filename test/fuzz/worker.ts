import { readFileSync } from 'node:fs';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { seedExamples } from '../../src/credentials/examples.ts';
import { Exploration } from './exploration.ts';
import { targets } from './targets/index.ts';

export { Exploration, targets };

/** What is asked of a worker. */
interface Order {
  name: string;
  seed: string;
  first: number;
  milliseconds: number;
  inputs: number;
  kept: readonly Uint8Array[];
  patience: number;
  shared: SharedArrayBuffer;
  file: string;
  /** The file that says which blocks are whose. */
  blocks: string;
  /** The one input to run. */
  input?: Uint8Array;
}

if (parentPort !== null) await work(workerData, parentPort);

async function work(order: Order, port: MessagePort): Promise<void> {
  const { name, seed, blocks, input } = order;
  seedExamples(1);
  const target = targets.find((one) => one.name === name);
  if (target === undefined) throw new Error(`no target ${name}`);
  const exploration = new Exploration(target, seed, order, (message) => port.postMessage(message));
  if (input === undefined) await exploration.explore(order);
  else await exploration.once(Buffer.from(input));
  port.postMessage({ kind: 'done', ...exploration.counts(JSON.parse(readFileSync(blocks, 'utf8'))) });
}
