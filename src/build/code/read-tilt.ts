import type { BuildFile } from '../build-file.ts';
import type { BuildPath } from '../build-path.ts';
import { folderOf } from '../repository.ts';
import { text } from '../value.ts';
import { CallOptions } from './call-options.ts';
import { buildsOfCommandCall, buildsOfScript } from './command-builds.ts';
import type { Of } from './expression.ts';
import { findBuilds } from './find-builds.ts';
import { LANGUAGES } from './language.ts';
import { isList } from './list-words.ts';
import type { Program } from './program.ts';
import { readProgram } from './read-program.ts';
import type { Shape } from './shape.ts';

const DIALECT = { language: LANGUAGES.python, folders: (path: string) => [folderOf(path)] };

/** `docker_build(ref, context, …)`; paths start at the Tiltfile (Tiltfile API reference). */
const DOCKER_BUILD: Shape = {
  callee: /^docker_build(?:_\w+)?$/,
  builder: 'buildkit',
  context: ['context', 1],
  dockerfile: ['dockerfile'],
  fileIn: 'folder',
  inline: ['dockerfile_contents'],
  args: ['build_args'],
  secrets: ['secret'],
  ssh: ['ssh'],
  target: ['target'],
};

/** The builds that a Tiltfile starts. Never throws. */
export function readTilt(file: BuildFile): BuildPath[] {
  return readProgram(file, DIALECT, (program) =>
    findBuilds(program, {
      shapes: [DOCKER_BUILD],
      byKey: [],
      special: readCustomBuild,
      surroundings: () => surroundings(file),
    }),
  );
}

function surroundings({ path }: BuildFile) {
  const reference = text('image');
  return {
    folders: [folderOf(path)],
    environment: new Map([
      ['EXPECTED_REF', reference],
      ['EXPECTED_IMAGE', reference],
    ]),
  };
}

/** `custom_build(ref, command, deps, dir=…)`, `local_resource(name, cmd)`. */
function readCustomBuild(call: Of<'call'>, program: Program): BuildPath[] | undefined {
  const name = call.callee.kind === 'name' ? call.callee.name : '';
  if (!/^(?:custom_build\w*|local_resource)$/.test(name)) return undefined;
  const command = new CallOptions(call, program).get('command', 'cmd', 1);
  if (command === undefined) return [];
  const around = surroundings(program.file);
  if (!isList(command, program)) return buildsOfScript(command, program, around);
  const items = [{ value: command, start: command.start, end: command.end }];
  const options = call.items.filter((item) => item.name === 'dir' || item.name === 'env');
  return buildsOfCommandCall({ ...call, items: [...items, ...options] }, program, around);
}
