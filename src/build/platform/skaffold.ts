import type { BuildFile, BuildReader } from '../build-file.ts';
import type { BuildPath, Given, GivenArgument } from '../build-path.ts';
import { asFlags, asPair } from '../command/as-words.ts';
import { buildOfLine } from '../command/build-line.ts';
import type { GivenWord } from '../command/flags.ts';
import { folderOf } from '../repository.ts';
import { buildsInScript } from '../script/follow.ts';
import { concat, text, type Value } from '../value.ts';
import type { YamlNode } from '../yaml/node.ts';
import { readYaml } from '../yaml/read-yaml.ts';

/** The builds of a skaffold.yaml, profiles included (Skaffold's schema). */
export const readSkaffold: BuildReader = (file) =>
  readYaml(file.source, file.tell).flatMap((root) =>
    [root, ...(root.get('profiles')?.items() ?? [])].flatMap((part) =>
      (part.find('build', 'artifacts')?.items() ?? []).flatMap((artifact) => ofArtifact(artifact, file)),
    ),
  );

function ofArtifact(artifact: YamlNode, file: BuildFile): BuildPath[] {
  const command = artifact.find('custom', 'buildCommand');
  const folders = [folderOf(file.path)];
  if (command !== undefined) return buildsInScript(command.mapped, { ...file, folders });
  if (artifact.entries().some(({ name }) => OTHER_BUILDERS.test(name))) return [];
  const kaniko = artifact.get('kaniko');
  const said = kaniko ?? artifact.get('docker');
  const { at } = artifact.get('image') ?? artifact;
  const context = given(artifact.get('context')) ?? { value: text('.'), at };
  const path = given(said?.get('dockerfile'));
  const place = {
    at,
    folders,
    lookup: (name: string): Value => [{ kind: 'variable', name }],
    repository: file.repository,
  };
  const build = buildOfLine(
    {
      kind: 'build',
      how: `artifact ${artifact.get('image')?.text ?? ''}`,
      builder: 'buildkit',
      rest: [
        ...wordsOf(said),
        ...asFlags('file', [path && { ...path, value: [...context.value, ...text('/'), ...path.value] }]),
        context,
      ],
      before: [],
    },
    place,
  );
  return [kaniko === undefined ? build : { ...build, builder: 'kaniko' }];
}

const OTHER_BUILDERS = /^(?:bazel|jib|buildpacks|ko|custom)$/;

function wordsOf(said: YamlNode | undefined): GivenWord[] {
  const secrets = [...(said?.get('secrets')?.items() ?? []), ...[said?.get('secret') ?? []].flat()];
  return [
    ...asFlags('build-arg', argumentsOf(said?.get('buildArgs')).map(asPair)),
    ...asFlags('secret', secrets.map(secretWord)),
    ...asFlags('ssh', [given(said?.get('ssh'))]),
    ...asFlags('target', [given(said?.get('target'))]),
    ...(said?.get('cliFlags')?.items() ?? []).flatMap((one) => given(one) ?? []),
  ];
}

function given(node: YamlNode | undefined): Given | undefined {
  return node?.text === undefined ? undefined : { value: readTemplate(node), at: node.at };
}

function argumentsOf(node: YamlNode | undefined): GivenArgument[] {
  return (node?.entries() ?? []).map(({ name, at, value }) => ({
    name,
    value: value?.text === undefined ? [{ kind: 'variable', name }] : readTemplate(value),
    at: value === undefined ? at : { ...at, end: Math.max(at.end, value.at.end) },
  }));
}

/** `{id, src}`, `{id, env}` as `--secret` has them. */
function secretWord(node: YamlNode): Given {
  const fields = ['id', 'src', 'env'].flatMap((key) => {
    const value = given(node.get(key))?.value;
    return value === undefined ? [] : [concat(text(`,${key}=`), value)];
  });
  return { value: concat(...fields), at: node.at };
}

/** `{{.NAME}}` and `{{cmd "…"}}` are of the environment. */
function readTemplate(node: YamlNode | undefined): Value {
  const given = node?.text ?? '';
  const pieces = given.split(/\{\{\s*\.?([\w.]*)[^{}]*\}\}/);
  return concat(
    ...pieces.map(
      (piece, at): Value =>
        at % 2 === 0
          ? text(piece)
          : piece === ''
            ? [{ kind: 'unknown', what: 'a template' }]
            : [{ kind: 'variable', name: piece }],
    ),
  );
}
