import { ROOT } from '../command/paths.ts';
import { folderOf } from '../repository.ts';
import { folderOfValue } from '../script/words.ts';
import { concat, templateOf, text, type Value } from '../value.ts';

/** Functions that put paths together. */
export const JOINS =
  /^(?:(?:\w+\.)*path\.(?:posix\.)?(?:join|resolve)|join|resolve|joinpath|path\.joinpath|join_path)$/;
export const DIRNAME = /^(?:(?:\w+\.)*path\.(?:posix\.)?dirname|dirname)$/;
export const WORKING_FOLDER = /^(?:process\.cwd|os\.getcwd|getcwd|(?:\w+\.)?Path\.cwd|config\.main_dir|pwd)$/;

/** What a path of names stands for that says where a program's file lies. */
export function ownPath(path: readonly string[], file: string): Value | undefined {
  switch (path.join('.')) {
    case '__dirname':
    case 'import.meta.dirname':
    case 'import.meta.dir':
      return text(ROOT + folderOf(file));
    case '__file__':
    case '__filename':
    case 'import.meta.url':
    case 'import.meta.filename':
      return text(ROOT + file);
    default:
      return undefined;
  }
}

/** Paths one behind the other; what is absolute begins anew. */
export function joinPaths(parts: readonly Value[]): Value {
  const from = parts.findLastIndex((part) => /^[/\uE001]/.test(templateOf(part)));
  const relevant = parts.slice(Math.max(0, from)).filter((part) => part.length > 0);
  return concat(...relevant.flatMap((part, at) => (at === 0 ? [part] : [text('/'), part])));
}

/** The folder of a path, some levels up. */
export function folderUp(value: Value, levels = 1): Value {
  let folder = value;
  for (let level = 0; level < Math.min(levels, 32); level += 1) folder = folderOfValue(folder);
  const root = ROOT.slice(0, -1);
  return folder.length === 1 && folder[0]?.kind === 'text' && folder[0].text === root ? text(ROOT) : folder;
}
