import type { BuildPath, FilePlace } from '../../build/build-path.ts';
import type { Builds } from '../../build/read-builds.ts';
import { folderOf } from '../../build/repository.ts';
import type { SecretNeed } from '../need.ts';
import { formOf } from './form.ts';
import { asNamed } from './line-edits.ts';
import { type Supply, suppliesOf } from './supply.ts';
import { variableFor } from './variable-value.ts';

/** What a build has to do about each need, in the words of whoever describes it. */
export function suppliesFor(path: BuildPath, needs: readonly SecretNeed[], builds: Builds): Supply[] {
  const supplies = asNamed(suppliesOf(path, needs, folderFor(path, builds)), path, wordsIn(path, builds));
  if (!['compose', 'bake'].includes(formOf(path))) return supplies;
  return supplies.map((supply) => ({ ...supply, clashes: supply.clashes || isFromAnother(supply, path) }));
}

/** The flags that stand on the command lines of a build's file. */
export function wordsIn({ at: { source } }: BuildPath, { files }: Builds): FilePlace[] {
  const builds = files.flatMap((file) => file.builds).filter(({ line, at }) => line && at.source === source);
  return builds.flatMap(({ args }) => args.flatMap(({ flag }) => (flag?.source === source ? [flag] : [])));
}

/** A file has no assignments: a secret of another variable than the argument's has another value. */
function isFromAnother(supply: Supply, { secrets }: BuildPath): boolean {
  if (!supply.isThere || supply.given.length === 0 || supply.source.kind !== 'variable') return false;
  const from = secrets.find(({ id }) => id === supply.id)?.from;
  const [part] = from?.value ?? [];
  return from?.kind === 'variable' && part?.kind === 'variable' && part.name !== variableFor(supply).name;
}

/** Compose and Bake take files from where their own file lies, a command from where it runs, an action from the root. */
function folderFor(path: BuildPath, builds: Builds): string {
  const form = formOf(path);
  const file = builds.files.find((one) => one.builds.includes(path));
  if ((form === 'compose' || form === 'bake') && file !== undefined) return folderOf(file.path);
  return path.line?.folder ?? '.';
}
