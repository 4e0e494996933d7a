import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { audit } from '../support/cli.ts';
import type { Unplanted } from './bases.ts';
import { stepsRun } from './build-log.ts';
import type { Daemon } from './daemon.ts';
import { build } from './daemon-build.ts';
import type { Leaks, Shape } from './flow-shapes.ts';
import { IndexServer, type Stock } from './index-server.ts';
import { isOnDisk, type SavedImage, saveImage, searchImage } from './leak-search.ts';
import { type Mended, mend, type Supply, suppliedFor, verdictOf, withoutHeredocs } from './mended.ts';
import { Plant } from './plant.ts';
import type { RewriteCase } from './rewrite-cases.ts';
import { run } from './run.ts';

/** What two builds of one Dockerfile with two values show. */
interface Shown {
  /** Where the first value is: `layer`, `config`, `builder`, …; `audit` with what `audit image` finds. */
  leaks: readonly string[];
  /** Steps that the second value has run again. */
  rerun: readonly string[];
  requests: readonly string[];
  /** Files with something in them that the build adds. */
  files: readonly string[];
}

export interface Proved {
  /** The requests of a build that is given the argument yet, where that stays. */
  kept?: readonly string[];
  before: Shown;
  after: Shown;
  mended: Mended;
  /** Where the Dockerfiles are, before and after. */
  contexts: readonly [string, string];
}

/** A build as it is asked for, with the values yet to be filled in. */
export interface Recipe extends Supply {
  dockerfile: string;
  ignore?: string;
  target?: string;
}

/** What two builds of one kind need not have in common: caches, logs, what was compiled on the way, and mount points. */
const NOT_COMPARED =
  /(?:^|\/)(?:\.npm|\.cache|__pycache__|logs)\/|\.pyc$|^run\/|\/\.package-lock\.json$|\.git\/config$|\.dockerignore$/;

/** Builds Dockerfiles of the cases before and after their rewrites. */
export class Bench {
  readonly #daemon: Daemon;
  readonly #unplanted: Unplanted;
  readonly #stock: Stock;
  #builds = 0;

  constructor(daemon: Daemon, unplanted: Unplanted, stock: Stock) {
    this.#daemon = daemon;
    this.#unplanted = unplanted;
    this.#stock = stock;
  }

