import { applyEdits } from '../../rewrite/apply-edits.ts';
import type { TextEdit } from '../../rewrite/edit.ts';
import type { SecretNeed } from '../../rewrite/need.ts';
import type { RewriteOptions } from '../../rewrite/rewrite.ts';
import type { Finding } from '../finding.ts';
import type { DockerfilesRun } from '../run-dockerfiles.ts';
import { optionsFor, withBuildDoubts } from './build-doubts.ts';
import { buildFixes } from './build-fixes.ts';
import { mendAll } from './mend-all.ts';
import { missingNeeds } from './missing-needs.ts';

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
  const asked = run.files.map((audited) => {
    const { builds, mend, audit } = audited;
    const alone = suppressedIn(audit.findings);
    // The file is audited anew as it is rewritten: then nobody says what a configuration or a baseline suppresses.
    const matters = (finding: Finding): boolean => counts(finding) && !alone.has(finding.fingerprint);
    const mended = mendAll(withBuildDoubts(audited), optionsFor(options, audited), unsafe, matters);
    const { name, before, texts, done, held, refused } = mended;
    edits.replace(name, before.dockerfile, texts.dockerfile);
    if (texts.ignore !== undefined)
      edits.append(texts.ignore.path, before.ignore?.text ?? '', texts.ignore.text);
    const planned = ({ rewrite }: (typeof done)[number]): PlannedFix => ({ file: name, ...rewrite });
    lists.done.push(...done.map(planned));
    lists.held.push(...held.map(planned));
    lists.refused.push(
      ...refused.map(({ finding, reason }) => ({ file: name, title: nameOf(finding), doubts: [reason] })),
    );
    const missing = unsafe ? missingNeeds(audited).map(({ need }) => need) : [];
    const needs = distinct([...done.flatMap(({ rewrite }) => rewrite.needs), ...missing]);
    return { builds, needs, ...(mend && { mend }) };
  });
  const supplied = buildFixes(asked);
  edits.edit(supplied.edits);
  return { ...lists, commands: supplied.commands, remarks: supplied.remarks, changes: edits.changes() };
}

function suppressedIn(findings: readonly Finding[]): ReadonlySet<string> {
  return new Set(findings.flatMap(({ suppressed, fingerprint }) => (suppressed ? [fingerprint] : [])));
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
