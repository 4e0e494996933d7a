// Watches over the worker that runs one target: what hangs or dies is named and saved, and the rest run all the same.
import { readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';

const LONGEST_INPUT = 1 << 20;
const HEADER = 16;
const MOST_MEMORY = 2000 * 2 ** 20;
/** Seconds; the machine may be busy. */
const LONGEST_WAIT = 60;
/** After so many deaths the target is given up. */
const MOST_DEATHS = 5;

process.once('message', async (given) => {
  const result = await watch(given);
  process.send(result, () => process.exit(0));
});

async function watch(given) {
  const began = performance.now();
  const found = {
    digests: [],
    tried: 0,
    kept: [],
    hit: new Set(),
    blocks: 0,
    missed: [],
    failures: new Map(),
  };
  let { first } = given;
  for (let deaths = 0; deaths < MOST_DEATHS; deaths += 1) {
    const left = given.milliseconds - (performance.now() - began);
    const died = await runWorker({ ...given, first, milliseconds: left }, found);
    if (died === undefined || given.input !== undefined) break;
    found.tried += died + 1 - first;
    first = died + 1;
  }
  return {
    ...found,
    kept: found.kept.length,
    hit: found.hit.size,
    seconds: (performance.now() - began) / 1000,
    failures: [...found.failures.values()],
  };
}

/** Resolves with the number of the input that it died of, or with nothing. */
function runWorker(given, found) {
  const shared = new SharedArrayBuffer(HEADER + LONGEST_INPUT);
  const status = new Int32Array(shared, 0, 3);
  const input = given.input === undefined ? undefined : readFileSync(given.input);
  const worker = new Worker(given.worker, {
    workerData: { ...given, input, kept: found.kept, shared },
    // The stack of a main thread.
    resourceLimits: { maxOldGenerationSizeMb: 1000, stackSizeMb: 1 },
  });
  return new Promise((resolve) => {
    const fail = (text, key) => {
      const bytes = Buffer.from(new Uint8Array(shared, HEADER, Math.min(status[1], LONGEST_INPUT)));
      if (!found.failures.has(key)) found.failures.set(key, { text, input: bytes });
      clearInterval(timer);
      worker.removeAllListeners();
      worker.terminate().then(() => resolve(status[0]));
    };
    const timer = setInterval(() => {
      const since = Atomics.load(status, 2);
      if (since > 0 && Date.now() / 1000 - since > LONGEST_WAIT) fail('does not come to an end', 'hangs');
      else if (process.memoryUsage.rss() > MOST_MEMORY) fail('takes more than 2 GB of memory', 'memory');
    }, 200);
    worker.on('message', (message) => {
      if (message.kind === 'kept') found.kept.push(message.input);
      else if (message.kind === 'failure') found.failures.set(message.key, message);
      else {
        clearInterval(timer);
        found.tried += message.tried;
        found.digests.push(message.digest);
        found.blocks = message.blocks;
        found.missed = message.missed;
        for (const block of message.hit) found.hit.add(block);
      }
    });
    worker.on('error', (error) =>
      fail(`kills its thread: ${error.stack ?? error}`, `${error.name} ${error.message}`),
    );
    worker.on('exit', () => {
      clearInterval(timer);
      if (found.blocks > 0 || Atomics.load(status, 2) === 0) resolve(undefined);
      else fail('waits for something that never comes', 'waits');
    });
  });
}
