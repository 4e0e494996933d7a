import type { MappedText } from '../../dockerfile/mapped-text.ts';
import type { BuildFile, BuildReader } from '../build-file.ts';
import type { BuildPath } from '../build-path.ts';
import { insidePath } from '../repository.ts';
import type { Value } from '../value.ts';
import type { YamlNode } from '../yaml/node.ts';
import { readYaml } from '../yaml/read-yaml.ts';
import { type Scope, scopeOf, variablesOf, withEnvironment } from './scope.ts';
import { buildsInCi, type Dialect, readText, textsOf } from './walk.ts';

const DEEPEST = 10;

/** The builds of a GitLab pipeline, the local files that it includes too. */
export const readGitlab: BuildReader = (file) => readPipeline(file, new Set([file.path]));

function readPipeline(file: BuildFile, seen: Set<string>): BuildPath[] {
  return readYaml(file.source, file.tell).flatMap((root) => {
    const dialect: Dialect = {
      scripts: ['before_script', 'script', 'after_script'],
      environment: ['variables'],
      folder: [],
      texts: (map, key) => textsIn(map, key, root),
      scopes: (map, scope) => [withSecrets(map, withBase(map, root, scope))],
      closed: new Set([
        'variables',
        'id_tokens',
        'secrets',
        'rules',
        'only',
        'except',
        'default',
        'before_script',
      ]),
    };
    return [...buildsInCi(root, scopeOf(file), dialect), ...includedIn(root, file, seen)];
  });
}

/** Files of the repository that are called as pipelines are read on their own. */
function includedIn(root: YamlNode, file: BuildFile, seen: Set<string>): BuildPath[] {
  const include = root.get('include');
  const items = include === undefined ? [] : include.isList ? include.items() : [include];
  return items.flatMap((item) => {
    const path = insidePath((item.get('local')?.text ?? item.text ?? '').replace(/^\/+/, ''));
    if (path === undefined || path === '' || seen.has(path) || /gitlab-ci|\.gitlab\//.test(path)) return [];
    seen.add(path);
    const source = file.repository.source(path);
    return source === undefined ? [] : readPipeline({ ...file, source, path }, seen);
  });
}

/** The commands of a key: a job's own, else those of what it extends, else the default ones; references followed. */
function textsIn(job: YamlNode, key: string, root: YamlNode, depth = 0): MappedText[] {
  const own = job.get(key);
  if (own !== undefined) return followed(own, root, 0);
  if (depth > DEEPEST) return [];
  const base = basesOf(job).flatMap((name) => root.get(name) ?? []);
  const inherited = base.flatMap((one) => textsIn(one, key, root, depth + 1));
  if (job.find('inherit', 'default')?.text === 'false') return inherited;
  if (inherited.length > 0 || key !== 'before_script' || depth > 0 || job.get('script') === undefined)
    return inherited;
  return followed(root.find('default', key) ?? root.get(key), root, 0);
}

/** `!reference [.job, script]`. */
function followed(node: YamlNode | undefined, root: YamlNode, depth: number): MappedText[] {
  if (node === undefined || depth > DEEPEST) return [];
  if (node.tag === '!reference') {
    const keys = node.items().flatMap(({ text }) => text ?? []);
    return followed(root.find(...keys), root, depth + 1);
  }
  return node.isList ? node.items().flatMap((item) => followed(item, root, depth + 1)) : textsOf(node);
}

function basesOf(job: YamlNode): string[] {
  const bases = job.get('extends');
  return bases?.isList === true
    ? bases.items().flatMap(({ text }) => text ?? [])
    : [bases?.text ?? []].flat();
}

/** Variables of the jobs that a job extends; its own win. */
function withBase(job: YamlNode, root: YamlNode, scope: Scope, depth = 0): Scope {
  const names = basesOf(job);
  if (names.length === 0 || depth > DEEPEST) return scope;
  const read = (given: string): Value => readText(given, scope, PLAIN);
  const inherited = names.reduce((outer, name) => {
    const base = root.get(name);
    if (base === undefined) return outer;
    return withSecrets(
      base,
      withEnvironment(withBase(base, root, outer, depth + 1), variablesOf(base.get('variables'), read)),
    );
  }, scope);
  return withEnvironment(inherited, variablesOf(job.get('variables'), read));
}

const PLAIN: Dialect = { scripts: [], environment: [], folder: [] };

/** `id_tokens` and `secrets` make variables whose values are secrets. */
function withSecrets(job: YamlNode, scope: Scope): Scope {
  const named = (key: string, store: string) =>
    (job.get(key)?.entries() ?? []).map(({ name }): readonly [string, Value] => [
      name,
      [{ kind: 'secret', name, store }],
    ]);
  return withEnvironment(scope, [
    ...named('id_tokens', 'GitLab ID token'),
    ...named('secrets', 'GitLab secret'),
  ]);
}
