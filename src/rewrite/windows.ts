import type { TracedRun } from '../flow/trace.ts';
import type { TextEdit } from './edit.ts';
import { isRefusal, type Refusal, type Rewrite, type RewriteFacts, whereIs } from './rewrite.ts';

/** True for a RUN in a Windows container, as far as the file tells. */
function isOnWindows({ home }: TracedRun): boolean {
  return /^[A-Z]:/.test(home);
}

/** A mount that gives nothing but a variable. */
const VARIABLE = /type=secret,id=[^,\s]+,env=[^,\s]+(?:,required=true)?(?![^\s]*target=)/;

/**
 * What of a rewrite holds in a Windows container: a secret comes there as a variable. Files need a tmpfs, which Windows has
 * not, or a target and a BuildKit of July 2026 (moby/buildkit 5273, 6944), agents are not known (4837), and the builder of
 * the Windows engine has no mounts at all.
 */
export function onWindows(rewrite: Rewrite | Refusal, { file, trace }: RewriteFacts): Rewrite | Refusal {
  if (isRefusal(rewrite)) return rewrite;
  const given = trace.runs.flatMap((run) => {
    const mounts = isOnWindows(run) ? mountsIn(rewrite.edits, run) : [];
    return mounts.length === 0 ? [] : [{ instruction: run.instruction, mounts }];
  });
  if (given.length === 0) return rewrite;
  const where = whereIs(
    { file },
    given.map(({ instruction }) => instruction),
  );
  if (!given.every(({ mounts }) => mounts.every((mount) => VARIABLE.test(mount))))
    return {
      refused: `the RUN on ${where} runs in a Windows container, where BuildKit mounts neither files nor agents; mount it as a variable (env=), or do that step in a Linux stage and copy what it makes`,
    };
  const doubt = `the RUN on ${where} runs in a Windows container: mounts need BuildKit (docker buildx with a Windows builder), and the builder of the Windows engine has none`;
  return { ...rewrite, doubts: [...rewrite.doubts, doubt] };
}

function mountsIn(edits: readonly TextEdit[], { instruction: { span } }: TracedRun): string[] {
  return edits
    .filter(({ start, end }) => start >= span.start && end <= span.end)
    .flatMap(({ text }) => text.match(/--mount=\S+/g) ?? []);
}
