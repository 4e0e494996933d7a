import type { BuildReader } from '../build-file.ts';
import type { Given, GivenArgument } from '../build-path.ts';
import { asFlags, asPair } from '../command/as-words.ts';
import { buildOfLine } from '../command/build-line.ts';
import { folderOf } from '../repository.ts';
import { concat, text, type Value } from '../value.ts';
import type { YamlNode } from '../yaml/node.ts';
import { readYaml } from '../yaml/read-yaml.ts';

/** The build of a devcontainer.json (the development container specification). */
export const readDevcontainer: BuildReader = ({ source, path, repository, tell }) =>
  readYaml(source, tell).flatMap((root) => {
    const said = root.get('build');
    const file = given(said?.get('dockerfile') ?? root.get('dockerFile'));
    if (file === undefined) return [];
    const { at } = file;
    const rest = [
      ...asFlags('build-arg', argumentsOf(said?.get('args')).map(asPair)),
      ...asFlags('target', [given(said?.get('target'))]),
      ...(said?.get('options')?.items() ?? []).flatMap((one) => given(one) ?? []),
      ...asFlags('file', [file]),
      given(said?.get('context') ?? root.get('context')) ?? { value: text('.'), at },
    ];
    const lookup = (name: string): Value => [{ kind: 'variable', name }];
    const place = { at, folders: [folderOf(path)], lookup, repository };
    return [
      buildOfLine({ kind: 'build', how: 'dev container', builder: 'buildkit', rest, before: [] }, place),
    ];
  });

function given(node: YamlNode | undefined): Given | undefined {
  return node?.text === undefined ? undefined : { value: readVariables(node.text), at: node.at };
}

function argumentsOf(node: YamlNode | undefined): GivenArgument[] {
  return (node?.entries() ?? []).map(({ name, at, value }) => ({
    name,
    value: readVariables(value?.text ?? ''),
    at: value === undefined ? at : { ...at, end: Math.max(at.end, value.at.end) },
  }));
}

/** `${localEnv:NAME}`, `${localEnv:NAME:default}`. */
function readVariables(written: string): Value {
  const pieces = written.split(/\$\{(?:localEnv|env):([A-Za-z_]\w*)(?::[^}]*)?\}/);
  return concat(
    ...pieces.map((piece, at): Value => (at % 2 === 0 ? text(piece) : [{ kind: 'variable', name: piece }])),
  );
}
