import type { Unknown } from '../build-path.ts';
import type { BuildProblem } from '../build-problem.ts';
import { type CommandLine, type GivenWord, valuesOf, wordText } from '../command/flags.ts';
import { unknownOf } from '../command/given.ts';
import type { CommandPlace } from '../command/line-places.ts';
import { type Folders, isRemote, pathsOf } from '../command/paths.ts';
import { readHcl } from '../hcl/read-hcl.ts';
import type { HclBody } from '../hcl/tree.ts';
import { literalOf, text } from '../value.ts';
import { defaultFiles, isDefaultFile, readBakeFile } from './files.ts';

/** The Bake files of a command. */
export interface BakeFiles {
  bodies: readonly HclBody[];
  /** Where the command runs, as far as its files tell. */
  folders: Folders;
  /** No other reader reads them. */
  areOwn: boolean;
  unknown: readonly Unknown[];
}

type Tell = (problem: BuildProblem) => void;

/** Reads the files that a bake command names, or those that lie where it may run. */
export function filesOfCommand(line: CommandLine, place: CommandPlace, tell: Tell): BakeFiles {
  const { folders } = place;
  if (line.operands.some(({ value }) => isRemote(value)))
    return {
      bodies: [],
      folders,
      areOwn: false,
      unknown: [{ what: 'Bake files that are fetched', at: place.at }],
    };
  const named = namedFiles(line, place);
  const folder = folders.find((one) => pathsIn(one, named, place).length > 0);
  if (folder === undefined)
    return { bodies: pipedBodies(named, place, tell), folders, ...leftOf(named, [], place) };
  const paths = pathsIn(folder, named, place);
  const bodies = paths.flatMap((path) => {
    const source = place.repository.source(path);
    return source === undefined ? [] : [readBakeFile(source, tell)];
  });
  return {
    bodies: [...bodies, ...pipedBodies(named, place, tell)],
    folders: [folder],
    ...leftOf(named, paths, place),
  };
}

/** `-f`, else what BUILDX_BAKE_FILE lists. */
function namedFiles(line: CommandLine, { lookup, at }: CommandPlace): GivenWord[] {
  const named = valuesOf(line, 'file', 'f');
  if (named.length > 0) return named;
  const listed = literalOf(lookup('BUILDX_BAKE_FILE')) ?? '';
  return listed.split(':').flatMap((path) => (path === '' ? [] : [{ value: text(path), at }]));
}

function pathsIn(folder: string, named: readonly GivenWord[], { repository }: CommandPlace): string[] {
  if (named.length === 0) return defaultFiles(folder, repository);
  return named
    .flatMap(({ value }) => pathsOf(value, [folder]).slice(0, 1))
    .filter((path) => !isCompose(path) && repository.has(path));
}

function isCompose(path: string): boolean {
  return /\.ya?ml$/.test(path);
}

function pipedBodies(named: readonly GivenWord[], { input, at }: CommandPlace, tell: Tell): HclBody[] {
  const isPiped = named.some((word) => wordText(word) === '-');
  return isPiped && input !== undefined && 'text' in input ? [readHcl(at.source, tell, input.text)] : [];
}

/** Whether the files are the command's own, and those of them that could not be read. */
function leftOf(
  named: readonly GivenWord[],
  paths: readonly string[],
  { input }: CommandPlace,
): Pick<BakeFiles, 'areOwn' | 'unknown'> {
  const isRead = (word: GivenWord): boolean => {
    const path = wordText(word);
    if (path === '-') return input !== undefined && 'text' in input;
    return path !== undefined && paths.some((one) => one.endsWith(path.replace(/^.*\//, '')));
  };
  const unread = named.filter((word) => !isRead(word));
  const areOwn = paths.some((path) => !isDefaultFile(path)) || named.some((word) => wordText(word) === '-');
  return {
    areOwn,
    unknown: unread.map((word) => {
      const path = wordText(word);
      return path === undefined ? unknownOf(word) : { what: `the Bake file ${path}`, at: word.at };
    }),
  };
}
