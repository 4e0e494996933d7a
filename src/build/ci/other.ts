import type { BuildReader } from '../build-file.ts';
import type { BuildPath, GivenArgument } from '../build-path.ts';
import { argumentOf, isKnown, isUnknown, secretOf } from '../command/given.ts';
import { mayBuild } from '../command/known-commands.ts';
import { dockerfileOf } from '../command/paths.ts';
import { text, type Value } from '../value.ts';
import type { YamlNode } from '../yaml/node.ts';
import { readYaml } from '../yaml/read-yaml.ts';
import { type Scope, scopeOf } from './scope.ts';
import { buildsInCi, type Dialect } from './walk.ts';

/** What nearly every CI system and task runner has in common. */
const COMMON: Dialect = {
  scripts: [
    'before_install',
    'install',
    'before_script',
    'script',
    'scripts',
    'commands',
    'command',
    'cmd',
    'cmds',
    'run',
    'after_success',
    'after_script',
    'deploy',
    'args',
  ],
  environment: ['environment', 'env', 'vars', 'variables'],
  secrets: 'from_secret',
  folder: ['dir', 'working_dir', 'workingDir', 'working-directory', 'working_directory'],
  expressions: { pattern: /\{\{[^{}\n]*\}\}/g, read: readTemplate },
  step: pluginOf,
};

/** `{{.NAME}}` of a Taskfile. */
function readTemplate(written: string, { environment }: Scope): Value | undefined {
  const name = /^\{\{-?\s*\.([A-Za-z_]\w*)\b/.exec(written)?.[1];
  if (name === undefined) return undefined;
  return environment.get(name) ?? [{ kind: 'variable', name }];
}

/**
 * The builds of Bitbucket's, Drone's, Woodpecker's, Travis', Buildkite's and Tekton's files, of Taskfiles, and of others
 * that list commands.
 */
export const readOther: BuildReader = (file) => {
  if (!mayBuild(file.source.text)) return [];
  return readYaml(file.source, file.tell).flatMap((root) => buildsInCi(root, scopeOf(file), COMMON));
};

/** Drone's plugins/docker and plugins/kaniko: `settings: {dockerfile, context, build_args, build_args_from_env}`. */
function pluginOf(step: YamlNode, scope: Scope): BuildPath[] {
  const image = step.get('image')?.text ?? '';
  const settings = step.get('settings');
  if (
    settings === undefined ||
    !/(?:plugins|woodpeckerci)\/\S*(?:docker|kaniko|buildx|ecr|gcr|acr)/.test(image)
  )
    return [];
  const lookup = (name: string): Value => scope.environment.get(name) ?? [{ kind: 'variable', name }];
  const list = (key: string) => {
    const node = settings.get(key);
    if (node?.text !== undefined)
      return node.text.split(',').map((one) => ({ value: text(one.trim()), at: node.at }));
    return (node?.items() ?? []).map((one) => ({ value: text(one.text ?? ''), at: one.at }));
  };
  const words = [...list('build_args'), ...list('build_args_from_env')];
  const args = [...words.map((word) => argumentOf(word, lookup)), ...pairsIn(settings.get('build_args'))];
  const secrets = list('secrets').map(secretOf);
  const named = (key: string) => {
    const node = settings.get(key);
    return node?.text === undefined ? undefined : { value: text(node.text), at: node.at };
  };
  const context = named('context') ?? { value: text('.'), at: step.at };
  const file = named('dockerfile');
  const target = named('target');
  return [
    {
      how: image.replace(/:.*/, ''),
      builder: /kaniko/.test(image) ? 'kaniko' : 'buildkit',
      at: step.at,
      dockerfile: dockerfileOf(
        { context, ...(file && { file }) },
        { builder: 'buildkit', folders: scope.folders, at: step.at, besideContext: false },
      ),
      ...(target && { target }),
      args: args.filter(isKnown),
      secrets: secrets.filter(isKnown),
      ssh: [],
      labels: [],
      record: false,
      unknown: [...args, ...secrets].filter(isUnknown),
    },
  ];
}

/** `build_args: {NAME: value}`, and `{NAME: {from_secret: name}}`. */
function pairsIn(node: YamlNode | undefined): GivenArgument[] {
  return (node?.entries() ?? []).map(({ name, at, value }): GivenArgument => {
    const stored = value?.get('from_secret')?.text;
    const given: Value =
      stored === undefined ? text(value?.text ?? '') : [{ kind: 'secret', name: stored, store: 'CI secret' }];
    return { name, value: given, at };
  });
}
