import { posix } from 'node:path';
import type { BuildFile } from '../build-file.ts';
import type { FilePlace } from '../build-path.ts';
import { folderOf, joinPath } from '../repository.ts';
import type { YamlNode } from '../yaml/node.ts';
import { readYaml } from '../yaml/read-yaml.ts';
import { COMPOSE_NAME } from './compose-name.ts';

/** A piece of what is said of a service's build, and the folder that its paths are relative to. */
export interface BuildLayer {
  build: YamlNode;
  folder: string;
}

export interface Service {
  name: string;
  /** Where its build is said last. */
  at: FilePlace;
  /** The earlier is overridden by the later. */
  layers: readonly BuildLayer[];
  /** The maps of top-level secrets, the earlier overridden by the later. */
  secrets: readonly YamlNode[];
}

interface ComposeFile {
  path: string;
  root: YamlNode;
}

const DEEPEST = 16;
const VARIANT = /^((?:docker-)?compose)[._-]([\w-]+)\.ya?ml$/;

/** The services of a compose file that are built, with what its override file, `extends` and `include` add. */
export function servicesOf(file: BuildFile): Service[] {
  const name = posix.basename(file.path);
  const [, stem = '', variant] = VARIANT.exec(name) ?? [];
  const bases = variant === undefined ? [] : siblings(file, stem);
  if (variant === 'override' && bases.length > 0) return [];
  const own = read(file.path, file);
  if (bases.length > 0) return overlaid(bases, own, file);
  const overrides = variant === undefined ? siblings(file, `${name.replace(/\.ya?ml$/, '')}.override`) : [];
  return servicesIn([...own, ...overrides.flatMap((path) => read(path, file))], file, new Set());
}

/** The services of several files that are given together: the later override the earlier. */
export function servicesOfAll(paths: readonly string[], file: BuildFile): Service[] {
  const files = paths.flatMap((path) => read(path, file));
  return servicesIn(files, file, new Set());
}

/** `compose.prod.yaml` is laid over `compose.yaml`: of its services, those whose build it says something of. */
function overlaid(bases: readonly string[], own: readonly ComposeFile[], file: BuildFile): Service[] {
  const said = new Set(
    own.flatMap(({ root }) =>
      (root.get('services')?.entries() ?? []).flatMap(({ name, value }) =>
        value?.get('build') === undefined && value?.get('extends') === undefined ? [] : [name],
      ),
    ),
  );
  const files = [...bases.flatMap((path) => read(path, file)), ...own];
  return servicesIn(files, file, new Set(bases)).filter(({ name }) => said.has(name));
}

function siblings({ path, repository }: BuildFile, name: string): string[] {
  return ['yml', 'yaml'].flatMap((extension) => {
    const other = joinPath(folderOf(path), `${name}.${extension}`);
    return other !== undefined && repository.has(other) ? [other] : [];
  });
}

function read(path: string, { repository, tell }: BuildFile): ComposeFile[] {
  const source = repository.source(path);
  if (source === undefined) return [];
  return readYaml(source, tell).map((root) => ({ path, root }));
}

function servicesIn(files: readonly ComposeFile[], file: BuildFile, seen: Set<string>): Service[] {
  for (const { path } of files) seen.add(path);
  const names = new Set(
    files.flatMap(
      ({ root }) =>
        root
          .get('services')
          ?.entries()
          .map(({ name }) => name) ?? [],
    ),
  );
  const secrets = files.flatMap(({ root }) => root.get('secrets') ?? []);
  const own = [...names].flatMap((name): Service[] => {
    const layers = afterTags(files.flatMap((one) => layersOf(name, one, file, 0)));
    const last = layers.at(-1);
    return last === undefined ? [] : [{ name, at: last.build.at, layers, secrets }];
  });
  return [...own, ...files.flatMap((one) => included(one, file, seen))];
}

/** `!override` replaces what was said before, `!reset` takes it away (compose-spec, 13-merge). */
function afterTags(layers: readonly BuildLayer[]): BuildLayer[] {
  let kept: BuildLayer[] = [];
  for (const layer of layers) {
    if (layer.build.tag === '!reset') kept = [];
    else kept = layer.build.tag === '!override' ? [layer] : [...kept, layer];
  }
  return kept;
}

/** What a service takes over from the one that it extends comes first. */
function layersOf(name: string, { path, root }: ComposeFile, file: BuildFile, depth: number): BuildLayer[] {
  const service = root.find('services', name);
  if (service === undefined || depth > DEEPEST) return [];
  const build = service.get('build');
  const own = build === undefined ? [] : [{ build, folder: folderOf(path) }];
  const base = service.get('extends');
  const other = base?.text ?? base?.get('service')?.text;
  if (other === undefined) return own;
  const from = base?.get('file')?.text;
  const named = from === undefined ? path : joinPath(folderOf(path), from);
  if (named === undefined) return own;
  const files = from === undefined ? [{ path, root }] : read(named, file);
  return [...files.flatMap((one) => layersOf(other, one, file, depth + 1)), ...own];
}

/** Files that are called as compose files are read on their own. */
function included({ path, root }: ComposeFile, file: BuildFile, seen: Set<string>): Service[] {
  const listed = root.get('include')?.items() ?? [];
  const paths = listed.flatMap((item) => {
    const where = item.get('path') ?? item;
    return where.isList ? where.items().flatMap(({ text }) => text ?? []) : (where.text ?? []);
  });
  return paths.flatMap((name) => {
    const inside = joinPath(folderOf(path), name);
    if (inside === undefined || seen.has(inside) || COMPOSE_NAME.test(inside)) return [];
    return servicesIn(read(inside, file), file, seen);
  });
}
