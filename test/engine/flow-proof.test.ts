import { execFile } from 'node:child_process';
import { cp, lstat, mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ALNUM, exampleText } from '../../src/credentials/examples.ts';
import { audit } from '../support/cli.ts';
import { credential } from '../support/examples.ts';
import { writeContext } from './context.ts';
import { type Daemon, docker, startDaemon } from './daemon.ts';
import { type Leaks, type Shape, shapes } from './flow-shapes.ts';
import { run, toolPath } from './run.ts';

const execute = promisify(execFile);
/** `FLOW_PROOF=build` measures builds only. */
const AUDITS = process.env['FLOW_PROOF'] !== 'build';
/** Rules that the builds here say nothing of. */
const OTHER_RULES = /^(?:unsafe-secret-mount|rotating-cache-key|stale-secret-output)$/;
const IN_LAYER = /^(?:copied-credential-file|secret-written-to-layer|secret-removed-too-late)$/;

const BASE = `FROM scratch
COPY busybox /bin/busybox
RUN ["/bin/busybox", "--install", "-s", "/bin"]
RUN mkdir -p /tmp /etc /root /home/app /data /srv /run && chmod 1777 /tmp && chown 1000:1000 /home/app
RUN echo root:x:0:0::/root:/bin/sh > /etc/passwd && echo app:x:1000:1000::/home/app:/bin/sh >> /etc/passwd
RUN echo root:x:0: > /etc/group && echo app:x:1000: >> /etc/group
`;
const TOOLS = `FROM base
COPY root /
COPY npm /usr/lib/npm
RUN printf '#!/bin/sh\\nexec node /usr/lib/npm/bin/npm-cli.js "$@"\\n' > /bin/npm && chmod +x /bin/npm
RUN ln -sf /usr/bin/dash /bin/sh
`;
const PROGRAMS = ['dash', 'git', 'find', 'install', 'mv', 'printenv'].map((name) => `/usr/bin/${name}`);
const GIT_OVER_HTTP = '/usr/lib/git-core/git-remote-http';

interface Measured {
  leaks: Leaks;
  context: string;
}

interface Finding {
  rule: string;
  severity: string;
}

let daemon: Daemon;
/** Layers that were there before anything was planted. */
const unplanted = new Set<string>();
const measured = new Map<Shape, Measured>();
const audited = new Map<Shape, string[]>();

beforeAll(async () => {
  daemon = await startDaemon();
  await buildBase('base', await writeContext(daemon.folder, { Dockerfile: BASE }));
  const context = await writeContext(daemon.folder, { Dockerfile: TOOLS });
  await collectPrograms(context);
  await buildBase('tools', context);
}, 120_000);

afterAll(async () => {
  console.log(table().join('\n'));
  await daemon?.stop();
}, 60_000);

/** Programs of this machine, with the libraries that they load. */
async function collectPrograms(context: string): Promise<void> {
  const files = [...PROGRAMS, GIT_OVER_HTTP];
  for (const program of [...files, process.execPath]) {
    const { stdout } = await execute('ldd', [program]);
    files.push(...(stdout.match(/\/\S+(?= \(0x)/g) ?? []));
  }
  for (const path of new Set(files)) await cp(path, join(context, 'root', path), { dereference: true });
  await cp(process.execPath, join(context, 'root/bin/node'), { dereference: true });
  const npm = join(dirname(process.execPath), '../lib/node_modules/npm');
  await cp(npm, join(context, 'npm'), { recursive: true });
}

async function buildBase(tag: string, context: string): Promise<void> {
  await build(context, ['-t', tag]);
  const layers = await docker(daemon, ['image', 'inspect', '--format', '{{json .RootFS.Layers}}', tag]);
  for (const id of JSON.parse(layers) as string[]) unplanted.add(id);
}

/** `docker build` with BuildKit. Not from its cache: a secret's value is in no cache key. Answers the log. */
async function build(context: string, flags: readonly string[]): Promise<string> {
  const env = { ...process.env, DOCKER_HOST: daemon.host, DOCKER_BUILDKIT: '1' };
  const args = ['build', '--progress=plain', '--network=none', '--no-cache', ...flags, context];
  const { stdout, stderr } = await execute(toolPath('docker'), args, { env, maxBuffer: 2 ** 26 });
  return stdout + stderr;
}

/** A planted value, and how it may be written. */
class Plant {
  readonly value: string;
  readonly #forms: readonly string[];

  constructor(format?: string) {
    this.value = format === undefined ? exampleText(ALNUM, 24) : credential(format);
    this.#forms = [this.value, ...[0, 1, 2].map((shift) => encodedAt(this.value, shift))];
  }

  fill(text: string): string {
    return text
      .replaceAll('«secret»', this.value)
      .replaceAll('«base64»', Buffer.from(this.value).toString('base64'))
      .replaceAll('«userinfo»', Buffer.from(`ci:${this.value}`).toString('base64'));
  }

  isIn(where: Buffer | string): boolean {
    return this.#forms.some((form) => where.includes(form));
  }
}

/** What base64 makes of a text that begins `shift` bytes into a group of three. */
function encodedAt(value: string, shift: number): string {
  const encoded = Buffer.from('\0'.repeat(shift) + value).toString('base64');
  return encoded.slice(Math.ceil((shift * 4) / 3), Math.floor(((shift + value.length) * 4) / 3));
}

async function measure(shape: Shape): Promise<Measured> {
  const { buildArgs = {}, secrets = {}, contextFiles = {}, target } = shape;
  const plant = new Plant(shape.plant);
  const folder = await mkdtemp(join(daemon.folder, 'shape-'));
  const context = join(folder, 'context');
  const files = { Dockerfile: shape.dockerfile, ...contextFiles };
  await writeFiles(context, files, plant);
  await writeFiles(join(folder, 'secrets'), secrets, plant);
  const tag = `shape:${shapes.indexOf(shape)}`;
  const flags = [
    ...Object.entries(buildArgs).flatMap(([name, value]) => ['--build-arg', `${name}=${plant.fill(value)}`]),
    ...Object.keys(secrets).flatMap((id) => ['--secret', `id=${id},src=${folder}/secrets/${id}`]),
    ...(target === undefined ? [] : ['--target', target]),
  ];
  const start = Date.now();
  const log = await build(context, [...flags, '-t', tag]);
  const builder = await isOnDisk(plant, { tag, start, sent: Object.keys(files) });
  const leaks: Leaks = { ...(await searchImage(tag, folder, plant)), log: plant.isIn(log), builder };
  return { leaks: Object.fromEntries(Object.entries(leaks).filter(([, is]) => is)), context };
}

async function writeFiles(
  folder: string,
  files: Readonly<Record<string, string>>,
  plant: Plant,
): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), plant.fill(content));
  }
}

