import type { SourceText } from '../../dockerfile/source-text.ts';
import type { Rewrite } from '../../rewrite/rewrite.ts';
import { takesByName } from '../../rewrite/takings.ts';
import type { DockerfileAudit } from '../audit-dockerfile.ts';

/** What stands against a rewrite in the other Dockerfiles of its context. */
export interface Objection {
  doubts: string[];
  /** It would break one of them. */
  refused?: string;
}

interface Audited {
  file: { name: string; texts: { ignore?: SourceText } };
  audit: Pick<DockerfileAudit, 'facts'>;
}

/** An audited Dockerfile, and what was made of it. */
export interface Outcome {
  audited: Audited;
  mended: { done: readonly { rewrite: Rewrite }[] };
}

/**
 * What a file that is left out of a context means for the other Dockerfiles which share its ignore file: those that copy it
 * still, as no rewrite of theirs is made.
 */
export function objectionTo(rewrite: Rewrite, { file }: Audited, all: readonly Outcome[]): Objection {
  const { leavesOut } = rewrite;
  const path = file.texts.ignore?.path;
  if (leavesOut === undefined || !rewrite.edits.some(({ source }) => source.path === path))
    return { doubts: [] };
  const sharing = all.filter(
    ({ audited, mended }) =>
      audited.file.name !== file.name &&
      audited.file.texts.ignore?.path === path &&
      !mended.done.some((one) => one.rewrite.leavesOut === leavesOut),
  );
  const others = sharing.filter(({ audited }) =>
    audited.audit.facts.secrets.some(({ by, name }) => by === 'file' && name === leavesOut),
  );
  const namesOf = (some: readonly Outcome[]) => some.map(({ audited }) => audited.file.name).join(', ');
  const broken = sharing.filter(({ audited }) => takesByName(leavesOut, audited.audit.facts));
  if (broken.length > 0)
    return {
      doubts: [],
      refused: `${path} is that of ${namesOf(broken)} too, where ${leavesOut} is taken by its name, or by a variable; mend that first, or give ${file.name} an ignore file of its own, ${file.name}.dockerignore`,
    };
  return others.length === 0
    ? { doubts: [] }
    : { doubts: [`${path} is that of ${namesOf(others)} too, which no longer gets ${leavesOut}`] };
}
