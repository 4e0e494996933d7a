import { relative, resolve, sep } from 'node:path';
import type { Location } from '../finding.ts';
import { InputError } from '../read-dockerfile.ts';
import { type ChangedLines, changedLines } from './diff-lines.ts';
import { askGit, needGit, workTree } from './git.ts';
import { placesOf, type Scope } from './scope.ts';
import type { Changes } from './staged.ts';

const PATCH = [
  'diff',
  '--unified=0',
  '--inter-hunk-context=0',
  '--find-renames',
  '--no-color',
  '--no-ext-diff',
  '--no-textconv',
  '--no-relative',
  '--ignore-submodules',
  '--src-prefix=a/',
  '--dst-prefix=b/',
];
const DEEPER = 'fetch more of it: git fetch --deepen=100, or check it out with its history (fetch-depth: 0)';
const IGNORE_FILE = /(?:^|\.|\/)(?:docker|container)ignore$/;

/**
 * What changed since the work tree parted from another branch or commit: findings of which no place did are left out.
 *
 * @throws InputError when git does not know it, or not where they parted
 */
export async function changesSince(reference: string): Promise<Changes> {
  const [base, root] = await Promise.all([mergeBase(reference), workTree()]);
  const [patch, untracked] = await Promise.all([
    needGit([...PATCH, base, '--']),
    needGit(['ls-files', '--others', '--exclude-standard', '-z', '--full-name', ':/']),
  ]);
  const shown = (path: string) => relative('.', resolve(root, path)).split(sep).join('/');
  const lines = new Map<string, ChangedLines>();
  for (const [path, changed] of changedLines(patch)) lines.set(shown(path), changed);
  for (const path of untracked.split('\0')) if (path !== '') lines.set(shown(path), 'all');
  return { scope: sinceScope(lines, reference), skipped: [], notes: [] };
}

/** Its id. */
async function mergeBase(reference: string): Promise<string> {
  const known = reference.startsWith('-')
    ? undefined
    : await askGit(['rev-parse', '--verify', '--quiet', `${reference}^{commit}`]);
  if (known?.code !== 0) {
    const shallow = await isShallow();
    const hint = shallow
      ? `this clone is shallow; ${DEEPER}`
      : 'fetch it first, or look for its name with git branch --all';
    throw new InputError(`--since: git knows no commit or branch ${reference}; ${hint}`);
  }
  const { code, stdout } = await askGit(['merge-base', known.stdout.trim(), 'HEAD']);
  if (code === 0) return stdout.trim();
  const hint = (await isShallow()) ? `this clone is shallow; ${DEEPER}` : 'name a commit that it comes from';
  throw new InputError(`--since: git does not know where this branch and ${reference} parted; ${hint}`);
}

async function isShallow(): Promise<boolean> {
  return (await needGit(['rev-parse', '--is-shallow-repository'])).trim() === 'true';
}

function sinceScope(lines: ReadonlyMap<string, ChangedLines>, reference: string): Scope {
  const isContext = [...lines.keys()].some((path) => IGNORE_FILE.test(path));
  return {
    outside: `in what has not changed since ${reference}`,
    isShown: (finding) =>
      (isContext && finding.rule === 'copied-credential-file') ||
      placesOf(finding).some((place) => isChanged(place, lines)),
    isTold: () => true,
    isAudited: () => true,
  };
}

function isChanged(place: Location, files: ReadonlyMap<string, ChangedLines>): boolean {
  const lines = place.kind === 'source' ? files.get(place.path) : undefined;
  if (lines === undefined || place.kind !== 'source') return false;
  if (lines === 'all') return true;
  for (let line = place.startLine; line <= place.endLine; line += 1) if (lines.has(line)) return true;
  return false;
}
