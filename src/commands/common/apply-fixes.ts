import { type FixPlan, planFixes } from '../../audit/fix/plan-fixes.ts';
import { warningsFor, writeChanges } from '../../audit/fix/write-changes.ts';
import { exitCode, type Gate, isShown } from '../../audit/gate.ts';
import { InputError } from '../../audit/read-dockerfile.ts';
import type { DockerfilesRun } from '../../audit/run-dockerfiles.ts';
import { unifiedDiff } from '../../report/diff.ts';
import { fixSummary } from '../../report/fix-summary.ts';
import { plain } from '../../report/plain-text.ts';
import { type FixFlags, rewriteOptions } from './fix-flags.ts';
import { write } from './output.ts';

/** What became of the rewrites. */
export interface AppliedFixes {
  /** Files were written: what is left is to be reported. */
  isWritten: boolean;
  /** Some took longer than they may. */
  isCut: boolean;
}

/**
 * Rewrites, and says what was done and what was not, on standard error.
 *
 * @throws InputError when a file cannot be written, or --stdout is asked for several
 * @throws GivenUp when the user wants no more of it; nothing is written then
 */
export async function applyFixes(run: DockerfilesRun, gate: Gate, flags: FixFlags): Promise<AppliedFixes> {
  const plan = await planFixes(run, rewriteOptions(flags), {
    unsafe: flags['unsafe-fixes'],
    counts: ({ confidence }) => isShown(confidence, gate),
  });
  const warnings = flags.diff || flags.stdout ? [] : await warningsFor(plan.changes);
  if (flags.diff) {
    const patch = unifiedDiff(plan.changes, run.scrub);
    await write(isForTerminal(flags) ? shownPatch(patch) : patch, flags);
    process.exitCode = exitCode(run.report, gate);
  } else if (flags.stdout) {
    await write(theOnly(run, plan), flags);
  } else await writeChanges(plan.changes);
  process.stderr.write(run.scrub(fixSummary(plan, { ...flags, warnings })));
  const isWritten = !flags.diff && !flags.stdout;
  if (plan.isCut || (flags.stdout && !run.report.complete)) process.exitCode = 2;
  return { isWritten, isCut: plan.isCut };
}

/** A patch for git keeps every character; nobody applies one from the screen. */
function isForTerminal({ output }: FixFlags): boolean {
  return output === undefined && process.stdout.isTTY;
}

function shownPatch(patch: string): string {
  return patch
    .split('\n')
    .map((line) => line.split('\t').map(plain).join('\t'))
    .join('\n');
}

function theOnly({ files }: DockerfilesRun, { changes }: FixPlan): string {
  const [only, ...others] = files;
  if (only === undefined || others.length > 0)
    throw new InputError('--stdout takes one Dockerfile, or - for standard input');
  const { name, texts } = only.file;
  return changes.find(({ path }) => path === name)?.after ?? texts.dockerfile;
}

/** True for what went wrong on the user's side: its message says it all. */
export function isTold(error: unknown): error is InputError {
  return error instanceof InputError;
}
