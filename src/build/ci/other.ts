import type { BuildReader } from '../build-file.ts';
import type { BuildPath, Given, GivenArgument } from '../build-path.ts';
import { asFlags, asPair } from '../command/as-words.ts';
import { buildOfLine } from '../command/build-line.ts';
import { PLUGIN } from '../mentions.ts';
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
  return readYaml(file.source, file.tell).flatMap((root) => buildsInCi(root, scopeOf(file), COMMON));
};

/** Drone's plugins/docker and plugins/kaniko: `settings: {dockerfile, context, build_args, build_args_from_env}`. */
function pluginOf(step: YamlNode, scope: Scope): BuildPath[] {
  const image = step.get('image')?.text ?? '';
  const settings = step.get('settings');
  if (settings === undefined || !PLUGIN.test(image)) return [];
  const { at } = step;
  const named = (key: string): Given | undefined => {
    const node = settings.get(key);
    return node?.text === undefined ? undefined : { value: text(node.text), at: node.at };
  };
  const args = ['build_args', 'build_args_from_env'].flatMap((key) => listed(settings.get(key)));
  const rest = [
    ...asFlags('build-arg', [...args, ...pairsIn(settings.get('build_args')).map(asPair)]),
    ...asFlags('secret', listed(settings.get('secrets'))),
    ...asFlags('file', [named('dockerfile')]),
    ...asFlags('target', [named('target')]),
    named('context') ?? { value: text('.'), at },
  ];
  const lookup = (name: string): Value => scope.environment.get(name) ?? [{ kind: 'variable', name }];
  const place = { at, folders: scope.folders, lookup, repository: scope.file.repository };
  const how = image.replace(/:.*/, '');
  const build = buildOfLine({ kind: 'build', how, builder: 'buildkit', rest, before: [] }, place);
  return [/kaniko/.test(image) ? { ...build, builder: 'kaniko' } : build];
}

/** A list, or a text with commas. */
function listed(node: YamlNode | undefined): Given[] {
  if (node?.text !== undefined)
    return node.text.split(',').map((one) => ({ value: text(one.trim()), at: node.at }));
  return (node?.items() ?? []).map((one) => ({ value: text(one.text ?? ''), at: one.at }));
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
