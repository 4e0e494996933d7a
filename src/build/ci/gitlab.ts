import type { BuildReader } from '../build-file.ts';
import type { Value } from '../value.ts';
import type { YamlNode } from '../yaml/node.ts';
import { readYaml } from '../yaml/read-yaml.ts';
import { type Scope, scopeOf, variablesOf, withEnvironment } from './scope.ts';
import { buildsInCi, type Dialect, readText } from './walk.ts';

const DEEPEST = 10;

/** The builds of a GitLab pipeline. */
export const readGitlab: BuildReader = (file) =>
  readYaml(file.source, file.tell).flatMap((root) => {
    const dialect: Dialect = {
      scripts: ['before_script', 'script', 'after_script'],
      environment: ['variables'],
      folder: [],
      scopes: (map, scope) => [withSecrets(map, withBase(map, root, scope))],
      closed: new Set(['variables', 'id_tokens', 'secrets', 'rules', 'only', 'except']),
    };
    return buildsInCi(root, scopeOf(file), dialect);
  });

/** Variables of the jobs that a job extends; its own win. */
function withBase(job: YamlNode, root: YamlNode, scope: Scope, depth = 0): Scope {
  const bases = job.get('extends');
  const names =
    bases?.isList === true ? bases.items().flatMap(({ text }) => text ?? []) : [bases?.text ?? []].flat();
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
