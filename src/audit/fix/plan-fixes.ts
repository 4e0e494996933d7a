import { applyEdits } from '../../rewrite/apply-edits.ts';
import type { TextEdit } from '../../rewrite/edit.ts';
import type { SecretNeed } from '../../rewrite/need.ts';
import type { RewriteOptions } from '../../rewrite/rewrite.ts';
import type { Finding } from '../finding.ts';
import type { DockerfilesRun } from '../run-dockerfiles.ts';
import type { AuditedFile } from './audited-file.ts';
import { optionsFor, withBuildDoubts } from './build-doubts.ts';
import { buildFixes } from './build-fixes.ts';
import type { AuditableFile } from './dockerfile-texts.ts';
import { type MendedFile, mendAll } from './mend-all.ts';
import { missingNeeds } from './missing-needs.ts';
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

/** Rewrites all files of a run in memory, with the builds and ignore files that go with them. */
export function planFixes(
  run: DockerfilesRun,
  options: RewriteOptions,
  { unsafe, counts }: { unsafe: boolean; counts(finding: Finding): boolean },
): FixPlan {
  const lists: Lists = { done: [], held: [], refused: [] };
  const edits = new EditedFiles();
  const mend = (audited: AuditedFile, objection?: AuditableFile['objection']): Outcome => {
    const alone = suppressedIn(audited.audit.findings);
    // The file is audited anew as it is rewritten: then nobody says what a configuration or a baseline suppresses.
    const matters = (finding: Finding): boolean => counts(finding) && !alone.has(finding.fingerprint);
    const file = { ...withBuildDoubts(audited), ...(objection && { objection }) };
    return { audited, mended: mendAll(file, optionsFor(options, audited), unsafe, matters) };
  };
  const asked = inAgreement(
    run.files.map((audited) => mend(audited)),
    mend,
  ).map(({ audited, mended }) => {
    const { builds, mend: mendBuilds } = audited;
    const { name, before, texts, done } = mended;
    edits.replace(name, before.dockerfile, texts.dockerfile);
    if (texts.ignore !== undefined)
      edits.append(texts.ignore.path, before.ignore?.text ?? '', texts.ignore.text);
    addTo(lists, mended);
    const missing = unsafe ? missingNeeds(audited).map(({ need }) => need) : [];
    const needs = distinct([...done.flatMap(({ rewrite }) => rewrite.needs), ...missing]);
    return { builds, needs, ...(mendBuilds && { mend: mendBuilds }) };
  });
  const supplied = buildFixes(asked);
  edits.edit(supplied.edits);
  const once = { done: lists.done, held: eachOnce(lists.held), refused: eachOnce(lists.refused) };
  return { ...once, commands: supplied.commands, remarks: supplied.remarks, changes: edits.changes() };
}

function addTo(lists: Lists, { name, done, held, refused }: MendedFile): void {
  const planned = ({ rewrite }: (typeof done)[number]): PlannedFix => ({ file: name, ...rewrite });
  lists.done.push(...done.map(planned));
  lists.held.push(...held.map(planned));
  lists.refused.push(
    ...refused.map(({ finding, reason }) => ({ file: name, title: nameOf(finding), doubts: [reason] })),
  );
}

interface Outcome {
  audited: AuditedFile;
  mended: MendedFile;
}

/** Dockerfiles that share an ignore file are mended again where what one leaves out is what another one still copies. */
function inAgreement(
  all: readonly Outcome[],
  mend: (audited: AuditedFile, objection: AuditableFile['objection']) => Outcome,
): readonly Outcome[] {
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

function suppressedIn(findings: readonly Finding[]): ReadonlySet<string> {
  return new Set(findings.flatMap(({ suppressed, fingerprint }) => (suppressed ? [fingerprint] : [])));
}

/** Several findings may be held back for one reason. */
function eachOnce(fixes: readonly PlannedFix[]): PlannedFix[] {
  const keys = fixes.map(({ file, title, doubts }) => JSON.stringify([file, title, doubts]));
  return fixes.filter((_, at) => keys.indexOf(keys[at] ?? '') === at);
}

type Lists = { [Key in 'done' | 'held' | 'refused']: PlannedFix[] };

function nameOf({ rule, secret }: Finding): string {
  return `${rule} ${secret.name ?? secret.kind ?? ''}`.trim();
}

function distinct(needs: readonly SecretNeed[]): SecretNeed[] {
  return [...new Map(needs.map((need) => [JSON.stringify(need), need])).values()];
}

/** Files by their paths, with what becomes of them. */
class EditedFiles {
  readonly #changes = new Map<string, FileChange>();

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
