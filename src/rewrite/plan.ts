import type { Instruction } from '../dockerfile/instruction.ts';
import type { TracedRun } from '../flow/trace.ts';
import type { TrackedSecret } from '../flow/tracked-secret.ts';
import type { Draft } from './draft.ts';
import type { SecretNeed } from './need.ts';
import type { RewriteFacts, RewriteOptions, Style } from './rewrite.ts';
import type { RunUser } from './users.ts';

/** A rewrite of one secret in the making. */
export interface Plan {
  secret: TrackedSecret;
  facts: RewriteFacts;
  options: RewriteOptions;
  draft: Draft;
  /** Of the mounts. */
  id: string;
  style: Style;
  /** The RUNs that are to get the secret. */
  users: RunUser[];
  /** The RUNs that have it as a file where it was written before. */
  inPlace: TracedRun[];
  /** Where the script of a RUN went: into one, or into several. */
  moved: Map<Instruction, readonly Instruction[]>;
  doubts: string[];
  needs: SecretNeed[];
}

/** The RUNs that a RUN's script stands in now. */
export function placesOf({ moved }: Pick<Plan, 'moved'>, run: Instruction): readonly Instruction[] {
  return moved.get(run) ?? [run];
}
