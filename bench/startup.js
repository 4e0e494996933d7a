// How long `audit dockerfile` takes on one small file beyond `node -e 0`, run in turn: differences and ratios of medians.
// The budget is for a file with nothing in it, as nearly all are; rewrites of what is found are worked out on top.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const RUNS = 21;
const BUDGET = 150;

const folder = mkdtempSync(join(tmpdir(), 'build-audit-'));
const clean = join(folder, 'Dockerfile');
writeFileSync(clean, 'FROM node:22\nWORKDIR /app\nCOPY package.json ./\nRUN npm ci\nCMD ["node", "."]\n');
const audit = (file) => ['bin/run.js', 'dockerfile', file, '--fail-on', 'never'];
const cases = {
  'node -e 0': ['-e', '0'],
  clean: audit(clean),
  leaking: audit('fixtures/webshop/api/Dockerfile'),
};
const times = Object.fromEntries(Object.keys(cases).map((name) => [name, []]));
for (let run = -1; run < RUNS; run += 1)
  for (const [name, args] of Object.entries(cases)) {
    const taken = time(args);
    if (run !== -1) times[name].push(taken);
  }
rmSync(folder, { recursive: true });

const bare = median(times['node -e 0']);
for (const [name, taken] of Object.entries(times)) {
  const difference = median(taken) - bare;
  const ratio = (median(taken) / bare).toFixed(2);
  console.log(
    `${name.padEnd(10)} ${median(taken).toFixed(0)} ms, ${difference.toFixed(0)} ms more, ratio ${ratio}`,
  );
}
const over = median(times.clean) - bare;
console.log(`a clean file costs ${over.toFixed(0)} ms, of a budget of ${BUDGET} ms (medians of ${RUNS})`);
process.exitCode = over > BUDGET ? 1 : 0;

function time(args) {
  const start = process.hrtime.bigint();
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  if (status !== 0) throw new Error(`node ${args.join(' ')} exited with ${status}`);
  return Number(process.hrtime.bigint() - start) / 1e6;
}

function median(values) {
  return values.sort((a, b) => a - b)[values.length >> 1];
}
