import type { BuildFile, BuildReader } from '../build-file.ts';
import type { BuildPath, Given } from '../build-path.ts';
import { asFlags } from '../command/as-words.ts';
import { buildOfLine } from '../command/build-line.ts';
import { concat, text, type Value } from '../value.ts';
import type { YamlNode } from '../yaml/node.ts';
import { readYaml } from '../yaml/read-yaml.ts';

/** The images of a .goreleaser.yml: `dockers`, whose flags are docker's own, and `dockers_v2` (GoReleaser's documentation). */
export const readGoreleaser: BuildReader = (file) =>
  readYaml(file.source, file.tell).flatMap((root) =>
    ['dockers', 'dockers_v2'].flatMap((key) =>
      (root.get(key)?.items() ?? []).map((one) => imageOf(one, file)),
    ),
  );

function imageOf(image: YamlNode, { repository }: BuildFile): BuildPath {
  const { at } = image;
  const flags = ['build_flag_templates', 'flags'].flatMap((key) => image.get(key)?.items() ?? []);
  const pairs = (image.get('build_args')?.entries() ?? []).map(
    ({ name, value }): Given => ({
      value: concat(text(`${name}=`), value === undefined ? [] : readTemplate(value).value),
      at: value?.at ?? at,
    }),
  );
  const file = image.get('dockerfile');
  const rest = [
    ...flags.map(readTemplate),
    ...asFlags('build-arg', pairs),
    ...asFlags('file', [file && readTemplate(file)]),
    { value: text('.'), at },
  ];
  const lookup = (name: string): Value => [{ kind: 'variable', name }];
  const builder = image.get('use')?.text === 'podman' ? 'buildah' : 'buildkit';
  const command = { kind: 'build', how: 'goreleaser', builder, rest, before: [] } as const;
  return buildOfLine(command, { at, folders: ['.'], lookup, repository });
}

const CHANGING = /^(?:FullCommit|ShortCommit|Commit|Date|Timestamp|Now|CommitDate|CommitTimestamp)$/;

/** `{{ .Env.NAME }}`, `{{ .FullCommit }}`. */
function readTemplate(node: YamlNode): Given {
  const pieces = (node.text ?? '').split(/\{\{-?\s*\.?([\w.]*)[^{}]*\}\}/);
  const values = pieces.map((piece, at): Value => {
    if (at % 2 === 0) return text(piece);
    const name = piece.replace(/^Env\./, '');
    if (CHANGING.test(name)) return [{ kind: 'changing', what: `{{.${name}}}` }];
    return [{ kind: 'variable', name: name === '' ? 'a template' : name }];
  });
  return { value: concat(...values), at: node.at };
}
