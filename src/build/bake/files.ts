import type { SourceText } from '../../dockerfile/source-text.ts';
import type { BuildProblem } from '../build-problem.ts';
import { readHcl } from '../hcl/read-hcl.ts';
import type { HclBody } from '../hcl/tree.ts';
import { folderOf, joinPath, type Repository } from '../repository.ts';
import { readYaml } from '../yaml/read-yaml.ts';
import { bodyOfJson } from './json.ts';

/** What bake reads where no file is named, the later over the earlier. (buildx, bake/bake.go; compose files come before) */
const DEFAULTS = [
  'docker-bake.json',
  'docker-bake.hcl',
  'docker-bake.override.json',
  'docker-bake.override.hcl',
];

type Tell = (problem: BuildProblem) => void;

export function isDefaultFile(path: string): boolean {
  return DEFAULTS.includes(path.replace(/^.*\//, ''));
}

export function isOverride(path: string): boolean {
  return path.includes('.override.');
}

/** The paths of a folder's files that bake reads together. */
export function defaultFiles(folder: string, repository: Repository): string[] {
  return DEFAULTS.flatMap((name) => joinPath(folder, name) ?? []).filter((path) => repository.has(path));
}

/** Those that are read together with a file: itself alone, or all of its folder's. */
export function filesWith(path: string, repository: Repository): string[] {
  return isDefaultFile(path) ? defaultFiles(folderOf(path), repository) : [path];
}

/** What a file was read as, and what is wrong with it. */
const known = new WeakMap<SourceText, { body: HclBody; problems: readonly BuildProblem[] }>();

/** Reads one Bake file, once. Never throws; what is malformed is told. */
export function readBakeFile(source: SourceText, tell: Tell): HclBody {
  let file = known.get(source);
  if (file === undefined) {
    const problems: BuildProblem[] = [];
    const take: Tell = (problem) => problems.push(problem);
    const isJson = source.path.endsWith('.json');
    const body = isJson ? bodyOfJson(readYaml(source, take)[0], source, take) : readHcl(source, take);
    file = { body, problems };
    known.set(source, file);
  }
  file.problems.forEach(tell);
  return file.body;
}
