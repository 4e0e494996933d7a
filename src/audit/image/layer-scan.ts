import type { Limits } from '../../config/limits.ts';
import type { Patience } from '../../config/patience.ts';
import type { CredentialScanner } from '../../credentials/scanner.ts';
import type { FileSink, Layer, LayerEntry, LayerVisitor, Skip } from '../../image/image.ts';
import { normalisePath } from '../../image/tar/layer-entry.ts';
import { fileOf, type Leak } from '../leak.ts';
import { EntryLog } from './entry-log.ts';
import { type FileScanFor, scanFile } from './file-scan.ts';
import type { LayerPlace } from './layer-place.ts';
import { NameScan } from './name-scan.ts';

/** What one layer holds by itself. */
export interface LayerScan {
  /** In files of this layer, each at its place in `image`. */
  leaks: readonly Leak[];
  /** Files with more credentials than are kept. */
  crowded: readonly string[];
  /** How many doubtful ones were not kept. */
  doubtful: number;
  entries: EntryLog;
  /** What was not looked into. */
  skips: readonly Skip[];
  /** Archives that are damaged. */
  notes: readonly Skip[];
}

/** Data can be full of names that only look like secrets: they take no room from others. */
const MOST_DOUBTFUL = 2000;
/** Archives that are not looked into, told one by one; the rest is counted. */
const MOST_SKIPS = 20;

/**
 * Finds the credentials in a layer's files.
 *
 * @param progress is told how many stored bytes were read
 * @returns what it holds, and its diffID where it was read whole and is what it is said to be
 */
export async function scanLayer(
  { entries, limits, patience }: Pick<Layer, 'entries' | 'limits' | 'patience'>,
  place: LayerPlace,
  scanner: CredentialScanner,
  progress?: (bytes: number) => void,
): Promise<{ scan: LayerScan; diffId?: string }> {
  const scan = new Scan(place, { scanner, limits, patience }, progress);
  const { diffId } = await entries(scan);
  await scan.settle();
  scan.finish();
  return { scan, ...(diffId !== undefined && { diffId }) };
}

class Scan implements LayerScan, LayerVisitor, FileScanFor {
  readonly leaks: Leak[] = [];
  readonly crowded: string[] = [];
  readonly skips: Skip[] = [];
  readonly notes: Skip[] = [];
  readonly entries = new EntryLog();
  readonly place: LayerPlace;
  readonly scanner: CredentialScanner;
  readonly limits: Limits;
  readonly patience: Patience | undefined;
  readonly read: ((bytes: number) => void) | undefined;
  doubtful = 0;
  #doubted = 0;
  #unread = 0;
  #pending: Promise<void>[] = [];
  readonly #names: NameScan;
  /** How many entries there were when a leak was found. */
  readonly #found = new Map<Leak, number>();
  /** Further names of files. */
  readonly #links: [path: string, target: string][] = [];

  constructor(
    place: LayerPlace,
    { scanner, limits, patience }: Pick<FileScanFor, 'scanner' | 'limits' | 'patience'>,
    progress?: (bytes: number) => void,
  ) {
    this.place = place;
    this.limits = limits;
    this.patience = patience;
    this.scanner = scanner;
    this.read = progress;
    this.#names = new NameScan(place, scanner, (leaks, path) => this.keep(leaks, path));
  }

  entry(entry: LayerEntry): FileSink | undefined {
    this.entries.add(entry);
    this.#names.add(entry);
    if (entry.type === 'hardlink' && entry.linkPath !== undefined)
      this.#links.push([entry.path, `/${normalisePath(entry.linkPath)}`]);
    return entry.type === 'file' && entry.whiteout === undefined
      ? scanFile(entry.path, entry.size, this)
      : undefined;
  }

  settle(): Promise<void> | undefined {
    if (this.#pending.length === 0) return undefined;
    const pending = this.#pending;
    this.#pending = [];
    return Promise.all(pending).then(() => this.settle());
  }

  later(work: Promise<void>): void {
    this.#pending.push(work);
  }

  skip(what: string, reason: string): void {
    if (this.skips.length < MOST_SKIPS) this.skips.push({ what, reason });
    else this.#unread += 1;
  }

  note(what: string, reason: string): void {
    if (this.notes.length < MOST_SKIPS) this.notes.push({ what, reason });
  }

  name(path: string, file: string): void {
    this.#names.addInner(path, file);
  }

  crowd(path: string): void {
    if (this.crowded.at(-1) !== path) this.crowded.push(path);
  }

  keep(found: readonly Leak[], path: string): void {
    for (const leak of found) {
      const isDoubtful = leak.confidence === 'possible';
      if (isDoubtful && this.#doubted >= MOST_DOUBTFUL) this.doubtful += 1;
      else if (this.leaks.length - this.#doubted >= this.limits.leaks) this.crowd(path);
      else {
        this.leaks.push(leak);
        this.#found.set(leak, this.entries.count);
        if (isDoubtful) this.#doubted += 1;
      }
    }
  }

  /** A path may stand in a tar twice: the last one is what is unpacked. */
  #overwriteRepeated(): void {
    const last = this.entries.lastOf(this.leaks.map(fileOf));
    for (const leak of this.leaks) {
      const path = fileOf(leak);
      if ((last.get(path) ?? 0) < (this.#found.get(leak) ?? 0)) continue;
      leak.at = { ...leak.at, state: 'overwritten' };
      leak.buriedBy = { ...this.place, channel: 'layer', path };
    }
  }

  /** A hard link is the file itself: deleting one of its names leaves the others. */
  finish(): void {
    this.#names.finish();
    if (this.#unread > 0)
      this.skips.push({
        what: `layer ${this.place.layer.index}`,
        reason: `${this.#unread} more archives not looked into`,
      });
    this.#overwriteRepeated();
    const targets = new Map<string, Leak[]>();
    for (const leak of this.#links.length === 0 ? [] : this.leaks) {
      const file = fileOf(leak);
      const others = targets.get(file);
      if (others === undefined) targets.set(file, [leak]);
      else others.push(leak);
    }
    for (const [path, target] of this.#links) {
      const found = targets.get(target) ?? [];
      const leaks = found.map((leak) => renamed(leak, path, target));
      this.keep(leaks, path);
      targets.set(path, leaks);
    }
  }
}

function renamed(leak: Leak, path: string, target: string): Leak {
  const inside = (leak.at.path ?? '').slice(target.length);
  const { buriedBy: _, ...rest } = leak;
  const at = { ...leak.at, path: path + inside, state: 'final' as const };
  return { ...rest, at, ...(leak.file !== undefined && { file: path }) };
}
