import { setImmediate as turn } from 'node:timers/promises';
import { GivenUp } from '../../config/patience.ts';
import { applyEdits } from '../../rewrite/apply-edits.ts';
import type { TextEdit } from '../../rewrite/edit.ts';
import type { SecretNeed } from '../../rewrite/need.ts';
import type { RewriteOptions } from '../../rewrite/rewrite.ts';
import type { Finding } from '../finding.ts';
import type { DockerfilesRun } from '../run-dockerfiles.ts';
import type { AuditedFile } from './audited-file.ts';
import { optionsFor, withBuildDoubts } from './build-doubts.ts';
import { type AskedBuilds, buildFixes } from './build-fixes.ts';
import type { AuditableFile } from './dockerfile-texts.ts';
import { type MendedFile, mendAll } from './mend-all.ts';
import { missingNeeds } from './missing-needs.ts';
import type { Offer } from './offers.ts';
import { objectionTo } from './shared-ignore.ts';

/** What rewriting makes of the files of a run. */
export interface FixPlan {
  changes: readonly FileChange[];
  /** Rewrites that are made, by their titles. */
  done: readonly PlannedFix[];
  /** Rewrites that a person has to look at first, with what there is to decide. */
  held: readonly PlannedFix[];
  refused: readonly PlannedFix[];
  /** For builds that no file was found of, or that no edit could be made for. */
  commands: readonly string[];
  remarks: readonly string[];
  /** Some of it took longer than it may: `refused` says what. */
  isCut: boolean;
}

export interface PlannedFix {
  file: string;
  title: string;
  doubts: readonly string[];
}

/** A file as it is to be written. */
export interface FileChange {
  /** Relative to the working folder, as in the report; `<stdin>` for standard input. */
  path: string;
  before: string;
  after: string;
}

/**
 * Rewrites all files of a run in memory, with the builds and ignore files that go with them. Each has the time of a
 * Dockerfile, and their builds together once more: what takes longer stays as it is.
 *
 * @throws GivenUp when the user wants no more of it
 */
export async function planFixes(
  run: DockerfilesRun,
  options: RewriteOptions,
  wanted: Wanted,
): Promise<FixPlan> {
  const mend = mender(options, wanted);
  const mended: Outcome[] = [];
  const late: PlannedFix[] = [];
  for (const audited of run.files) {
    // A signal is heard between two files.
    await turn();
    const outcome = inTime(run, () => mend(audited));
    if (outcome instanceof GivenUp) late.push(tooLate(audited.file.name, outcome));
    else mended.push(outcome);
  }
  const together = inTime(run, () => {
    const plans = inAgreement(mended, mend).map((outcome) => planOf(outcome, wanted));
    return { plans, supplied: buildFixes(plans.map(({ asked }) => asked)) };
  });
  if (together instanceof GivenUp) {
    const refused = [...late, ...mended.map(({ audited: { file } }) => tooLate(file.name, together))];
    return { done: [], held: [], refused, commands: [], remarks: [], changes: [], isCut: true };
  }
  const plan = joined(together);
  return { ...plan, refused: [...plan.refused, ...late], isCut: late.length > 0 };
}

function joined({ plans, supplied }: Together): Omit<FixPlan, 'isCut'> {
  const edits = new EditedFiles();
  for (const { mended } of plans) edits.mend(mended);
  edits.edit(supplied.edits);
  return {
    done: plans.flatMap(({ done }) => done),
    held: eachOnce(plans.flatMap(({ held }) => held)),
    refused: eachOnce(plans.flatMap(({ refused }) => refused)),
    commands: supplied.commands,
    remarks: supplied.remarks,
    changes: edits.changes(),
  };
}

/** @throws GivenUp when it is the user who wants no more of it */
function inTime<T>({ inTime: within, isEnded }: DockerfilesRun, work: () => T): T | GivenUp {
  try {
    return within(work);
  } catch (error) {
    if (!(error instanceof GivenUp) || isEnded()) throw error;
    return error;
  }
}

function tooLate(file: string, { message }: GivenUp): PlannedFix {
  return { file, title: 'its secrets', doubts: [message] };
}

interface Wanted {
  unsafe: boolean;
  counts(finding: Finding): boolean;
}

interface Together {
  plans: readonly FilePlan[];
  supplied: ReturnType<typeof buildFixes>;
}

interface FilePlan extends Pick<FixPlan, 'done' | 'held' | 'refused'> {
  mended: MendedFile;
  asked: AskedBuilds;
}

interface Outcome {
  audited: AuditedFile;
  mended: MendedFile;
}

