import type { Skipped } from '../finding.ts';
import type { Tree } from '../tree.ts';

/** What an audit of changes looks at: two states, of which it tells what is new in the second. */
export interface Changes {
  /** Dockerfiles and folders; as given where absent. */
  paths?: readonly string[];
  /** What is audited. */
  now: Tree;
  before: Tree;
  /** What changed, as reports call it. */
  changed: ReadonlySet<string>;
  /** What a file was called before, by what it is called now. */
  renamed: ReadonlyMap<string, string>;
  /** What the second state comes after: `the last commit`. */
  since: string;
  skipped: readonly Skipped[];
  notes: readonly Skipped[];
  /** What of the two states could not be read by now, as git does not have it here. */
  holes(): Skipped[];
}
