/** A canonical Huffman code as deflate has it (RFC 1951, 3.2.2), to be looked up by the next bits of the stream. */
export interface HuffmanTable {
  /** `symbol << 4 | length`; 0 where no code begins so. */
  entries: Uint16Array;
  mask: number;
}

/** Undefined where the lengths are of no code: some bits would mean two symbols. */
export function huffmanTable(lengths: Uint8Array): HuffmanTable | undefined {
  const counts = new Uint16Array(16);
  for (const length of lengths) counts[length] = (counts[length] ?? 0) + 1;
  counts[0] = 0;
  const next = new Uint16Array(17);
  let [code, longest] = [0, 1];
  for (let length = 1; length < 16; length++) {
    const count = counts[length] ?? 0;
    next[length] = code;
    code += count;
    if (code > 1 << length) return undefined;
    if (count > 0) longest = length;
    code <<= 1;
  }
  const entries = new Uint16Array(1 << longest);
  for (let symbol = 0; symbol < lengths.length; symbol++) {
    const length = lengths[symbol] ?? 0;
    if (length === 0) continue;
    const first = reversed(next[length] ?? 0, length);
    next[length] = (next[length] ?? 0) + 1;
    const entry = (symbol << 4) | length;
    for (let at = first; at < entries.length; at += 1 << length) entries[at] = entry;
  }
  return { entries, mask: entries.length - 1 };
}

function reversed(code: number, length: number): number {
  let bits = 0;
  for (let at = 0; at < length; at++) bits |= ((code >> at) & 1) << (length - 1 - at);
  return bits;
}
