// What an image's scan costs: against inflating and reading the same bytes, in memory, and with fewer kinds of
// credentials, and on hostile bytes. The image is made of this machine's own /usr; its size in GB is the first argument.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  closeSync,
  createReadStream,
  mkdtempSync,
  openSync,
  readSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const root = fileURLToPath(new URL('..', import.meta.url));
const GB = Number(process.argv[2] ?? 1);
const LAYERS = 4;
const folder = mkdtempSync(join(tmpdir(), 'audit-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

const layers = makeLayers(GB * 1e9);
const bytes = layers.reduce((sum, { tar }) => sum + statSync(tar).size, 0);
console.log(`${(bytes / 1e9).toFixed(2)} GB in ${LAYERS} layers of files from /usr`);
const plain = archive(
  'plain',
  layers.map(({ tar }) => tar),
);
const gzipped = archive(
  'gzipped',
  layers.map(({ gzip }) => gzip),
);

const read = await best(['-e', READING(), plain]);
const inflate = await best(['-e', INFLATING(), ...layers.map(({ gzip }) => gzip)]);
const scanPlain = await best(auditOf(plain));
const onOneCore = await best(auditOf(plain), ['taskset', '-c', '0']);
const scanGzipped = await best(auditOf(gzipped));
line('reading the plain archive', read);
line('scan of it', scanPlain, read);
line('on one core', onOneCore, read);
line('inflating the gzip layers', inflate);
line('scan of them', scanGzipped, inflate);
console.log(
  `scan of the plain archive, per core: ${(bytes / 1e6 / onOneCore.seconds).toFixed(0)} MB/s (target 500)`,
);
const ratio = scanGzipped.seconds / inflate.seconds;
const peak = Math.max(scanPlain.rss, scanGzipped.rss);
console.log(
  `scan against inflating: ${ratio.toFixed(2)} (target at most 1.4); peak memory ${peak.toFixed(0)} MB (target at most 350)`,
);
const scanning = await scannerAndFormats();
await growth(scanning);
await hostile(scanning);
process.exitCode = ratio > 1.4 || peak > 350 ? 1 : 0;

function READING() {
  return `const fs=require('fs');fs.createReadStream(process.argv[1],{highWaterMark:1<<20}).on('data',()=>{})`;
}

/** On as many threads as the scan has: libuv's. */
function INFLATING() {
  return `const fs=require('fs'),z=require('zlib');const files=process.argv.slice(1);let next=0;
    const one=()=>{const f=files[next++];if(!f)return;fs.createReadStream(f,{highWaterMark:1<<20}).pipe(z.createGunzip({chunkSize:1<<20})).on('data',()=>{}).on('end',one)};
    for(let i=0;i<Math.min(files.length,require('os').availableParallelism());i++)one();`;
}

/** Without the cache: the best of several runs would be one that finds most layers there. */
function auditOf(path) {
  return [
    join(root, 'bin/run.js'),
    'image',
    path,
    '--no-cache',
    '--fail-on',
    'never',
    '--quiet',
    '--format',
    'json',
    '--output',
    join(folder, 'report.json'),
  ];
}

/** @param wrapper a command that runs the other one */
async function best(args, wrapper = []) {
  const runs = [];
  for (let i = 0; i < 3; i += 1) runs.push(await once(args, wrapper));
  return runs.sort((a, b) => a.seconds - b.seconds)[0];
}

function once(args, wrapper) {
  const hook = `data:text/javascript,${encodeURIComponent(
    "import { writeSync } from 'node:fs'; process.on('exit', () => { const used = process.resourceUsage(); writeSync(2, '\\nUSED ' + used.maxRSS + ' ' + (used.userCPUTime + used.systemCPUTime)); });",
  )}`;
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const [program, ...rest] = [...wrapper, process.execPath, '--import', hook, ...args];
    const child = spawn(program, rest, {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (text) => {
      said += text;
    });
    child.on('close', () => {
      const seconds = (performance.now() - start) / 1000;
      const [, rss, cpu] = /USED (\d+) (\d+)/.exec(said) ?? [];
      if (rss === undefined) reject(new Error(said.slice(0, 500)));
      resolve({ seconds, rss: Number(rss) / 1024, cpu: Number(cpu) / 1e6 });
    });
  });
}

function line(what, { seconds, rss, cpu }, against) {
  const more = against === undefined ? '' : `, ${(seconds / against.seconds).toFixed(2)} times`;
  console.log(
    `${what.padEnd(28)} ${seconds.toFixed(2)} s, ${cpu.toFixed(2)} s of processor, ${rss.toFixed(0)} MB${more}`,
  );
}

/** Files of /usr, as many as fit, dealt out to layers, each plain and as gzip. */
function makeLayers(size) {
  const list = spawnSync('find', ['/usr', '-type', 'f', '-size', '-40M', '-printf', '%s %p\\n'], {
    maxBuffer: 1 << 28,
  });
  const files = Array.from({ length: LAYERS }, () => []);
  let sum = 0;
  for (const [index, entry] of list.stdout.toString().trim().split('\n').entries()) {
    const space = entry.indexOf(' ');
    sum += Number(entry.slice(0, space));
    if (sum > size) break;
    files[Math.floor(index / 64) % LAYERS].push(entry.slice(space + 1));
  }
  return files.map((names, index) => {
    const tar = join(folder, `${index}.tar`);
    spawnSync('tar', ['-cf', tar, '--no-recursion', '--null', '-T', '-'], {
      input: names.join('\0'),
      cwd: '/',
    });
    spawnSync('gzip', ['-6', '-k', tar]);
    return { tar, gzip: `${tar}.gz` };
  });
}

/** A docker-archive of these layers. */
function archive(name, paths) {
  const diffIds = layers.map(({ tar }) => `sha256:${digest(tar)}`);
  const config = {
    architecture: 'amd64',
    os: 'linux',
    config: {},
    rootfs: { type: 'layers', diff_ids: diffIds },
    history: diffIds.map(() => ({ created_by: 'COPY . .' })),
  };
  writeFileSync(join(folder, 'config.json'), JSON.stringify(config));
  const names = paths.map((path) => path.slice(folder.length + 1));
  writeFileSync(
    join(folder, 'manifest.json'),
    JSON.stringify([{ Config: 'config.json', RepoTags: ['bench:1'], Layers: names }]),
  );
  const whole = join(folder, `${name}.docker.tar`);
  spawnSync('tar', ['-cf', whole, '-C', folder, 'manifest.json', 'config.json', ...names]);
  return whole;
}

function digest(path) {
  const hash = createHash('sha256');
  const file = openSync(path, 'r');
  const chunk = Buffer.alloc(1 << 22);
  for (let read = readSync(file, chunk); read > 0; read = readSync(file, chunk))
    hash.update(chunk.subarray(0, read));
  closeSync(file);
  return hash.digest('hex');
}

/** Scanner and formats out of the sources. */
async function scannerAndFormats() {
  const source = `export { CredentialScanner } from '${root}src/credentials/scanner.ts'; export { formats } from '${root}rules/credentials/index.ts';`;
  const bundle = await rolldown({
    cwd: root,
    input: 'bench:scanner',
    platform: 'node',
    tsconfig: true,
    plugins: [
      {
        name: 'bench',
        resolveId: (id) => (id === 'bench:scanner' ? id : null),
        load: (id) => (id === 'bench:scanner' ? source : null),
      },
    ],
  });
  const { output } = await bundle.generate({ format: 'esm' });
  const file = join(folder, 'scanner.mjs');
  writeFileSync(file, output[0].code);
  return import(file);
}

/** Time of one scan with the first 40, 150 and all kinds. */
async function growth({ CredentialScanner, formats }) {
  const times = [];
  for (const count of [40, 150, formats.length]) {
    const scanner = new CredentialScanner(formats.slice(0, count));
    const runs = [];
    for (let i = 0; i < 3; i += 1) runs.push(await scan(scanner, layers[0].tar));
    times.push([count, Math.min(...runs)]);
  }
  const [first] = times;
  const shown = times.map(
    ([count, seconds]) => `${count} kinds: ${seconds.toFixed(2)} s (${(seconds / first[1]).toFixed(2)})`,
  );
  console.log(shown.join(', '));
}

/**
 * Bytes that begin like credentials again and again, the same share for each kind, against the files of /usr: as one file,
 * as all else here is measured, and in pieces of that size, which are decoded as well.
 */
async function hostile({ CredentialScanner, formats }) {
  const scanner = new CredentialScanner(formats);
  const size = statSync(layers[0].tar).size;
  const usual = await scan(scanner, layers[0].tar);
  const share = Math.floor(1e8 / formats.length);
  const texts = formats.map(({ examples }) => {
    const piece = Buffer.from(examples.match()[0].slice(0, -8));
    return Buffer.alloc(share, piece);
  });
  const seconds = scanAll(scanner, texts);
  const times = seconds / ((usual / size) * 1e8);
  const inPieces = seconds / scanAll(scanner, pieces(layers[0].tar, share, texts.length));
  console.log(
    `100 MB that begin like credentials: ${seconds.toFixed(2)} s, ${times.toFixed(1)} times (target 3), ${inPieces.toFixed(1)} times as long as as many pieces of that tar`,
  );
}

function pieces(path, share, count) {
  const bytes = Buffer.alloc(share * count);
  const file = openSync(path, 'r');
  const length = readSync(file, bytes);
  closeSync(file);
  return Array.from({ length: count }, (_, at) => bytes.subarray((at * share) % length).subarray(0, share));
}

function scanAll(scanner, texts) {
  const start = performance.now();
  for (const text of texts) {
    const stream = scanner.stream();
    stream.write(text);
    stream.end();
  }
  return (performance.now() - start) / 1000;
}

async function scan(scanner, path) {
  const start = performance.now();
  const stream = scanner.stream();
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) stream.write(chunk);
  stream.end();
  return (performance.now() - start) / 1000;
}