  async prove(one: RewriteCase): Promise<Proved> {
    const index = new IndexServer(this.#stock, new Plant());
    await index.listen();
    try {
      const { style = 'file', keepArgument } = one;
      const given = JSON.parse(JSON.stringify(one).replaceAll('«host»', index.host)) as RewriteCase;
      const first = await this.#show(index, given, one.plant);
      const mended = await mend(first.context, { style, ...(keepArgument && { keepArgument }) });
      const recipe = { ...mended, ...suppliedFor(mended.needs, given) };
      const second = await this.#show(index, recipe, one.plant, first.last);
      const contexts = [first.context, second.context] as const;
      const proved = { before: first.shown, after: second.shown, mended, contexts };
      if (keepArgument !== true) return proved;
      const old = await this.#show(index, { ...recipe, ...given, dockerfile: mended.dockerfile }, one.plant);
      return { ...proved, kept: old.shown.requests };
    } finally {
      await index.close();
    }
  }

  /** Rewrites a shape's Dockerfile and builds that, without a network; undefined where there is no rewrite. */
  async rebuild(shape: Shape): Promise<Rebuilt | undefined> {
    const [folder, plant] = [await this.#folder(), new Plant(shape.plant)];
    const context = join(folder, 'context');
    await plant.write(context, { ...shape.contextFiles, Dockerfile: shape.dockerfile });
    const mended = await mend(context, { style: 'file' }, shape.target);
    if (mended.titles.length === 0) return undefined;
    const { target } = shape;
    const supplied = { ...suppliedFor(mended.needs, shape), ...(target !== undefined && { target }) };
    const built = await this.#build(folder, { ...mended, ...supplied }, plant, ['--no-cache']);
    const { image, found } = await this.#search(folder, built, plant);
    await rm(image.path);
    const leaks = [...found, ...(plant.isIn(built.log) ? ['log'] : [])];
    return { dockerfile: mended.dockerfile, leaks, verdict: await verdictOf(context, target) };
  }

  /** Why there is no rewrite for a Dockerfile; none where there is one. */
  async refusals(dockerfile: string): Promise<readonly string[]> {
    const folder = await this.#folder();
    await new Plant().write(folder, { Dockerfile: dockerfile });
    const mended = await mend(folder, { style: 'file' });
    return mended.titles.length === 0 ? mended.refused : [];
  }

  #folder(): Promise<string> {
    return mkdtemp(join(this.#daemon.folder, 'case-'));
  }

  /**
   * Builds with one value, and with another.
   *
   * @param before what was planted before the rewrite, and may be in the file yet
   */
  async #show(index: IndexServer, recipe: Recipe, format: string | undefined, before?: Plant) {
    const [first, last] = [new Plant(format), new Plant(format)];
    const folder = await this.#folder();
    index.plant = first;
    const built = await this.#build(folder, recipe, first, ['--network=host', '--no-cache']);
    const requests = index.take();
    const { image, found } = await this.#search(folder, built, first);
    const files = await filesOf(image);
    if (before !== undefined)
      found.push(...namesOf(await searchImage(image, before)), ...(await auditImage(image)));
    await rm(image.path);
    index.plant = last;
    const { log } = await this.#build(folder, recipe, last, ['--network=host']);
    index.take();
    const shown: Shown = { leaks: found, rerun: stepsRun(log), requests, files };
    return { shown, last, context: join(folder, 'context') };
  }

  async #search(folder: string, { tag, start, sent }: Built, plant: Plant) {
    const image = await saveImage(this.#daemon, tag, folder, this.#unplanted);
    const builder = await isOnDisk(this.#daemon, plant, { tag, start, sent }, this.#unplanted);
    return { image, found: namesOf({ ...(await searchImage(image, plant)), builder }) };
  }

  async #build(folder: string, recipe: Recipe, plant: Plant, flags: readonly string[]): Promise<Built> {
    const { dockerfile, ignore, buildArgs = {}, secrets = {}, contextFiles = {}, target } = recipe;
    const context = join(folder, 'context');
    const files = {
      ...contextFiles,
      Dockerfile: dockerfile,
      ...(ignore !== undefined && { '.dockerignore': ignore }),
    };
    await plant.write(context, files);
    await plant.write(join(folder, 'secrets'), secrets);
    await plant.write(folder, { Dockerfile: withoutHeredocs(dockerfile) });
    this.#builds += 1;
    const tag = `rewrite:${this.#builds}`;
    const start = Date.now();
    const log = await build(this.#daemon, context, [
      ...flags,
      ...Object.entries(buildArgs).flatMap(([name, value]) => [
        '--build-arg',
        `${name}=${plant.fill(value)}`,
      ]),
      ...Object.keys(secrets).flatMap((id) => ['--secret', `id=${id},src=${folder}/secrets/${id}`]),
      ...(target === undefined ? [] : ['--target', target]),
      ...['-f', join(folder, 'Dockerfile'), '-t', tag],
    ]);
    return { log, tag, start, sent: Object.keys(files) };
  }
}

/** A shape after its rewrite. */
export interface Rebuilt {
  dockerfile: string;
  leaks: readonly string[];
  /** What an audit of the rewritten file says. */
  verdict: readonly string[];
}

interface Built {
  log: string;
  tag: string;
  /** When it began. */
  start: number;
  /** Files of the context. */
  sent: readonly string[];
}

function namesOf(leaks: Leaks): string[] {
  return Object.entries(leaks)
    .filter(([, is]) => is)
    .map(([name]) => name);
}

/** What `audit image` says of it: its rules, and that it is not whole. */
async function auditImage({ path }: SavedImage): Promise<string[]> {
  const { stdout } = await audit(['image', path, '--format', 'json']);
  const { complete, findings } = JSON.parse(stdout) as { complete: boolean; findings: { rule: string }[] };
  return [...findings.map(({ rule }) => `audit: ${rule}`), ...(complete ? [] : ['audit: not whole'])];
}

async function filesOf({ layers }: SavedImage): Promise<string[]> {
  const files = new Set<string>();
  for (const layer of layers)
    for (const line of (await run('tar', ['-tvf', layer])).split('\n')) {
      const [, size, path = ''] = /^-\S+ +\S+ +(\d+) \S+ \S+ (.*)$/.exec(line) ?? [];
      if (Number(size) > 0 && !NOT_COMPARED.test(path)) files.add(path);
    }
  return [...files].sort();
}
