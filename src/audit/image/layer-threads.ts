import { availableParallelism } from 'node:os';
import { MessageChannel, type Transferable, Worker } from 'node:worker_threads';
import { append } from '../../config/append.ts';
import type { Patience } from '../../config/patience.ts';
import type { KnownSecret } from '../../credentials/scanner.ts';
import type { Layer, Skip } from '../../image/image.ts';
import { sendBytes } from '../../image/piped.ts';
import type { OwnCredentials } from '../scanner-for.ts';
import {
  type LayerReply,
  type LayerRequest,
  packKnown,
  type ThreadSetup,
  unpackScan,
} from './layer-message.ts';
import type { LayerPlace } from './layer-place.ts';
import type { LayerScan } from './layer-scan.ts';
import type { ByteCounter } from './progress.ts';
import { StopFlag } from './stop-flag.ts';

/** Below this many bytes, as stored, the threads would take longer to start than the layers to read. */
const WORTH_THREADS = 32 * 1024 * 1024;
/** Each one takes some memory. */
const MOST_THREADS = 4;
/** What threads have to tell what they found, once they are to read no further. */
const GRACE_MS = 200;

/** Scans layers on several threads. */
export class LayerThreads {
  readonly #idle: Worker[] = [];
  readonly #all: Worker[];
  readonly #waiting: ((worker: Worker) => void)[] = [];
  readonly #leave: (() => void) | undefined;
  readonly #signal: AbortSignal | undefined;
  readonly #abort = (): void => void this.close();
  #closing: Promise<unknown> | undefined;

  private constructor(
    script: URL,
    count: number,
    workerData: ThreadSetup,
    { patience, signal }: { patience: Patience | undefined; signal: AbortSignal | undefined },
  ) {
    this.#signal = signal;
    signal?.addEventListener('abort', this.#abort);
    this.#all = Array.from({ length: count }, () => new Worker(script, { workerData }));
    append(this.#idle, this.#all);
    const stop = new StopFlag(workerData.stop);
    this.#leave = patience?.onEnd(() => {
      stop.set();
      setTimeout(() => this.close(), GRACE_MS).unref();
    });
  }

  /** Threads for these layers, or undefined where one thread does as well. They end when the signal is aborted. */
  static for(
    layers: readonly Layer[],
    { known, own }: { known: readonly KnownSecret[]; own: OwnCredentials | undefined },
    counter: ByteCounter,
    signal?: AbortSignal,
  ): LayerThreads | undefined {
    const readable = layers.filter(({ unreadable }) => unreadable === undefined);
    const bytes = readable.reduce((sum, { size = 0 }) => sum + size, 0);
    const count = Math.min(readable.length, availableParallelism(), MOST_THREADS);
    const script = threadScript();
    if (count < 2 || bytes < WORTH_THREADS || script === undefined) return undefined;
    const [patience] = readable.flatMap((layer) => layer.patience ?? []);
    const setup = { known: packKnown(known), own, counter: counter.memory, stop: new StopFlag().memory };
    return new LayerThreads(script, count, setup, { patience, signal });
  }

  /** @returns undefined when the layer cannot be read, or its thread broke: then it is to be scanned here */
  async scan(
    layer: Layer,
    place: LayerPlace,
  ): Promise<{ scan: LayerScan; diffId?: string; unread: readonly Skip[] } | undefined> {
    if (layer.unreadable !== undefined || this.#closing !== undefined) return undefined;
    const worker = this.#idle.pop() ?? (await new Promise<Worker>((resolve) => this.#waiting.push(resolve)));
    try {
      if (this.#closing !== undefined) return undefined;
      const reply = await ask(worker, layer, place);
      const { unread, diffId } = reply;
      return { scan: unpackScan(reply), unread, ...(diffId !== undefined && { diffId }) };
    } catch {
      return undefined;
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#idle.push(worker);
      else next(worker);
    }
  }

  /** Whoever still waits for a thread gets undefined. */
  close(): Promise<unknown> {
    this.#leave?.();
    this.#signal?.removeEventListener('abort', this.#abort);
    this.#closing ??= Promise.all(this.#all.map((worker) => worker.terminate()));
    return this.#closing;
  }
}

/** A layer that lies in no file is read here and sent over. */
async function ask(worker: Worker, layer: Layer, place: LayerPlace): Promise<LayerReply> {
  const { stored, plan, limits, size } = layer;
  const about = { plan, limits, place, ...(size !== undefined && { size }) };
  if (stored !== undefined) return answer(worker, { from: stored, ...about });
  const { port1, port2 } = new MessageChannel();
  const reply = answer(worker, { from: port2, ...about }, [port2]);
  try {
    const [found] = await Promise.all([reply, sendBytes(layer.bytes(), port1)]);
    return found;
  } finally {
    port1.close();
  }
}

function answer(
  worker: Worker,
  request: LayerRequest,
  transferred: readonly Transferable[] = [],
): Promise<LayerReply> {
  return new Promise((resolve, reject) => {
    const settle = (): void => {
      worker.off('message', onMessage).off('error', onEnd).off('exit', onEnd);
    };
    const onMessage = (reply: LayerReply): void => {
      settle();
      resolve(reply);
    };
    const onEnd = (reason: unknown): void => {
      settle();
      reject(reason);
    };
    worker.on('message', onMessage).on('error', onEnd).on('exit', onEnd);
    worker.postMessage(request, transferred);
  });
}

/** The bundled thread; where only the sources are, as in tests, there is none. */
function threadScript(): URL | undefined {
  try {
    return new URL(import.meta.resolve('#layer-thread'));
  } catch {
    return undefined;
  }
}
