import type { Finding } from '../finding.ts';
import { projectKey } from '../fingerprint.ts';
import type { BaselineEntry, BaselineFile } from './baseline-file.ts';
import { imageFamily, type Mark, marksOf } from './baseline-marks.ts';

/** What a run looked at. */
interface Seen {
  paths: readonly string[];
  images: ReadonlySet<string>;
  /** Nothing was skipped. */
  isWhole: boolean;
}

/** Takes note of findings for a baseline. */
export class BaselineRecord {
  readonly #salt: string;
  readonly #key: Uint8Array;
  readonly #entries = new Map<string, BaselineEntry>();
  readonly #met = new Map<string, number>();
  readonly #pathInProject: (path: string) => string;
  /** How many findings were recorded. */
  count = 0;

  constructor(salt: string, pathInProject: (path: string) => string) {
    this.#salt = salt;
    this.#key = projectKey(salt, 'baseline');
    this.#pathInProject = pathInProject;
  }

  add(finding: Finding): void {
    this.count += 1;
    for (const mark of marksOf(finding, this.#key)) this.#mark(finding, mark);
  }

  /** Takes over the entries of an earlier baseline that this run says nothing of: all of them where it skipped anything. */
  keep(before: BaselineFile | undefined, { paths, images, isWhole }: Seen): void {
    const tops = paths.map((path) => this.#pathInProject(path));
    for (const entry of before?.salt === this.#salt ? before.entries : []) {
      const { kind, where } = entry;
      const isSeen =
        kind === 'image'
          ? images.has(where)
          : tops.some((top) => top === '' || top === '.' || where === top || where.startsWith(`${top}/`));
      if (isSeen && isWhole) continue;
      const known = this.#entries.get(entry.fingerprint);
      if (known === undefined) this.#entries.set(entry.fingerprint, entry);
      else if (!isWhole && known.count < entry.count)
        this.#entries.set(entry.fingerprint, { ...known, count: entry.count });
      this.#entries.set(entry.fingerprint, entry);
    }
  }

  /** Of several images the one with most copies counts. */
  #mark({ rule, secret: { name } }: Finding, { fingerprint, scope, location }: Mark): void {
    const key = `${scope}\n${fingerprint}`;
    const met = (this.#met.get(key) ?? 0) + 1;
    this.#met.set(key, met);
    const count = Math.max(met, this.#entries.get(fingerprint)?.count ?? 0);
    const common = { fingerprint, count, rule, ...(name !== undefined && { name }) };
    if (location.kind === 'source') {
      this.#entries.set(fingerprint, {
        ...common,
        kind: 'source',
        where: this.#pathInProject(location.path),
      });
      return;
    }
    const place = location.path ?? location.pointer ?? location.channel;
    this.#entries.set(fingerprint, { ...common, kind: 'image', where: imageFamily(location), place });
  }

  /** In an order that depends on nothing but what is in it: two runs give the same file. */
  file(): BaselineFile {
    const keyOf = ({ kind, where, rule, place = '', name = '', fingerprint }: BaselineEntry): string =>
      JSON.stringify([kind === 'source' ? 0 : 1, where, rule, place, name, fingerprint]);
    const sorted = [...this.#entries.values()]
      .map((entry) => ({ entry, key: keyOf(entry) }))
      .sort((a, b) => (a.key < b.key ? -1 : 1));
    return { version: 1, salt: this.#salt, entries: sorted.map(({ entry }) => entry) };
  }
}
