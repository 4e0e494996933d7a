import { statSync } from 'node:fs';
import { dirname, isAbsolute, resolve } from 'node:path';
import { ConfigError } from '../../config/config-error.ts';
import { DEFAULT_LIMITS, type Limits } from '../../config/limits.ts';
import { diskFiles, type Files } from '../../context/files.ts';
import type { OwnCredentials } from '../scanner-for.ts';
import { type Found, findConfig, rootOf } from './find-config.ts';
import type { LoadedConfig, Project } from './project.ts';
import { isBelow, leadsOut, shownPath } from './shown-path.ts';

export interface ProjectOptions {
  /** A configuration that is named: it governs all that is audited. */
  config?: string | undefined;
  /** None is looked for. */
  noConfig?: boolean | undefined;
  /** Those that the user names. */
  limits?: Partial<Limits> | undefined;
  baseline?: string | undefined;
  /** A baseline is made, in this file where no configuration names one. */
  record?: { file?: string | undefined } | undefined;
  /** Where what is looked for is read; what the user names is of the disk. */
  files?: Files | undefined;
}

/** The projects of what is audited, by path. */
export interface Projects {
  of(path: string): Project;
  all: readonly Project[];
}

/**
 * Finds the project of each path: its root, and its configuration and baseline where it has them.
 *
 * @param paths of files and folders; `-` is the working folder
 * @throws ConfigError for a configuration or a baseline that is wrong
 */
export async function openProjects(paths: readonly string[], options: ProjectOptions): Promise<Projects> {
  const byPlace = new Map<string, Project>();
  const byPath = new Map<string, Project>();
  for (const path of paths) {
    const start = startOf(path);
    const isLookedFor = options.noConfig !== true && options.config === undefined;
    const found = isLookedFor ? findConfig(start, options.files ?? diskFiles) : { root: rootOf(start) };
    const place = JSON.stringify(found);
    const known = byPlace.get(place) ?? (await openProject({ ...found, start }, options));
    byPlace.set(place, known);
    byPath.set(path, known);
    if (isWhole(start, path, known)) known.isWhole = true;
  }
  const [first] = byPlace.values();
  if (options.record !== undefined && byPlace.size > 1)
    throw new ConfigError('these paths belong to several projects; make a baseline for each of them');
  return {
    of: (path) =>
      byPath.get(path) ??
      first ?? { root: resolve('.'), isWhole: false, limits: { ...DEFAULT_LIMITS, ...options.limits } },
    all: [...byPlace.values()],
  };
}

/** The folder that a path is in or is. */
function startOf(path: string): string {
  const full = resolve(path === '-' ? '.' : path);
  return isFolder(full) ? full : dirname(full);
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** A folder is audited that holds all of the project. */
function isWhole(start: string, path: string, { root, config }: Project): boolean {
  const top = config?.onlyBelow === true ? config.folder : root;
  return path !== '-' && isFolder(resolve(path)) && isBelow(start, top);
}

async function openProject(
  { root, config: found, start }: Found & { start: string },
  options: ProjectOptions,
): Promise<Project> {
  const path = options.config ?? found;
  const config =
    path === undefined ? undefined : await loaded(path, options.config === undefined, options.files);
  const project: Project = { root, isWhole: false, limits: limitsOf(config, options.limits) };
  if (config !== undefined) {
    project.config = config;
    project.own = ownOf(config);
    if (config.salt !== undefined) project.salt = config.salt.value;
  }
  const file = baselineOf(options, config);
  if (file === undefined) return checkHashes(project);
  if (isBelow(dirname(file), start)) project.root = dirname(file);
  const isNamed = options.baseline !== undefined || options.config !== undefined;
  const files = (isNamed ? undefined : options.files) ?? diskFiles;
  const { useBaseline } = await import('./use-baseline.ts');
  return checkHashes(useBaseline(project, file, { isRecorded: options.record !== undefined, files }));
}

async function loaded(path: string, onlyBelow: boolean, files = diskFiles): Promise<LoadedConfig> {
  if (onlyBelow && leadsOut(dirname(path), path))
    throw new ConfigError(`${shownPath(path)}: is a link out of its folder; it is not read`);
  const { loadConfig } = await import('./load-config.ts');
  return loadConfig(resolve(path), shownPath(path), onlyBelow, onlyBelow ? files : diskFiles);
}

/** What the user names wins over the configuration. */
function limitsOf(config: LoadedConfig | undefined, named: Partial<Limits> | undefined): Limits {
  const said = (config?.limits ?? []).map(({ value: { key, value } }) => [key, value]);
  return { ...DEFAULT_LIMITS, ...Object.fromEntries(said), ...named };
}

/** Absolute. One that a configuration names lies below its folder: it reads nothing else. */
function baselineOf(
  { baseline, record, config: named }: ProjectOptions,
  config?: LoadedConfig,
): string | undefined {
  const given = record?.file ?? baseline;
  if (given !== undefined) return resolve(given);
  if (config?.baseline === undefined)
    return record === undefined ? undefined : resolve('.build-audit-baseline.json');
  const { value, line } = config.baseline;
  const folder = named === undefined ? config.folder : dirname(resolve(named));
  const path = resolve(folder, value);
  if (isAbsolute(value) || leadsOut(folder, path))
    throw new ConfigError(`${config.shown}:${line}: baseline: leads out of the folder of the configuration`);
  return path;
}

/** A hash can be held against nothing without the salt that it was made with. */
function checkHashes(project: Project): Project {
  const { config, salt } = project;
  const entry = config?.parts.flatMap(({ allow }) => allow).find(({ valueHash }) => valueHash !== undefined);
  if (config === undefined || entry === undefined || salt !== undefined) return project;
  throw new ConfigError(
    `${config.shown}:${entry.line}: allow: value-hash: there is no salt that it could be made with; say "salt:", or make a baseline`,
  );
}

function ownOf({ formats, names }: LoadedConfig): OwnCredentials | undefined {
  const [secret, rotating, harmless] = [names.secret, names.rotating, names.harmless].map((list) =>
    list.map(({ value }) => value),
  );
  const own = { secret: secret ?? [], rotating: rotating ?? [], harmless: harmless ?? [] };
  const isNothing = formats.length === 0 && Object.values(own).every((list) => list.length === 0);
  return isNothing ? undefined : { formats: formats.map(({ value }) => value), names: own };
}
