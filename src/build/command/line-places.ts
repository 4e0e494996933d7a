import type { MappedText } from '../../dockerfile/mapped-text.ts';
import type { BuildPath, FilePlace, ShellKind } from '../build-path.ts';
import type { Repository } from '../repository.ts';
import type { GivenWord } from './flags.ts';
import type { Lookup } from './given.ts';
import type { BuildCommand } from './known-commands.ts';
import type { Folders } from './paths.ts';

/** Where a command line runs. */
export interface CommandPlace {
  at: FilePlace;
  folders: Folders;
  lookup: Lookup;
  repository: Repository;
  /** What it reads from its standard input: a here-document, or a file. */
  input?: { text: MappedText } | { file: GivenWord };
  /** The shell that reads it, and the command's first word there; absent for a list of words. */
  shell?: { kind: ShellKind; first: FilePlace; isFar?: boolean };
}

/** The places of a command line, where its words stand as such in a script. */
export function linePlaces(
  head: BuildCommand['head'],
  { shell, folders }: CommandPlace,
): Pick<BuildPath, 'line'> {
  if (shell === undefined || head === undefined) return {};
  const { program, subcommand } = head;
  const { kind, first, isFar } = shell;
  if (program.source !== first.source || program.start < first.start) return {};
  const isBehind = program.source === subcommand.source && program.end < subcommand.start;
  const [folder = '.'] = folders;
  const places = { first, program, ...(isBehind && { subcommand }) };
  return { line: { shell: kind, ...places, folder, ...(isFar === true && { isFar }) } };
}
