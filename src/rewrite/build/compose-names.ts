import type { BuildPath } from '../../build/build-path.ts';
import { readYaml } from '../../build/yaml/read-yaml.ts';
import { append } from '../../config/append.ts';
import type { SourceText } from '../../dockerfile/source-text.ts';
import { formOf } from './form.ts';
import type { Supply } from './supply.ts';
import { variableFor } from './variable-value.ts';

/** What the top level of a compose file says of a secret. */
interface Declared {
  name: string;
  /** `environment: NAME`, `file: PATH`; empty for anything else. */
  pair: string;
  source: SourceText;
  /** That it was thought of for. */
  service?: string;
}

/** A file and what is laid over it: `compose.yaml`, `compose.prod.yaml`. */
interface Project {
  sources: Set<SourceText>;
  declared: Declared[];
}

interface Asked {
  path: BuildPath;
  supplies: readonly Supply[];
}

/** True for a compose file's service, and for a command that builds one. */
export function isOfCompose(path: BuildPath): boolean {
  return formOf(path) === 'compose' || /^(?:docker|podman)[- ]compose /.test(path.how);
}

/**
 * Services share what a compose file declares: one that has another value for the same secret gets a second name for it,
 * which it hands over as the secret that its Dockerfile mounts. A file that is laid over another says its own value for
 * the same name.
 */
export function withNames<T extends Asked>(asked: readonly T[]): T[] {
  const projects = new Map<string, Project>();
  return asked.map((one) => {
    const { path, supplies } = one;
    if (!isOfCompose(path)) return one;
    const source = fileOf(path);
    const key = source.path.replace(VARIANT, '$1');
    const project = projects.get(key) ?? { sources: new Set(), declared: [] };
    projects.set(key, project);
    if (!project.sources.has(source)) append(project.declared, declaredIn(source));
    project.sources.add(source);
    return { ...one, supplies: supplies.map((supply) => named(supply, path, project.declared)) };
  });
}

const VARIANT = /((?:^|\/)(?:docker-)?compose)(?:[._-][\w-]+)?\.ya?ml$/;

/** Where a service says its build, also of a command that builds it. */
function fileOf(path: BuildPath): SourceText {
  return (formOf(path) === 'compose' ? path : path.dockerfile).at.source;
}

function named(supply: Supply, path: BuildPath, declared: Declared[]): Supply {
  const { id, need, isThere } = supply;
  if (isThere || need.kind !== 'secret') return supply;
  const source = fileOf(path);
  const pair = declaredPair(supply, path);
  const [service = ''] = /\S+$/.exec(path.how) ?? [];
  const names = [id, ...['', ...'23456789'].map((more) => `${id}_${service}${more && `_${more}`}`)];
  const known = declared.filter(({ name }) => names.includes(name));
  const own =
    known.find((one) => one.pair === pair) ??
    known.find((one) => one.service === service && one.source !== source);
  const free = names.find((name) => known.every((one) => one.name !== name)) ?? id;
  if (own === undefined) declared.push({ name: free, pair, source, service });
  return { ...supply, name: own?.name ?? free };
}

function declaredIn(source: SourceText): Declared[] {
  if (!/\.ya?ml$/.test(source.path)) return [];
  const entries = readYaml(source, () => {}).flatMap((root) => root.get('secrets')?.entries() ?? []);
  return entries.map(({ name, value }) => {
    const variable = value?.get('environment')?.text;
    const file = value?.get('file')?.text;
    const pair = file === undefined ? '' : `file: ${file}`;
    return { name, source, pair: variable === undefined ? pair : `environment: ${variable}` };
  });
}

/** A path of compose begins with a dot, as a name alone is a volume elsewhere. */
function besideIt(path: string): string {
  return path.startsWith('..') ? path : `./${path}`;
}

/** What the top level says of it. */
export function declaredPair(supply: Supply, path: BuildPath): string {
  return supply.source.kind === 'file'
    ? `file: ${besideIt(supply.source.path)}`
    : `environment: ${composeVariable(supply, path)}`;
}

/**
 * The variable that a compose file names. What a command adds has no place in the file: there stands the variable that
 * the service takes without it, or one of the argument's name, which the command is to set.
 */
export function composeVariable(supply: Supply, path: BuildPath): string {
  if (formOf(path) === 'compose') return variableFor(supply).name;
  return variableFor({ ...supply, given: supply.given.filter(({ at }) => at.source !== path.at.source) })
    .name;
}

/** An item of a service's `secrets`. */
export function listedWord({ id, name = id }: Supply): string {
  return name === id ? id : `{source: ${name}, target: ${id}}`;
}
