import type { TextEdit } from '../../rewrite/edit.ts';
import type { SecretNeed } from '../../rewrite/need.ts';
import type { JudgedBuild } from '../rule.ts';

/** What whoever builds has to change with a rewritten Dockerfile. */
export interface BuildFixes {
  edits: TextEdit[];
  /** To be pasted where no file can be edited. */
  commands: string[];
  remarks: string[];
}

/** The other half of a rewrite: every build that is known supplies what the Dockerfile mounts now. */
export function buildFixes(_builds: readonly JudgedBuild[], needs: readonly SecretNeed[]): BuildFixes {
  const flags = needs.flatMap(flagOf);
  const commands = flags.length === 0 ? [] : [`docker build ${flags.join(' ')} .`];
  return { edits: [], commands, remarks: [] };
}

function flagOf({ kind, id, argument, file }: SecretNeed): string[] {
  if (kind === 'nothing') return [];
  if (kind === 'ssh') return [file === undefined ? '--ssh default' : `--ssh default=${file}`];
  if (file !== undefined) return [`--secret id=${id},src=${file}`];
  return [`--secret id=${id},env=${argument ?? id.toUpperCase()}`];
}
