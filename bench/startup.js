// How long `audit dockerfile` takes on one small file beyond `node -e 0`, run in turn: difference and ratio of medians.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const RUNS = 21;
const BUDGET = 150;

const bare = [];
const audit = [];
for (let run = -1; run < RUNS; run += 1) {
  const a = time(['-e', '0']);
  const b = time(['bin/run.js', 'dockerfile', 'fixtures/webshop/api/Dockerfile', '--fail-on', 'never']);
  if (run === -1) continue;
  bare.push(a);
  audit.push(b);
}
const difference = median(audit) - median(bare);
console.log(`node -e 0          ${median(bare).toFixed(0)} ms (median of ${RUNS})`);
console.log(`audit dockerfile   ${median(audit).toFixed(0)} ms`);
console.log(
  `difference         ${difference.toFixed(0)} ms (budget ${BUDGET} ms), ratio ${(median(audit) / median(bare)).toFixed(2)}`,
);
process.exitCode = difference > BUDGET ? 1 : 0;

function time(args) {
  const start = process.hrtime.bigint();
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  if (status !== 0) throw new Error(`node ${args.join(' ')} exited with ${status}`);
  return Number(process.hrtime.bigint() - start) / 1e6;
}

function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
}