async function searchImage(tag: string, folder: string, plant: Plant): Promise<Leaks> {
  const place = join(folder, 'image');
  await mkdir(place);
  await docker(daemon, ['save', '-o', `${place}.tar`, tag]);
  await run('tar', ['-xf', `${place}.tar`, '-C', place]);
  const parse = async (path: string) => JSON.parse(await readFile(join(place, path), 'utf8'));
  const [{ Config, Layers }] = (await parse('manifest.json')) as [{ Config: string; Layers: string[] }];
  const { history, ...config } = await parse(Config);
  const leaks: Leaks = {
    config: plant.isIn(JSON.stringify(config)),
    history: plant.isIn(JSON.stringify(history)),
  };
  for (const [i, layer] of Layers.entries()) {
    const path = join(place, layer);
    if (unplanted.has(config.rootfs.diff_ids[i]) || !plant.isIn(await readFile(path))) continue;
    leaks.name ||= plant.isIn(await run('tar', ['-tvf', path]));
    leaks.layer ||= plant.isIn(await run('tar', ['-xOf', path]));
  }
  return leaks;
}

/** Whether the builder keeps the value outside of the image and of what was sent to it. */
async function isOnDisk(
  plant: Plant,
  { tag, start, sent }: { tag: string; start: number; sent: readonly string[] },
): Promise<boolean> {
  const folder = join(daemon.folder, 'root/overlay2');
  const ofImage = await docker(daemon, ['image', 'inspect', '--format', '{{json .GraphDriver.Data}}', tag]);
  for (const id of await readdir(folder)) {
    const diff = join(folder, id, 'diff');
    if (ofImage.includes(diff)) continue;
    for (const path of await filesSince(diff, start)) {
      if (!sent.includes(path) && plant.isIn(await readFile(join(diff, path)))) return true;
    }
  }
  return false;
}

/** Paths below a folder of files that were written or changed since. */
async function filesSince(folder: string, start: number): Promise<string[]> {
  const since = async (path: string) => (await lstat(path)).ctimeMs >= start;
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => []);
  const found: string[] = [];
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && (await since(path))) found.push(path.slice(folder.length + 1));
  }
  return found;
}

function table(): string[] {
  const rows = shapes.map((shape) => {
    const leaks = Object.keys(measured.get(shape)?.leaks ?? {}).sort();
    const said = audited.get(shape);
    const agree = said === undefined ? '' : `${said}` === `${[...shape.verdict].sort()}` ? 'yes' : 'NO';
    return [shape.name, leaks.join(' ') || '-', said?.join(' ') || '-', agree].join(' | ');
  });
  return ['shape | measured | audit verdict | agree', ...rows];
}

const named = new Map(shapes.map((shape) => [shape.name, shape]));

test('each shape has a name of its own', () => {
  expect(named.size).toBe(shapes.length);
});

describe('what a build leaves', () => {
  test.each([...named])('%s', async (_, shape) => {
    const found = await measure(shape);
    measured.set(shape, found);
    expect(found.leaks).toEqual(shape.leaks);
  });
});

describe.runIf(AUDITS)('what audit dockerfile says', () => {
  test.concurrent.each([...named])('%s', async (_, shape) => {
    const built = measured.get(shape);
    if (built === undefined) throw new Error('it was not built');
    const { stdout } = await audit(['dockerfile', '--format', 'json'], { cwd: built.context });
    const findings = (JSON.parse(stdout).findings as Finding[]).filter(({ rule }) => !OTHER_RULES.test(rule));
    const verdict = [...new Set(findings.map(({ rule }) => rule))].sort();
    audited.set(shape, verdict);
    const inImage = findings.some(
      ({ rule, severity }) => IN_LAYER.test(rule) && (severity === 'critical' || shape.target !== undefined),
    );
    expect({ verdict, inImage }).toEqual({
      verdict: [...shape.verdict].sort(),
      inImage: built.leaks.layer === true,
    });
  });
});
