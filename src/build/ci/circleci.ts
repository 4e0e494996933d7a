import type { BuildReader } from '../build-file.ts';
import type { BuildPath, Given } from '../build-path.ts';
import type { GivenWord } from '../command/flags.ts';
import { buildsOfCommand } from '../command/read-command.ts';
import { buildsInScript, wordsOfText } from '../script/follow.ts';
import { text, type Value } from '../value.ts';
import type { YamlNode } from '../yaml/node.ts';
import { readYaml } from '../yaml/read-yaml.ts';
import { type Scope, scopeOf, scriptPlace } from './scope.ts';
import { buildsInCi, type Dialect, markScript, readText } from './walk.ts';

const CIRCLECI: Dialect = {
  scripts: ['command'],
  environment: ['environment'],
  folder: ['working_directory'],
  expressions: { pattern: /<<\s*[\w.-]+\s*>>/g, read: readParameter },
  step: stepsOf,
  closed: new Set(['environment', 'docker', 'executors', 'orbs']),
};

/** The builds of a CircleCI configuration. */
export const readCircleci: BuildReader = (file) =>
  readYaml(file.source, file.tell).flatMap((root) => buildsInCi(root, scopeOf(file), CIRCLECI));

function readParameter(written: string): Value {
  const name = written.replace(/[<>\s]/g, '');
  if (/^pipeline\.(?:id|number|git\.revision)$/.test(name)) return [{ kind: 'changing', what: name }];
  return [{ kind: 'variable', name: name.replace(/^.*\./, '') }];
}

/** `run: docker build …`, and the orb's `docker/build` with its `extra_build_args`. */
function stepsOf(map: YamlNode, scope: Scope): BuildPath[] {
  return map.entries().flatMap(({ name, value }) => {
    if (value === undefined) return [];
    if (name === 'run' && value.text !== undefined)
      return buildsInScript(markScript(value.mapped, scope, CIRCLECI), scriptPlace(scope));
    return /^docker\/(?:build|publish)$/.test(name) || value.get('extra_build_args') !== undefined
      ? [ofOrb(name, value, scope)].flat()
      : [];
  });
}

function ofOrb(how: string, inputs: YamlNode, scope: Scope): BuildPath[] {
  const given = (key: string): Given | undefined => {
    const node = inputs.get(key);
    return node?.text === undefined
      ? undefined
      : { value: readText(node.text, scope, CIRCLECI), at: node.at };
  };
  const { at } = inputs;
  const more = inputs.get('extra_build_args');
  const folder = given('path') ?? { value: text('.'), at };
  const file = given('dockerfile') ?? { value: text('Dockerfile'), at };
  const rest: GivenWord[] = [
    ...(more === undefined ? [] : wordsOfText(markScript(more.mapped, scope, CIRCLECI), scriptPlace(scope))),
    { value: text('-f'), at },
    { value: [...folder.value, ...text('/'), ...file.value], at: file.at },
    given('docker-context') ?? folder,
  ];
  const lookup = (name: string): Value => scope.environment.get(name) ?? [{ kind: 'variable', name }];
  return buildsOfCommand(
    { kind: 'build', how, builder: 'buildkit', rest, before: [] },
    { at, folders: scope.folders, lookup, repository: scope.file.repository },
  );
}
