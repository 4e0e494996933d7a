/** The lines of a file that a change touched; all of them for a new file. */
export type ChangedLines = ReadonlySet<number> | 'all';

const HUNK = /^@@ -\d+(?:,(?<removed>\d+))? \+(?<start>\d+)(?:,(?<added>\d+))? @@/;
const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
};

/**
 * Which lines a patch without context (`git diff -U0`) touches, by the path of the file as it is now. Of lines that were
 * only taken out, those on both sides.
 */
export function changedLines(patch: string): Map<string, ChangedLines> {
  const files = new Map<string, ChangedLines>();
  let lines = new Set<number>();
  let isNew = false;
  // What stands in a hunk may look like a header.
  let inHunk = 0;
  const all = patch.split('\n');
  // A hunk has no more lines than the patch, whatever it says.
  const most = all.length;
  for (const line of all) {
    if (inHunk > 0) {
      if (!line.startsWith('\\')) inHunk -= 1;
    } else if (line.startsWith('diff --git ')) isNew = false;
    else if (line === '--- /dev/null') isNew = true;
    else if (line.startsWith('+++ ')) {
      lines = new Set();
      const path = pathOf(line.slice(4));
      if (path !== undefined) files.set(path, isNew ? 'all' : lines);
    } else {
      const { removed = '1', start, added = '1' } = HUNK.exec(line)?.groups ?? {};
      if (start === undefined) continue;
      inHunk = Number(removed) + Number(added);
      const first = Number(start);
      if (!Number.isSafeInteger(first + most)) continue;
      const last = Math.min(added === '0' ? first + 1 : first + Number(added) - 1, first + most);
      for (let at = first; at <= last; at += 1) lines.add(at);
    }
  }
  return files;
}

/** `b/path`, quoted as in C where it has to be; a tab ends one with blanks. */
function pathOf(text: string): string | undefined {
  const plain = text.startsWith('"') ? unquoted(text) : text.replace(/\t$/, '');
  return plain.startsWith('b/') ? plain.slice(2) : undefined;
}

function unquoted(text: string): string {
  const bytes = text
    .replace(/^"|"\t?$/g, '')
    .replace(/\\([0-7]{3}|.)/g, (_, code: string) =>
      code.length === 3 ? String.fromCharCode(Number.parseInt(code, 8)) : (ESCAPES[code] ?? code),
    );
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
