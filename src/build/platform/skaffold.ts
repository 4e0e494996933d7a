import type { BuildFile, BuildReader } from '../build-file.ts';
import type { BuildPath, Given, GivenArgument, GivenSecret } from '../build-path.ts';
import { readFlags, valuesOf } from '../command/flags.ts';
import { argumentOf, isKnown, secretOf } from '../command/given.ts';
import { dockerfileOf, pathsOf } from '../command/paths.ts';
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
  const isOther = artifact.entries().some(({ name }) => /^(?:bazel|jib|buildpacks|ko|custom)$/.test(name));
  if (isOther) return [];
  const kaniko = artifact.get('kaniko');
  const said = kaniko ?? artifact.get('docker');
  const { at } = artifact.get('image') ?? artifact;
  const context: Given = { value: readTemplate(artifact.get('context')), at };
  const path = said?.get('dockerfile');
  const target = said?.get('target');
  const flags = readFlags(
    (said?.get('cliFlags')?.items() ?? []).map((one) => ({ value: readTemplate(one), at: one.at })),
    new Set(['build-arg', 'secret', 'ssh']),
  );
  const lookup = (name: string): Value => [{ kind: 'variable', name }];
  const [folder] = pathsOf(context.value.length === 0 ? text('.') : context.value, folders);
  return [
    {
      how: `artifact ${artifact.get('image')?.text ?? ''}`,
      builder: kaniko === undefined ? 'buildkit' : 'kaniko',
      at,
      dockerfile: dockerfileOf(
        {
          context: context.value.length === 0 ? { value: text('.'), at } : context,
          ...(path && { file: { value: readTemplate(path), at: path.at } }),
        },
        { builder: 'buildkit', folders, at, besideContext: true },
      ),
      ...(folder !== undefined && { context: folder }),
      ...(target && { target: { value: readTemplate(target), at: target.at } }),
      args: [
        ...argumentsOf(said?.get('buildArgs')),
        ...valuesOf(flags, 'build-arg')
          .map((word) => argumentOf(word, lookup))
          .filter(isKnown),
      ],
      secrets: [
        ...[...(said?.get('secrets')?.items() ?? []), ...[said?.get('secret') ?? []].flat()].flatMap(
          secretIn,
        ),
        ...valuesOf(flags, 'secret').map(secretOf).filter(isKnown),
      ],
      ssh: said?.get('ssh')?.text === undefined ? [] : [{ id: 'default', at: said.get('ssh')?.at ?? at }],
      labels: [],
      record: false,
      unknown: [],
    },
  ];
}

function argumentsOf(node: YamlNode | undefined): GivenArgument[] {
  return (node?.entries() ?? []).map(({ name, at, value }) => ({
    name,
    value: value?.text === undefined ? [{ kind: 'variable', name }] : readTemplate(value),
    at: value === undefined ? at : { ...at, end: Math.max(at.end, value.at.end) },
  }));
}

function secretIn(node: YamlNode): GivenSecret[] {
  const id = node.get('id')?.text;
  const path = node.get('src');
  const variable = node.get('env')?.text;
  if (id === undefined) return [];
  if (variable !== undefined)
    return [{ id, at: node.at, from: { kind: 'variable', value: [{ kind: 'variable', name: variable }] } }];
  return [{ id, at: node.at, ...(path && { from: { kind: 'file', value: readTemplate(path) } }) }];
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
