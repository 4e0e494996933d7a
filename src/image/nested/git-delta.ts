import { ImageError } from '../image.ts';

/** The size that a delta's result will have; undefined where the delta is malformed. */
export function deltaSize(delta: Uint8Array): number | undefined {
  const base = varint(delta, 0);
  return base && varint(delta, base.next)?.value;
}

/**
 * Applies a delta (gitformat-pack, "Deltified representation"): copies from the base and literals by turns. Throws ImageError
 * where it does not fit the base.
 */
export function applyDelta(base: Uint8Array, delta: Uint8Array, size: number): Buffer {
  const source = varint(delta, 0);
  const target = source && varint(delta, source.next);
  if (!target || source.value !== base.length) throw misfit();
  const result = Buffer.allocUnsafe(size);
  let [at, written] = [target.next, 0];
  while (at < delta.length) {
    const op = delta[at++] ?? 0;
    let [start, length] = [at, op];
    let from = delta;
    if (op & 0x80) {
      const copy = copyOf(delta, at, op);
      ({ start, length } = copy);
      at = copy.next;
      from = base;
    } else at += op;
    if (length === 0 || start + length > from.length || written + length > size) throw misfit();
    result.set(from.subarray(start, start + length), written);
    written += length;
  }
  if (written !== size) throw misfit();
  return result;
}

/** Seven bits of `op` say which bytes of offset and length follow; a length of 0 is 64 KiB. */
function copyOf(
  delta: Uint8Array,
  from: number,
  op: number,
): { start: number; length: number; next: number } {
  let [next, start, length] = [from, 0, 0];
  for (let bit = 0; bit < 4; bit++) if (op & (1 << bit)) start += (delta[next++] ?? 0) * 2 ** (8 * bit);
  for (let bit = 0; bit < 3; bit++) if (op & (16 << bit)) length |= (delta[next++] ?? 0) << (8 * bit);
  return { start, length: length || 0x10000, next };
}

/** Seven bits a byte, the lowest first. */
function varint(bytes: Uint8Array, from: number): { value: number; next: number } | undefined {
  let value = 0;
  for (let at = from, factor = 1; at < bytes.length && factor < 2 ** 49; at++, factor *= 128) {
    const byte = bytes[at] ?? 0;
    value += (byte & 0x7f) * factor;
    if (byte < 0x80) return { value, next: at + 1 };
  }
  return undefined;
}

function misfit(): ImageError {
  return new ImageError('a delta does not fit its base');
}
