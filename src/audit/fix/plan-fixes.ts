import type { SourceText } from '../../dockerfile/source-text.ts';
import { applyEdits } from '../../rewrite/apply-edits.ts';
import type { TextEdit } from '../../rewrite/edit.ts';
import type { SecretNeed } from '../../rewrite/need.ts';
import type { RewriteOptions } from '../../rewrite/rewrite.ts';
import type { Finding } from '../finding.ts';
import type { DockerfilesRun } from '../run-dockerfiles.ts';
import { buildFixes } from './build-fixes.ts';
import { mendAll } from './mend-all.ts';

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
  const plan = { done: [], held: [], refused: [], commands: [], remarks: [] } as Lists;
  const edits = new EditedFiles();
  for (const { file, builds, audit } of run.files) {
    const alone = new Set(
      audit.findings.flatMap(({ suppressed, fingerprint }) => (suppressed ? [fingerprint] : [])),
    );
    // The file is audited anew as it is rewritten: then nobody says what a configuration or a baseline suppresses.
    const matters = (finding: Finding): boolean => counts(finding) && !alone.has(finding.fingerprint);
    const { name, before, texts, done, held, refused } = mendAll(file, options, unsafe, matters);
    edits.replace(name, before.dockerfile, texts.dockerfile);
    if (texts.ignore !== undefined)
      edits.replace(texts.ignore.path, before.ignore?.text ?? '', texts.ignore.text);
    const planned = ({ rewrite }: (typeof done)[number]): PlannedFix => ({ file: name, ...rewrite });
    plan.done.push(...done.map(planned));
    plan.held.push(...held.map(planned));
    plan.refused.push(
      ...refused.map(({ finding, reason }) => ({ file: name, title: nameOf(finding), doubts: [reason] })),
    );
    const supplied = buildFixes(builds, distinct(done.flatMap(({ rewrite }) => rewrite.needs)));
    edits.edit(supplied.edits);
    plan.commands.push(...supplied.commands);
    plan.remarks.push(...supplied.remarks);
  }
  const unique = { commands: [...new Set(plan.commands)], remarks: [...new Set(plan.remarks)] };
  return { ...plan, ...unique, changes: edits.changes() };
}

type Lists = { [Key in 'done' | 'held' | 'refused']: PlannedFix[] } & {
  commands: string[];
  remarks: string[];
};

function nameOf({ rule, secret }: Finding): string {
  return `${rule} ${secret.name ?? secret.kind ?? ''}`.trim();
}

function distinct(needs: readonly SecretNeed[]): SecretNeed[] {
  return [...new Map(needs.map((need) => [JSON.stringify(need), need])).values()];
}

/** Files by their paths, with what becomes of them. */
class EditedFiles {
  readonly #changes = new Map<string, FileChange>();
  readonly #edits = new Map<SourceText, TextEdit[]>();

  replace(path: string, before: string, after: string): void {
    const known = this.#changes.get(path);
    if (before === after && known === undefined) return;
    this.#changes.set(path, { path, before: known?.before ?? before, after });
  }

  /** Edits of build files; the same edit that two builds ask for is made once. */
  edit(edits: readonly TextEdit[]): void {
    for (const edit of edits) {
      const others = this.#edits.get(edit.source) ?? [];
      const isKnown = others.some(
        ({ start, end, text }) => start === edit.start && end === edit.end && text === edit.text,
      );
      if (!isKnown) others.push(edit);
      this.#edits.set(edit.source, others);
    }
  }

  changes(): FileChange[] {
    for (const [source, edits] of this.#edits)
      this.replace(source.path, source.text, applyEdits(source.text, edits));
    return [...this.#changes.values()].filter(({ before, after }) => before !== after);
  }
}
