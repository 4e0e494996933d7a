// Audits many Dockerfiles and images with known plants, in one process and in several at once that share one layer cache:
// all has to be told, nothing else, the same each time, and no process may grow. `npm run soak -- [--images N]
// [--dockerfiles N] [--processes N] [--seed TEXT] [--only KIND:INDEX]… [--folder FOLDER]`
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { rolldown } from 'rolldown';
import { growthOf, megabytes, sumOf, table } from './figures.js';
import { runAtOnce } from './processes.js';

/** How many disagreements are printed. */
const MOST_SHOWN = 20;
const SLOWEST = 5;
/** At most so many subjects come between two looks at a process's memory. */
const SAMPLED = 100;
const root = fileURLToPath(new URL('../..', import.meta.url));
const { values: options } = parseArgs({
  options: {
    images: { type: 'string', default: '1000' },
    dockerfiles: { type: 'string', default: '10000' },
    processes: { type: 'string', default: '10' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string', multiple: true },
    folder: { type: 'string', default: tmpdir() },
  },
});
process.chdir(root);
const folder = mkdtempSync(join(options.folder, 'audit-soak-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));

const worker = await bundle();
const subjects = options.only ?? [
  ...named('dockerfile', Number(options.dockerfiles)),
  ...named('image', Number(options.images)),
];
const digests = new Map();
const troubles = [];
const rows = [];

await write(subjects.filter((one) => one.startsWith('image:')));
const one = {};
for (const kind of ['dockerfile', 'image']) await inOneProcess(kind);
const several = Number(options.processes);
if (several > 1) for (const kind of ['dockerfile', 'image']) await inSeveral(kind);
tell();

async function inOneProcess(kind) {
  const mine = subjects.filter((name) => name.startsWith(kind));
  if (mine.length === 0) return;
  const cold = await round(`${kind}s, one process`, [mine], 'one');
  one[kind] = cold;
  if (kind === 'image') await round('  once more, the cache warm', [mine], 'one', cold);
}

async function inSeveral(kind) {
  const mine = subjects.filter((name) => name.startsWith(kind));
  if (mine.length === 0) return;
  const slices = sliced(mine, several);
  const cold = await round(`${kind}s, ${several} processes`, slices, 'several', one[kind]);
  if (kind === 'image') await round('  once more, the cache warm', slices, 'several', cold);
}

/** One process after the other begins with what all of them audit, and ends with a part of its neighbour's share. */
function sliced(all, count) {
  const shared = all.slice(0, Math.ceil(all.length / 100));
  const size = Math.ceil(all.length / count);
  return Array.from({ length: count }, (_, number) => {
    const own = all.slice(number * size, (number + 1) * size);
    const next = ((number + 1) * size) % (size * count);
    return [...new Set([...shared, ...own, ...all.slice(next, next + Math.ceil(size / 5))])];
  });
}

/** @param cache the name of the folder that all of its processes keep layers in */
async function round(title, slices, cache, before) {
  const every = Math.max(1, Math.min(SAMPLED, Math.floor(slices[0].length / 50)));
  const given = { ...common(), cache: join(folder, cache), every };
  const tasks = slices.map((names) => ({ ...given, subjects: names }));
  const { results, seconds } = await runAtOnce(tasks, { worker, folder: join(folder, 'own'), told: judge });
  const outcomes = results.flatMap((result) => result.outcomes);
  const sum = sumOf(outcomes);
  const growths = results.map(({ samples }) => growthOf(samples));
  for (const [number, growth] of growths.entries()) notFlat(title, number, growth);
  const [growth] = growths;
  const each = seconds / sum.subjects;
  rows.push([
    title,
    sum.subjects,
    megabytes(sum.bytes),
    seconds.toFixed(1),
    sum.plants,
    sum.told,
    sum.missed,
    sum.wrong,
    `${megabytes(growth.heap.first)} ${megabytes(growth.heap.last)}`,
    `${megabytes(growth.rss.first)} ${megabytes(growth.rss.last)}`,
    `${growth.files.first} ${growth.files.last}`,
    `${growth.threads.first} ${growth.threads.last}`,
    before === undefined ? '' : (each / before.each).toFixed(2),
  ]);
  console.error(
    `${title.trim()}: ${sum.subjects} subjects in ${seconds.toFixed(0)} s, ${troubles.length} disagreements so far`,
  );
  return { each, outcomes };
}

function notFlat(title, number, growth) {
  for (const [what, { first, last, isFlat }] of Object.entries(growth))
    if (!isFlat) troubles.push(`${title.trim()}: process ${number}: ${what} grew from ${first} to ${last}`);
}

function judge({ subject, missed, wrong, broken, digest }) {
  const once = `npm run soak -- --seed ${options.seed} --only ${subject}`;
  const said = [
    ...missed.map((what) => `not told: ${what}`),
    ...wrong.map((what) => `told, and not planted: ${what}`),
    ...broken,
  ];
  const before = digests.get(subject);
  if (before !== undefined && before !== digest) said.push('another report than in an earlier round');
  digests.set(subject, before ?? digest);
  for (const what of said) troubles.push(`${subject}: ${what}\n  once more: ${once}`);
}

function tell() {
  const head = 'heap, MB|rss, MB|files|threads|a subject, times'.split('|');
  console.log(
    table([['', 'subjects', 'MB', 'seconds', 'plants', 'told', 'missed', 'false', ...head], ...rows]),
  );
  const slow = Object.values(one).flatMap(({ outcomes = [] }) =>
    [...outcomes].sort((a, b) => b.milliseconds - a.milliseconds).slice(0, SLOWEST),
  );
  const shown = slow.map(
    ({ subject, milliseconds, bytes }) =>
      `${subject} ${milliseconds.toFixed(0)} ms of ${megabytes(bytes)} MB`,
  );
  console.log(`slowest: ${shown.join(', ')}`);
  const distinct = [...new Set(troubles)];
  for (const trouble of distinct.slice(0, MOST_SHOWN)) console.log(trouble);
  console.log(
    distinct.length === 0
      ? `no disagreement; seed ${options.seed}`
      : `${distinct.length} disagreements; seed ${options.seed}`,
  );
  process.exitCode = distinct.length === 0 ? 0 : 1;
}

function named(kind, count) {
  return Array.from({ length: count }, (_, index) => `${kind}:${index}`);
}

function common() {
  const images = join(folder, 'images');
  return { seed: options.seed, package: join(folder, 'package'), images };
}

/** Images lie on the disk before they are audited, as long as the soak takes: the cache knows files by their times. */
async function write(images) {
  mkdirSync(join(folder, 'images'));
  const halves = [0, 1].map((half) => images.filter((_, at) => at % 2 === half));
  const tasks = halves.map((names) => ({ ...common(), subjects: names, isWriting: true, cache: '' }));
  if (images.length > 0) await runAtOnce(tasks, { worker, folder: join(folder, 'own'), told: () => {} });
}

/** Builds the package and takes a copy, and the generators and judges with the sources they need. */
async function bundle() {
  execFileSync(process.execPath, ['scripts/build.js'], { cwd: root });
  for (const name of ['bin', 'dist', 'oclif.manifest.json', 'package.json'])
    cpSync(join(root, name), join(folder, 'package', name), { recursive: true });
  const built = await rolldown({
    cwd: root,
    input: 'test/soak/worker.ts',
    platform: 'node',
    tsconfig: true,
    transform: { define: { SOURCE_DIGEST: '"soak"' } },
    external: ['#layer-thread', '#seldom'],
  });
  const { output } = await built.generate({ format: 'esm', codeSplitting: false });
  const file = join(folder, 'worker.mjs');
  writeFileSync(file, output[0].code);
  return file;
}
