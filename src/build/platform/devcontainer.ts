import type { BuildReader } from '../build-file.ts';
import { readFlags, valueOf, valuesOf } from '../command/flags.ts';
import { argumentOf, isKnown, secretOf, sshOf } from '../command/given.ts';
import { dockerfileOf, pathsOf } from '../command/paths.ts';
import { folderOf } from '../repository.ts';
import { concat, text, type Value } from '../value.ts';
import { readYaml } from '../yaml/read-yaml.ts';

/** The build of a devcontainer.json (the development container specification). */
export const readDevcontainer: BuildReader = (file) =>
  readYaml(file.source, file.tell).flatMap((root) => {
    const said = root.get('build');
    const path = said?.get('dockerfile') ?? root.get('dockerFile');
    if (path?.text === undefined) return [];
    const folders = [folderOf(file.path)];
    const context = said?.get('context') ?? root.get('context');
    const target = said?.get('target');
    const { at } = path;
    const words = (said?.get('options')?.items() ?? []).map((one) => ({
      value: readVariables(one.text ?? ''),
      at: one.at,
    }));
    const line = readFlags(words, new Set(['build-arg', 'secret', 'ssh', 'target', 'file']));
    const lookup = (name: string): Value => [{ kind: 'variable', name }];
    const args = valuesOf(line, 'build-arg').map((word) => argumentOf(word, lookup));
    const [folder] = pathsOf(text(context?.text ?? '.'), folders);
    const chosen = valueOf(line, 'target') ?? (target && { value: text(target.text ?? ''), at: target.at });
    return [
      {
        how: 'dev container',
        builder: 'buildkit' as const,
        at,
        dockerfile: dockerfileOf(
          { file: { value: text(path.text), at } },
          { builder: 'buildkit', folders, at, besideContext: false },
        ),
        ...(folder !== undefined && { context: folder }),
        ...(chosen && { target: chosen }),
        args: [
          ...(said?.get('args')?.entries() ?? []).map(({ name, at: key, value }) => ({
            name,
            value: readVariables(value?.text ?? ''),
            at: value === undefined ? key : { ...key, end: Math.max(key.end, value.at.end) },
          })),
          ...args.filter(isKnown),
        ],
        secrets: valuesOf(line, 'secret')
          .map((word) => secretOf(word))
          .filter(isKnown),
        ssh: valuesOf(line, 'ssh').map(sshOf).filter(isKnown),
        labels: [],
        record: false,
        unknown: [],
      },
    ];
  });

/** `${localEnv:NAME}`, `${localEnv:NAME:default}`. */
function readVariables(given: string): Value {
  const pieces = given.split(/\$\{(?:localEnv|env):([A-Za-z_]\w*)(?::[^}]*)?\}/);
  return concat(
    ...pieces.map((piece, at): Value => (at % 2 === 0 ? text(piece) : [{ kind: 'variable', name: piece }])),
  );
}
