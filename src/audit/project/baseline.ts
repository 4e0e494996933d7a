import type { Finding, Skipped, Subject } from '../finding.ts';
import { projectKey } from '../fingerprint.ts';
import type { BaselineEntry } from './baseline-file.ts';
import { imageFamily, type Mark, marksOf } from './baseline-marks.ts';
import type { RecordedBaseline } from './project.ts';

/** The findings that were there before: those of one run are held against it one after the other. */
export class Baseline {
  readonly shown: string;
  readonly #key: Uint8Array;
  readonly #entries: ReadonlyMap<string, BaselineEntry>;
  /** How many were met, by scope and fingerprint. */
  readonly #met = new Map<string, number>();
  /** The same in the scope that has most. */
  readonly #most = new Map<string, number>();

  constructor({ file: { salt, entries }, shown }: RecordedBaseline) {
    this.shown = shown;
    this.#key = projectKey(salt, 'baseline');
    this.#entries = new Map(entries.map((entry) => [entry.fingerprint, entry]));
  }

  /** Whether every place of a finding was there before; each copy that is recorded counts once. */
  take(finding: Finding): boolean {
    return marksOf(finding, this.#key)
      .map((mark) => this.#count(mark))
      .every((isKnown) => isKnown);
  }

  #count({ fingerprint, scope }: Mark): boolean {
    const key = `${scope}\n${fingerprint}`;
    const met = (this.#met.get(key) ?? 0) + 1;
    this.#met.set(key, met);
    this.#most.set(fingerprint, Math.max(met, this.#most.get(fingerprint) ?? 0));
    return met <= (this.#entries.get(fingerprint)?.count ?? 0);
  }

  /**
   * What is recorded and was not found in what was audited.
   *
   * @param isWhole all files of the project were audited
   */
  notes(subjects: readonly Subject[], isWhole: boolean): Skipped[] {
    const families = new Set(
      subjects.flatMap(({ kind, name }) => (kind === 'image' ? [imageFamily({ image: name })] : [])),
    );
    const hasSources = isWhole && subjects.some(({ kind }) => kind !== 'image');
    const gone = [...this.#entries.values()].filter(
      ({ fingerprint, count, kind, where }) =>
        (this.#most.get(fingerprint) ?? 0) < count && (kind === 'source' ? hasSources : families.has(where)),
    ).length;
    if (gone === 0) return [];
    const what = gone === 1 ? '1 entry of the baseline is' : `${gone} entries of the baseline are`;
    return [
      {
        what: this.shown,
        reason: `${what} gone: run "audit baseline" to drop ${gone === 1 ? 'it' : 'them'}`,
      },
    ];
  }
}
