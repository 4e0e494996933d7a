// Aborts an audit of the built library while threads read, and while an archive is unpacked: what is left is printed.
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { auditImage } from '../../dist/index.js';

const [plain, packed] = process.argv.slice(2);
const open = () => readdirSync('/proc/self/fd').length;
const threads = () => Number(/^Threads:\s*(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]);
const results = {};
// What is loaded once stays open.
await auditImage(packed, { cache: false, signal: AbortSignal.timeout(1) }).catch(() => {});

for (const [name, reference] of Object.entries({ plain, packed })) {
  const before = { open: open(), threads: threads() };
  const controller = new AbortController();
  let most = 0;
  const audit = auditImage(reference, { cache: false, signal: controller.signal }).catch((error) => error);
  for (let wait = 0; wait < (name === 'plain' ? 400 : 8) && most <= before.threads; wait += 1) {
    await setTimeout(5);
    if (name === 'plain') most = Math.max(most, threads());
  }
  const start = performance.now();
  controller.abort('enough');
  const reason = await audit;
  results[name] = {
    reason,
    milliseconds: performance.now() - start,
    hadThreads: most > before.threads,
    open: open() - before.open,
    threads: Math.max(0, threads() - before.threads),
  };
}
console.log(JSON.stringify(results));
