// Times an audit of 50,000 files, 100 of which are Dockerfiles and scripts that build them, with and without the builds.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const RUNS = 5;
const BUDGET = 2000;
const audit = fileURLToPath(new URL('../bin/run.js', import.meta.url));
const root = mkdtempSync(join(tmpdir(), 'build-audit-bench-'));

try {
  const kinds = ['ts', 'py', 'txt', 'txt', 'txt', 'md', 'css', 'go', 'rs', 'java'];
  for (let folder = 0; folder < 500; folder += 1) {
    const source = join(root, `package${folder}`, 'src');
    mkdirSync(source, { recursive: true });
    for (let file = 0; file < 100; file += 1)
      writeFileSync(
        join(source, `file${file}.${kinds[file % kinds.length]}`),
        `export const value = ${file};\n`.repeat(40),
      );
  }
  for (let folder = 0; folder < 50; folder += 1) {
    const at = join(root, `package${folder}`);
    writeFileSync(join(at, 'Dockerfile'), 'FROM node:22\nARG NPM_TOKEN\nRUN npm ci\n');
    writeFileSync(join(at, 'build.sh'), `docker build --build-arg NPM_TOKEN=$NPM_TOKEN package${folder}\n`);
  }
  const alone = median('--no-invocations');
  const all = median();
  const more = all - alone;
  console.log(`50,000 files, the Dockerfiles alone  ${alone} ms (median of ${RUNS})`);
  console.log(`with what builds them               ${all} ms, ${(all / alone).toFixed(2)} times`);
  console.log(`difference                          ${more} ms (budget ${BUDGET} ms)`);
  if (more > BUDGET) process.exitCode = 1;
} finally {
  rmSync(root, { recursive: true, force: true });
}

function median(...flags) {
  const times = Array.from({ length: RUNS }, () => {
    const started = performance.now();
    execFileSync(process.execPath, [audit, 'dockerfile', '--fail-on=never', '--format=json', ...flags], {
      cwd: root,
      maxBuffer: 1 << 28,
    });
    return performance.now() - started;
  });
  return Math.round(times.sort((a, b) => a - b)[RUNS >> 1]);
}
