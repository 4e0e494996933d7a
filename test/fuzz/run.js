// Fuzzes every parser of foreign bytes. `npm run fuzz -- [--seconds N] [--inputs N] [--target NAME]… [--seed TEXT] [--jobs N]
// [--failures FOLDER] [--input FILE] [--blocks] [--patience N]`: so many seconds a target; or so many inputs, which are the
// same ones for the same seed: their digest is the last column. Patience is how many times longer an input may take: where
// others use the machine, only what is much too slow is the program's own.
import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { bundle } from './bundle.js';

/** After so many the target is given up. */
const MOST_DEATHS = 5;
const root = fileURLToPath(new URL('../..', import.meta.url));
process.chdir(root);
const { values: options } = parseArgs({
  options: {
    seconds: { type: 'string' },
    inputs: { type: 'string', default: 'Infinity' },
    target: { type: 'string', multiple: true },
    seed: { type: 'string', default: '1' },
    jobs: { type: 'string', default: '2' },
    failures: { type: 'string', default: join(tmpdir(), 'build-audit-fuzz') },
    input: { type: 'string' },
    blocks: { type: 'boolean', default: false },
    patience: { type: 'string', default: '1' },
  },
});
const seconds = Number(options.seconds ?? (options.inputs === 'Infinity' ? 60 : Infinity));
const folder = mkdtempSync(join(tmpdir(), 'audit-fuzz-'));
const children = new Set();
process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));
mkdirSync(options.failures, { recursive: true });

const bundled = await bundle(root, folder);
const all = (await import(pathToFileURL(bundled.worker).href)).targets;
const known = all.map(({ name }) => name);
const strange = (options.target ?? []).filter((name) => !known.includes(name));
if (strange.length > 0) {
  console.error(`No target ${strange.join(', ')}. Targets: ${known.join(', ')}`);
  process.exit(2);
}
const waiting = all.filter(({ name }) => options.target?.includes(name) ?? true);

const counted = { inputs: 0, kept: 0, failures: 0 };
console.log(
  `${'target'.padEnd(18)}${'inputs'.padStart(9)}${'a second'.padStart(10)}${'blocks reached'.padStart(20)}${'new seeds'.padStart(11)}${'failures'.padStart(10)}  digest`,
);
await Promise.all(Array.from({ length: Number(options.jobs) }, takeTargets));
console.log(
  `${counted.inputs} inputs, ${counted.kept} new seeds, ${counted.failures} failure${counted.failures === 1 ? '' : 's'}; seed ${options.seed}`,
);
process.exitCode = counted.failures > 0 ? 1 : 0;

async function takeTargets() {
  for (let target = waiting.shift(); target !== undefined; target = waiting.shift()) {
    tell(target.name, await runTarget(target));
  }
}

/** Where V8 ends the whole process, the target goes on behind the input that did it. */
async function runTarget({ name }) {
  const until = Date.now() + 1000 * seconds;
  const all = { digests: [], tried: 0, seconds: 0, kept: 0, blocks: 0, hit: 0, missed: [], failures: [] };
  for (let first = 0, deaths = 0; deaths < MOST_DEATHS; deaths += 1) {
    const result = await runProcess(name, first, until - Date.now());
    for (const failure of result.failures) all.failures.push(saved(name, failure));
    all.tried += result.tried;
    all.digests.push(...(result.digests ?? []));
    all.seconds += result.seconds;
    if (result.died === undefined) return { ...all, ...kept(result) };
    first = result.died + 1;
    if (options.input !== undefined) break;
  }
  return all;
}

function kept({ kept, blocks, hit, missed }) {
  return { kept, blocks, hit, missed };
}

/** In a process of its own, whose memory is that of the target. */
function runProcess(name, first, milliseconds) {
  const file = join(folder, `${name}.input`);
  const given = {
    ...bundled,
    name,
    file,
    first,
    milliseconds,
    seed: options.seed,
    inputs: Number(options.inputs),
    patience: Number(options.patience),
    ...(options.input !== undefined && { input: options.input }),
  };
  return new Promise((resolve, reject) => {
    const began = Date.now();
    const child = fork(fileURLToPath(new URL('watch.js', import.meta.url)), {
      serialization: 'advanced',
      stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
      // What targets leave there goes with the rest.
      env: { ...process.env, TMPDIR: folder },
    });
    let said = '';
    child.stderr.on('data', (chunk) => {
      said += chunk;
    });
    children.add(child);
    let isAnswered = false;
    child.on('message', (result) => {
      isAnswered = true;
      resolve(result);
    });
    child.on('exit', (code, signal) => {
      children.delete(child);
      if (isAnswered) return;
      if (!existsSync(file))
        return reject(new Error(`${name}: its process ended with ${signal ?? code}: ${said}`));
      const bytes = readFileSync(file);
      const died = bytes.readUInt32LE(0);
      const input = bytes.subarray(8, 8 + bytes.readUInt32LE(4));
      const [reason = ''] = /^(?:FATAL|.*Error).*$/m.exec(said) ?? [];
      const text = `ends the process with ${signal ?? code}: ${reason}`;
      resolve({
        died,
        tried: died + 1 - first,
        seconds: (Date.now() - began) / 1000,
        failures: [{ text, input }],
      });
    });
    child.send(given);
  });
}

function saved(name, { text, input }) {
  const place = join(options.failures, name);
  mkdirSync(place, { recursive: true });
  const file = join(place, createHash('sha256').update(input).digest('hex').slice(0, 12));
  writeFileSync(file, input);
  return { text, file, bytes: input.length };
}

function tell(name, { tried, seconds, kept, blocks, hit, missed, failures, digests }) {
  counted.inputs += tried;
  counted.kept += kept;
  counted.failures += failures.length;
  const reached = `${hit}/${blocks} ${Math.floor((100 * hit) / Math.max(1, blocks))} %`;
  console.log(
    `${name.padEnd(18)}${String(tried).padStart(9)}${(tried / seconds).toFixed(0).padStart(10)}${reached.padStart(20)}${String(kept).padStart(11)}${String(failures.length).padStart(10)}  ${createHash('sha256').update(digests.join()).digest('hex').slice(0, 8)}`,
  );
  if (options.blocks)
    for (const { file, missed: count } of missed) console.log(`    ${file}: ${count} not reached`);
  for (const { text, file, bytes } of failures) {
    console.log(`  ${text.replaceAll('\n', '\n  ')}`);
    console.log(`  ${bytes} bytes: ${JSON.stringify(readFileSync(file).toString('latin1').slice(0, 300))}`);
    console.log(`  once more: npm run fuzz -- --target ${name} --input ${file}`);
    console.log(
      `  all that led to it: npm run fuzz -- --target ${name} --seed ${options.seed} --inputs ${tried}`,
    );
    console.log(`  when mended, keep it: cp ${file} fixtures/fuzz/${name}/WHAT-IT-IS\n`);
  }
}