type Mend = (audited: AuditedFile, objection?: AuditableFile['objection']) => Outcome;

function mender(options: RewriteOptions, { unsafe, counts }: Wanted): Mend {
  return (audited, objection) => {
    const alone = suppressedIn(audited.audit.findings);
    // The file is audited anew as it is rewritten: then nobody says what a configuration or a baseline suppresses.
    const matters = (finding: Finding): boolean => counts(finding) && !alone.has(finding.fingerprint);
    const file = { ...withBuildDoubts(audited), ...(objection && { objection }) };
    return { audited, mended: mendAll(file, optionsFor(options, audited), unsafe, matters) };
  };
}

/** Dockerfiles that share an ignore file are mended again where what one leaves out is what another one still copies. */
function inAgreement(all: readonly Outcome[], mend: Mend): readonly Outcome[] {
  const disputed = new Set<string>();
  for (const { audited, mended } of all)
    for (const { rewrite } of mended.done) {
      const { doubts, refused } = objectionTo(rewrite, audited, all);
      if (rewrite.leavesOut !== undefined && (doubts.length > 0 || refused !== undefined))
        disputed.add(rewrite.leavesOut);
    }
  return all.map((one) => {
    const isIn = one.mended.done.some(({ rewrite }) => disputed.has(rewrite.leavesOut ?? ''));
    return isIn ? mend(one.audited, (rewrite) => objectionTo(rewrite, one.audited, all)) : one;
  });
}

function planOf({ audited, mended }: Outcome, { unsafe }: Wanted): FilePlan {
  const { builds, repository } = audited;
  const { name: file, done, held, refused } = mended;
  const planned = ({ rewrite }: Offer): PlannedFix => ({ file, ...rewrite });
  const missing = unsafe ? missingNeeds(audited).map(({ need }) => need) : [];
  const needs = distinct([...done.flatMap(({ rewrite }) => rewrite.needs), ...missing]);
  return {
    mended,
    asked: { builds, needs, ...(repository && { repository }) },
    done: done.map(planned),
    held: held.map(planned),
    refused: refused.map(({ finding, reason }) => ({ file, title: nameOf(finding), doubts: [reason] })),
  };
}

/** Several findings may be held back for one reason. */
function eachOnce(fixes: readonly PlannedFix[]): PlannedFix[] {
  const keys = fixes.map(({ file, title, doubts }) => JSON.stringify([file, title, doubts]));
  return fixes.filter((_, at) => keys.indexOf(keys[at] ?? '') === at);
}

function suppressedIn(findings: readonly Finding[]): ReadonlySet<string> {
  return new Set(findings.flatMap(({ suppressed, fingerprint }) => (suppressed ? [fingerprint] : [])));
}

function nameOf({ rule, secret }: Finding): string {
  return `${rule} ${secret.name ?? secret.kind ?? ''}`.trim();
}

function distinct(needs: readonly SecretNeed[]): SecretNeed[] {
  return [...new Map(needs.map((need) => [JSON.stringify(need), need])).values()];
}

/** Files by their paths, with what becomes of them. */
class EditedFiles {
  readonly #changes = new Map<string, FileChange>();

  /** A Dockerfile, and its ignore file where it got lines. */
  mend({ name, before, texts }: MendedFile): void {
    this.replace(name, before.dockerfile, texts.dockerfile);
    if (texts.ignore !== undefined)
      this.append(texts.ignore.path, before.ignore?.text ?? '', texts.ignore.text);
  }

  replace(path: string, before: string, after: string): void {
    const known = this.#changes.get(path);
    if (before === after && known === undefined) return;
    this.#changes.set(path, { path, before: known?.before ?? before, after });
  }

  /** What several Dockerfiles of one context add to its ignore file, each line once. */
  append(path: string, before: string, after: string): void {
    const known = this.#changes.get(path)?.after ?? before;
    const there = new Set(known.split(/\r?\n/));
    const added = after
      .slice(before.length)
      .split(/(?<=\n)/)
      .filter((line) => !there.has(line.trim()));
    this.replace(path, before, known + added.join(''));
  }

  /** Edits of build files, which fit together. */
  edit(edits: readonly TextEdit[]): void {
    const before = new Map(edits.map(({ source }) => [source.path, source.text]));
    for (const { path, text } of applyEdits(edits) ?? []) this.replace(path, before.get(path) ?? '', text);
  }

  changes(): FileChange[] {
    return [...this.#changes.values()].filter(({ before, after }) => before !== after);
  }
}
