import type { CredentialScanner } from '../../credentials/scanner.ts';
import type { LayerEntry } from '../../image/image.ts';
import type { Leak } from '../leak.ts';
import { judgeText, leakOf } from './judge-text.ts';
import type { LayerPlace } from './layer-place.ts';

/** Paths are searched together, as much of them as this at once. */
const BATCH = 64 * 1024;
/** How a leak says that it is in the file's name. */
const IN_NAME = 'file name';

/** Looks for credentials in the names of a layer's entries and in their extended attributes. */
export class NameScan {
  readonly #place: LayerPlace;
  readonly #scanner: CredentialScanner;
  readonly #keep: (leaks: readonly Leak[], path: string) => void;
  #paths: { path: string; file?: string }[] = [];
  #length = 0;

  constructor(
    place: LayerPlace,
    scanner: CredentialScanner,
    keep: (leaks: readonly Leak[], path: string) => void,
  ) {
    this.#place = place;
    this.#scanner = scanner;
    this.#keep = keep;
  }

  add({ path, linkPath, xattrs }: LayerEntry): void {
    this.#push({ path });
    if (linkPath !== undefined && this.#mayTell(linkPath)) this.#judge(path, 'link', linkPath);
    for (const [name, value] of Object.entries(xattrs ?? {})) this.#attribute(path, name, value);
  }

  /** A path within an archive. */
  addInner(path: string, file: string): void {
    this.#push({ path, file });
  }

  #push(one: { path: string; file?: string }): void {
    this.#paths.push(one);
    this.#length += one.path.length + 1;
    if (this.#length > BATCH) this.finish();
  }

  /** Searches what is left. */
  finish(): void {
    const paths = this.#paths;
    this.#paths = [];
    this.#length = 0;
    // One line each, so that a line tells the path. A slash ends a name, though base64 has it as well.
    const text = paths.map(({ path }) => path.replace(/[\n\0/]/g, ' ')).join('\n');
    for (const match of this.#scanner.scanText(text)) {
      const named = paths[(match.line ?? 0) - 1];
      if (named === undefined) continue;
      const { path, file } = named;
      const { line: _, ...rest } = match;
      const at = { ...this.#place, channel: 'layer', path, pointer: IN_NAME, state: 'final' } as const;
      this.#keep([{ ...leakOf(rest, at), ...(file !== undefined && { file }) }], path);
    }
  }

  /** Nearly no link target is worth a search of its own. */
  #mayTell(target: string): boolean {
    return target.length >= 20 && /[:@=]|[A-Za-z0-9_-]{20}/.test(target);
  }

  #judge(path: string, pointer: string, text: string): void {
    const at = { ...this.#place, channel: 'layer', path, pointer, state: 'final' } as const;
    this.#keep(
      this.#scanner.scanText(text).map(({ line: _, ...match }) => leakOf(match, at)),
      path,
    );
  }

  /** `user.build.token` is judged as `token` is. */
  #attribute(path: string, attribute: string, text: string): void {
    const name = attribute.slice(attribute.lastIndexOf('.') + 1);
    const leaks = judgeText(
      { channel: 'layer.xattr', pointer: attribute, name, text },
      this.#place,
      this.#scanner,
    );
    this.#keep(
      leaks.map((leak) => ({ ...leak, at: { ...leak.at, ...this.#place, path, state: 'final' as const } })),
      path,
    );
  }
}
