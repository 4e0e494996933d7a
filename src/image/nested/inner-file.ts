import { limitHint } from '../../config/limits.ts';
import type { FileSink } from '../image.ts';
import { COMPRESSIONS, HEAD, type Kind, kindOf, notRead, unreadKindOf } from './kinds.ts';
import type { Place } from './work.ts';

/**
 * What an inner file is to its archive: an entry; the content of a compressed file, whose tar or cpio is no file of
 * its own; or the rest of an rpm or an initramfs, which is none in any case.
 */
export type Manner = 'file' | 'content' | 'payload';

const FOLDED: Readonly<Record<Manner, ReadonlySet<Kind>>> = {
  file: new Set(),
  content: new Set<Kind>(['tar', 'cpio']),
  payload: new Set<Kind>([...COMPRESSIONS, 'cpio']),
};

/** Takes in an inner file, hands it to the visitor, and looks into it where it is an archive itself. */
export class InnerFile implements FileSink {
  readonly #place: Place;
  readonly #path: string;
  readonly #manner: Manner;
  #head: Buffer | undefined = Buffer.alloc(0);
  #file: FileSink | undefined;
  #nested: FileSink | undefined;

  constructor(place: Place, path: string, manner: Manner) {
    this.#place = place;
    this.#path = path;
    this.#manner = manner;
    if (manner === 'file') this.#file = place.work.visitor.file(path);
  }

  write(chunk: Uint8Array): void {
    if (this.#head?.length === 0 && chunk.length >= HEAD) this.#decide(chunk.subarray(0, HEAD));
    if (this.#head === undefined) {
      this.#pass(chunk);
      return;
    }
    const head = Buffer.concat([this.#head, chunk.subarray(0, HEAD - this.#head.length)]);
    const rest = chunk.subarray(head.length - this.#head.length);
    this.#head = head;
    if (head.length < HEAD) return;
    this.#decide(head);
    this.#pass(head);
    if (rest.length > 0) this.#pass(rest);
  }

  end(): void {
    const head = this.#head;
    try {
      if (head !== undefined) this.#decide(head);
      if (head !== undefined && head.length > 0) this.#pass(head);
    } finally {
      this.#close();
    }
  }

  /** What is in it ends first: who is told of it knows then that it stands further in. */
  #close(): void {
    const [file, nested] = [this.#file, this.#nested];
    this.#file = undefined;
    this.#nested = undefined;
    try {
      nested?.end();
    } finally {
      file?.end();
    }
  }

  #pass(chunk: Uint8Array): void {
    this.#file?.write(chunk);
    this.#nested?.write(chunk);
  }

  #decide(head: Uint8Array): void {
    this.#head = undefined;
    const { path, depth } = this.#place;
    const kind = kindOf(head, this.#path);
    if (kind !== undefined && FOLDED[this.#manner].has(kind)) this.#look(kind, path, depth);
    else if (this.#manner === 'payload') this.#tellPayload(head);
    else this.#offer(head, kind);
  }

  #offer(head: Uint8Array, kind: Kind | undefined): void {
    const { work, depth } = this.#place;
    if (this.#manner === 'content') this.#file = work.visitor.file(this.#path);
    const unread = unreadKindOf(head);
    if (unread !== undefined) work.tell(this.#path, notRead(unread));
    if (kind !== undefined) this.#look(kind, this.#path, depth + 1);
  }

  #look(kind: Kind, path: string, depth: number): void {
    const { work } = this.#place;
    const inside = this.#manner === 'payload' && COMPRESSIONS.has(kind) ? depth + 1 : depth;
    if (inside <= work.limits.nestedDepth) this.#nested = work.open(kind, { work, path, depth: inside });
    else if (kind !== 'script')
      work.tell(
        this.#path,
        `not looked into: inside ${work.limits.nestedDepth} other archives ${limitHint('nestedDepth')}`,
      );
  }

  #tellPayload(head: Uint8Array): void {
    const { work, path } = this.#place;
    if (head.length > 0) work.tell(path, notRead(unreadKindOf(head) ?? 'the rest, of an unknown format,'));
  }
}
