/** A file as git keeps it. */
export interface GitFile {
  mode: string;
  id: string;
}

/** How one state of a repository differs from an earlier one; paths are those from its root. */
export interface TreeDiff {
  /** What stood at each path that is not as it was; undefined where nothing did. */
  old: Map<string, GitFile | undefined>;
  /** What a file was called, by what it is called now. */
  renamed: Map<string, string>;
  /** What is not merged. */
  conflicts: string[];
  /** Submodules that were at another commit. */
  moved: string[];
}

/** What `git diff` is asked, for `readTreeDiff`: all that a user's settings could change is said. */
export const RAW_DIFF = [
  ...['diff', '--raw', '-z', '--no-abbrev', '--find-renames', '--no-relative'],
  ...['--no-color', '--no-ext-diff', '--ignore-submodules=none'],
];
/** `:MODE MODE ID ID STATUS`: modes and ids before and after. */
const RECORD = /^:(?<mode>\d+) \d+ (?<id>[0-9a-f]+) [0-9a-f]+ (?<status>[A-Z])/;
const SUBMODULE = '160000';

/** Reads what git says to `RAW_DIFF`. Nothing is known of what stood in a submodule, nor of what is not merged: nothing did. */
export function readTreeDiff(said: string): TreeDiff {
  const diff: TreeDiff = { old: new Map(), renamed: new Map(), conflicts: [], moved: [] };
  const fields = said.split('\0');
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const { mode = '', id = '', status } = RECORD.exec(fields[at] ?? '')?.groups ?? {};
    const path = fields[at + 1] ?? '';
    const hasTwo = status === 'R' || status === 'C';
    const target = hasTwo ? (fields[at + 2] ?? '') : path;
    if (hasTwo) at += 1;
    if (status === 'U') diff.conflicts.push(path);
    if (status === 'M' && mode === SUBMODULE) diff.moved.push(path);
    if (status === 'U' || status === 'A' || hasTwo || mode === SUBMODULE) diff.old.set(target, undefined);
    else diff.old.set(path, { mode, id });
    if (status !== 'R' || mode === SUBMODULE) continue;
    diff.old.set(path, { mode, id });
    diff.renamed.set(target, path);
  }
  return diff;
}
