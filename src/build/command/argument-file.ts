import type { GivenArgument, Unknown } from '../build-path.ts';
import type { Repository } from '../repository.ts';
import { text } from '../value.ts';
import type { GivenWord } from './flags.ts';
import { type Folders, pathsOf, told } from './paths.ts';

/** The build arguments of podman's `--build-arg-file`: `NAME=value` lines, `#` begins a comment. */
export function argumentFile(
  { value, at }: GivenWord,
  folders: Folders,
  repository: Repository,
): (GivenArgument | Unknown)[] {
  const [source] = pathsOf(value, folders).flatMap((path) => repository.source(path) ?? []);
  if (source === undefined) return [{ what: `the file ${told(value)}`, at }];
  return Array.from(source.text.matchAll(/^[ \t]*([A-Za-z_]\w*)=(.*)$/gm), (line) => {
    const [whole, name = '', given = ''] = line;
    const start = line.index + whole.indexOf(name);
    return { name, value: text(given.trimEnd()), at: { source, start, end: line.index + whole.length } };
  });
}
