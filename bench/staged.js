// What `audit dockerfile --staged` costs beyond `audit dockerfile FILE`, of one Dockerfile in a repository of 3,000 files, packed as a clone
// is, run in turn.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const bin = fileURLToPath(new URL('../bin/run.js', import.meta.url));
const RUNS = 21;
const BUDGET = 100;

const folder = mkdtempSync(join(tmpdir(), 'build-audit-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
for (let at = 0; at < 3000; at += 1) {
  mkdirSync(join(folder, `src/${at % 60}`), { recursive: true });
  writeFileSync(join(folder, `src/${at % 60}/file-${at}.ts`), `export const value${at} = ${at};\n`);
}
git('init', '--quiet');
git('add', '.');
git('-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '--quiet', '--message', 'one');
git('gc', '--quiet');
writeFileSync(join(folder, 'Dockerfile'), 'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci\n');
git('add', 'Dockerfile');

const alone = [];
const staged = [];
for (let run = -1; run < RUNS; run += 1) {
  const a = time(['dockerfile', 'Dockerfile']);
  const b = time(['dockerfile', '--staged']);
  if (run === -1) continue;
  alone.push(a);
  staged.push(b);
}
const difference = median(staged) - median(alone);
console.log(`audit dockerfile Dockerfile   ${median(alone).toFixed(0)} ms (median of ${RUNS})`);
console.log(`audit dockerfile --staged     ${median(staged).toFixed(0)} ms`);
console.log(
  `difference                    ${difference.toFixed(0)} ms (budget ${BUDGET} ms), ratio ${(median(staged) / median(alone)).toFixed(2)}`,
);
process.exitCode = difference > BUDGET ? 1 : 0;

function git(...args) {
  const { status, stderr } = spawnSync('git', args, { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(`git ${args[0]}: ${stderr}`);
}

function time(args) {
  const start = process.hrtime.bigint();
  const { status } = spawnSync(process.execPath, [bin, ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (status !== 0) throw new Error(`audit ${args.join(' ')} exited with ${status}`);
  return Number(process.hrtime.bigint() - start) / 1e6;
}

function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
}
