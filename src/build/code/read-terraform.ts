import type { BuildFile } from '../build-file.ts';
import type { BuildPath } from '../build-path.ts';
import { pathsOf } from '../command/paths.ts';
import { folderOf } from '../repository.ts';
import type { Value } from '../value.ts';
import { CallOptions } from './call-options.ts';
import { buildsOfScript } from './command-builds.ts';
import { entriesOf, entriesOfItems } from './entries.ts';
import type { Item, Of } from './expression.ts';
import { secretOfMap } from './given.ts';
import { LANGUAGES } from './language.ts';
import type { Program } from './program.ts';
import { readProgram } from './read-program.ts';
import { buildOfShape, type Shape } from './shape.ts';
import { type Block, blocksOf, TerraformNames } from './terraform-names.ts';
import { valueOf } from './values.ts';

/** The `build` block of kreuzwerker/docker (docs/resources/image.md); it has BuildKit where the engine has. */
const BUILD: Shape = {
  callee: /./,
  builder: (call) => (call.text('version') === '1' ? 'classic' : 'buildkit'),
  context: ['context'],
  dockerfile: ['dockerfile'],
  fileIn: 'context',
  args: ['build_args', 'build_arg'],
  target: ['target'],
  labels: ['labels', 'label'],
};

/** The images that a Terraform file builds, by a provider or by commands. Never throws. */
export function readTerraform(file: BuildFile): BuildPath[] {
  const names = new TerraformNames();
  const dialect = {
    language: LANGUAGES.terraform,
    folders: (path: string) => [folderOf(path), '.'],
    named: (path: readonly string[], program: Program): Value | undefined => names.find(path, program),
  };
  return readProgram(file, dialect, (program) =>
    blocksOf(program).flatMap((block) => {
      if (block.name !== 'resource') return [];
      names.triggers = block.items.find(({ name }) => /^(?:triggers|input)$/.test(name ?? ''))?.value;
      const isImage = /^docker_(?:registry_)?image$/.test(block.labels[0] ?? '');
      return [...(isImage ? imageBuilds(block, program) : []), ...commandBuilds(block, program)];
    }),
  );
}

function imageBuilds({ labels: [type = ''], items }: Block, program: Program): BuildPath[] {
  return items.flatMap(({ name, value }) => {
    if (name !== 'build' || value.kind !== 'map') return [];
    const { start, end, items: given } = value;
    const isSecret = (item: Item): boolean => item.name === 'secrets';
    const call: Of<'call'> = {
      kind: 'call',
      start,
      end,
      callee: { kind: 'name', name: type, index: 0, start, end },
      items: given.filter((item) => !isSecret(item)),
    };
    const secrets = given.filter(isSecret).flatMap((item) => secretOfMap(item.value, program) ?? []);
    return [{ ...buildOfShape(BUILD, new CallOptions(call, program)), secrets }];
  });
}

/** `provisioner "local-exec" { command = … }`. */
function commandBuilds({ items }: Block, program: Program): BuildPath[] {
  return items.flatMap(({ name, value }) => {
    if (name !== 'provisioner' || value.kind !== 'map') return [];
    const { pairs } = entriesOfItems(value.items, program);
    const given = (key: string) => pairs.findLast((pair) => pair.name === key)?.value;
    const [command, environment] = [given('command'), given('environment')];
    if (command === undefined) return [];
    const variables = environment === undefined ? [] : entriesOf(environment, program).pairs;
    const folder = given('working_dir');
    const own = program.folders;
    return buildsOfScript(command, program, {
      folders: folder === undefined ? own : foldersOf(valueOf(folder, program), own),
      environment: new Map(variables.map((one) => [one.name, valueOf(one.value, program)])),
    });
  });
}

function foldersOf(value: Value, own: readonly string[]): readonly string[] {
  const paths = pathsOf(value, own);
  return paths.length > 0 ? paths : own;
}
