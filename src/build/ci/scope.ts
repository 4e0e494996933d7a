import type { BuildFile } from '../build-file.ts';
import { type Folders, pathsOf, ROOT } from '../command/paths.ts';
import type { ScriptPlace } from '../script/follow.ts';
import { heldBy, text, type Value } from '../value.ts';
import type { YamlNode } from '../yaml/node.ts';

/** What holds at a place of a CI file. */
export interface Scope {
  file: BuildFile;
  environment: ReadonlyMap<string, Value>;
  /** Where commands run. */
  folders: Folders;
  /** The shell of scripts that name none. */
  shell?: string;
  /** What the expressions of the CI system stand for besides the environment: a matrix, outputs of steps. */
  known: ReadonlyMap<string, Value>;
}

export function scopeOf(file: BuildFile): Scope {
  return { file, environment: new Map(), folders: ['.'], known: new Map() };
}

/** The same with more variables. */
export function withEnvironment(scope: Scope, variables: Iterable<readonly [string, Value]>): Scope {
  const more = [...variables];
  return more.length === 0
    ? scope
    : {
        ...scope,
        environment: new Map([
          ...scope.environment,
          ...more.map(([name, value]) => [name, heldBy(name, value, scope.file.repository.names)] as const),
        ]),
      };
}

/** `~/project` is where CI systems check out. */
function fromHome(folder: Value): Value {
  const [first, ...rest] = folder;
  if (first?.kind !== 'text' || !/^~(?:\/|$)/.test(first.text)) return folder;
  return [...text(ROOT + first.text.replace(/^~\/?[^/]*\/?/, '')), ...rest];
}

/** The same in another folder; in any where it is not known. */
export function inFolder(scope: Scope, folder: Value | undefined): Scope {
  if (folder === undefined) return scope;
  const folders = pathsOf(fromHome(folder), scope.folders);
  return folders.length === 0 ? scope : { ...scope, folders };
}

export function scriptPlace({ file, environment, folders }: Scope): ScriptPlace {
  const { source, path, repository } = file;
  return { source, path, repository, folders, environment };
}

/** `{NAME: value}` or `["NAME=value"]` or `[{name: NAME, value: value}]`, as CI systems have them. */
export function variablesOf(
  node: YamlNode | undefined,
  read: (text: string) => Value,
  secrets?: string,
): (readonly [string, Value])[] {
  if (node === undefined) return [];
  if (node.isMap)
    return node.entries().flatMap(({ name, value }) => {
      const stored = secrets === undefined ? undefined : value?.get(secrets)?.text;
      if (stored !== undefined)
        return [[name, [{ kind: 'secret', name: stored, store: 'CI secret' }]] as const];
      const given = value?.text ?? value?.get('value')?.text ?? value?.get('default')?.text;
      return given === undefined ? [] : [[name, read(given)] as const];
    });
  return node.items().flatMap((item) => {
    const name = item.get('name')?.text;
    if (name !== undefined) return [[name, read(item.get('value')?.text ?? '')] as const];
    const [, key, value = ''] = /^([A-Za-z_]\w*)=([\s\S]*)$/.exec(item.text ?? '') ?? [];
    return key === undefined
      ? item
          .entries()
          .flatMap((entry) =>
            entry.value?.text === undefined ? [] : [[entry.name, read(entry.value.text)] as const],
          )
      : [[key, read(value)] as const];
  });
}
