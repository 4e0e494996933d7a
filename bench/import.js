// How long `import 'build-audit'` takes beyond `node -e 0`, and an audit of one small Dockerfile by it, run in turn.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const library = new URL('../dist/index.js', import.meta.url);
const dockerfile = fileURLToPath(new URL('../fixtures/webshop/api/Dockerfile', import.meta.url));
const RUNS = 21;
/** Of an import of nothing. */
const BUDGET = 1.25;

const programs = {
  'node -e 0': '0',
  'import of nothing': "import('data:text/javascript,0')",
  import: `import(${JSON.stringify(library)})`,
  'import and audit': `import(${JSON.stringify(library)}).then((it) => it.auditDockerfile(${JSON.stringify(dockerfile)}))`,
};
const times = Object.fromEntries(Object.keys(programs).map((name) => [name, []]));
for (let run = -1; run < RUNS; run += 1)
  for (const [name, program] of Object.entries(programs)) {
    const milliseconds = time(program);
    if (run >= 0) times[name].push(milliseconds);
  }
const bare = median(times['node -e 0']);
for (const [name, all] of Object.entries(times))
  console.log(
    `${name.padEnd(17)} ${median(all).toFixed(0).padStart(4)} ms (median of ${RUNS}), ratio ${(median(all) / bare).toFixed(2)}`,
  );
process.exitCode = median(times.import) / median(times['import of nothing']) > BUDGET ? 1 : 0;

function time(program) {
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync(process.execPath, ['-e', program]);
  if (status !== 0) throw new Error(`${program}: ${stderr}`);
  return Number(process.hrtime.bigint() - start) / 1e6;
}

function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
}
