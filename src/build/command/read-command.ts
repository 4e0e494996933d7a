import { buildsOfBake } from '../bake/bake-command.ts';
import type { BuildPath } from '../build-path.ts';
import { buildsOfCompose } from '../compose/compose-command.ts';
import { buildOfLine } from './build-line.ts';
import { buildOfBuildctl } from './buildctl-line.ts';
import type { BuildCommand } from './known-commands.ts';
import type { CommandPlace } from './line-places.ts';

/** The builds that a command line starts. */
export function buildsOfCommand(command: BuildCommand, place: CommandPlace): BuildPath[] {
  switch (command.kind) {
    case 'build':
      return [buildOfLine(command, place)];
    case 'buildctl':
      return [buildOfBuildctl(command, place)];
    case 'compose':
      return buildsOfCompose(command, place);
    case 'bake':
      return buildsOfBake(command, place);
  }
}
