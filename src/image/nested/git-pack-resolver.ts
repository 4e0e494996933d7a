import { ImageError } from '../image.ts';
import { applyDelta, deltaSize } from './git-delta.ts';
import type { Packed, PackedType, PackReader } from './git-pack-reader.ts';
import type { Outlet } from './outlet.ts';
import { Stopped } from './work.ts';

/** An object on the way down a chain of deltas. */
interface Frame {
  packed: Packed;
  /** Undefined while others need the memory; made anew then. */
  content: Buffer | undefined;
  deltas: Packed[];
}

/**
 * Hands on the objects of a pack: whole ones, and below each, depth first, what deltas make of it. Contents of bases are kept
 * as long as further deltas need them and there is room.
 */
export class PackResolver {
  readonly #reader: PackReader;
  readonly #outlet: Outlet;
  readonly #roots: Packed[];
  readonly #deltas = new Map<number | string, Packed[]>();
  #missing = 0;
  #kept = 0;

  constructor(reader: PackReader, objects: readonly Packed[], outlet: Outlet) {
    this.#reader = reader;
    this.#outlet = outlet;
    this.#roots = objects.filter(({ base }) => base === undefined);
    this.#missing = objects.length - this.#roots.length;
    for (const packed of objects) {
      if (packed.base === undefined) continue;
      const siblings = this.#deltas.get(packed.base);
      if (siblings) siblings.push(packed);
      else this.#deltas.set(packed.base, [packed]);
    }
  }

  /** Throws Stopped only. */
  run(): void {
    for (const packed of this.#roots) {
      const { type, id } = packed;
      if (type !== undefined && id !== undefined) this.#attempt(() => this.#root(packed, type, id));
    }
    if (this.#missing > 0)
      this.#outlet.refused(`${this.#missing} deltas were not read: their bases are damaged or not there`);
  }

  #root(packed: Packed, type: PackedType, id: string): void {
    const deltas = this.#deltasOf(packed, id);
    if (deltas.length === 0) {
      if (type === 'tree') return;
      this.#outlet.begin(id);
      this.#reader.stream(packed, (chunk) => this.#outlet.unpacked(chunk));
      this.#outlet.end();
      return;
    }
    const content = this.#reader.content(packed);
    this.#outlet.place.work.spend(content.length);
    this.#hand(type, id, content);
    this.#descend({ packed, content, deltas }, type);
  }

  /** Chains may be long: no recursion. */
  #descend(root: Frame, type: PackedType): void {
    const stack = [root];
    this.#kept = root.content?.length ?? 0;
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const packed = top.deltas.pop();
      if (packed === undefined) {
        this.#drop(top);
        stack.pop();
        continue;
      }
      this.#attempt(() => {
        const content = this.#apply(packed, this.#contentOf(stack));
        this.#missing -= 1;
        const id = this.#reader.idOf(type, content);
        this.#hand(type, id, content);
        this.#push(stack, { packed, content, deltas: this.#deltasOf(packed, id) });
      });
    }
  }

  #push(stack: Frame[], frame: Frame): void {
    const top = stack.at(-1);
    // A base that nothing else needs.
    if (top?.deltas.length === 0) this.#drop(top);
    if (frame.deltas.length === 0) return;
    stack.push(frame);
    this.#keep(stack, frame);
  }

  /** Makes room from the bottom of the stack: what is above will be done first. */
  #keep(stack: readonly Frame[], frame: Frame): void {
    this.#kept += frame.content?.length ?? 0;
    const { nestedHeldBytes: held } = this.#outlet.place.work.limits;
    for (const other of stack) {
      if (this.#kept <= held) return;
      if (other !== frame) this.#drop(other);
    }
  }

  #drop(frame: Frame): void {
    this.#kept -= frame.content?.length ?? 0;
    frame.content = undefined;
  }

  /** Of the topmost object: as kept, or made anew from the nearest base below that is. */
  #contentOf(stack: readonly Frame[]): Buffer {
    let at = stack.length - 1;
    while (at > 0 && stack[at]?.content === undefined) at -= 1;
    let content = stack[at]?.content;
    for (; at < stack.length; at++) {
      const frame = stack[at];
      if (frame === undefined || frame.content !== undefined) continue;
      content =
        content === undefined ? this.#reader.content(frame.packed) : this.#apply(frame.packed, content);
    }
    const top = stack.at(-1);
    if (content === undefined || top === undefined) throw new ImageError('a base is not there');
    if (top.content === undefined) {
      top.content = content;
      this.#keep(stack, top);
    }
    return content;
  }

  #apply(packed: Packed, base: Buffer): Buffer {
    const delta = this.#reader.content(packed);
    const size = deltaSize(delta) ?? 0;
    this.#reader.checkSize(size);
    this.#outlet.place.work.rebuild(size);
    return applyDelta(base, delta, size);
  }

  #hand(type: PackedType, id: string, content: Buffer): void {
    if (type === 'tree') return;
    this.#outlet.begin(id);
    this.#outlet.write(content);
    this.#outlet.end();
  }

  /** Those against an object; each is handed out once. */
  #deltasOf({ offset }: Packed, id: string): Packed[] {
    const found = [...(this.#deltas.get(offset) ?? []), ...(this.#deltas.get(id) ?? [])];
    this.#deltas.delete(offset);
    this.#deltas.delete(id);
    return found;
  }

  /** An object's damage is its own, and that of those made of it. */
  #attempt(action: () => void): void {
    try {
      action();
    } catch (error) {
      if (!(error instanceof ImageError) || error instanceof Stopped) throw error;
      this.#outlet.refused(error.message);
    }
  }
}
