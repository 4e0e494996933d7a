import { type HuffmanTable, huffmanTable } from './huffman.ts';

/** The codes of one block: of literals and lengths, of distances. */
export interface Tables {
  lengths: HuffmanTable;
  distances: HuffmanTable;
}

/** RFC 1951, 3.2.5: what symbol 257 + n adds to, and by how many further bits. */
export const LENGTH_EXTRA = Uint8Array.of(
  ...[0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0],
);
export const LENGTH_BASE = bases(LENGTH_EXTRA, 3);
// The last length has a code of its own.
LENGTH_BASE[28] = 258;
export const DISTANCE_EXTRA = Uint8Array.from({ length: 30 }, (_, code) => Math.max(0, (code >> 1) - 1));
export const DISTANCE_BASE = bases(DISTANCE_EXTRA, 1);

/** RFC 1951, 3.2.7: the order in which the lengths of the code of code lengths come. */
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
/** What symbols 16, 17 and 18 repeat: at least so often, and by how many further bits more. */
const REPEATS: readonly (readonly [number, number])[] = [
  [3, 2],
  [3, 3],
  [11, 7],
];

let fixed: Tables | undefined;

/** RFC 1951, 3.2.6: the codes of a block that brings none. */
export function fixedTables(): Tables | undefined {
  if (fixed) return fixed;
  const of = (size: number, length: (symbol: number) => number) =>
    huffmanTable(Uint8Array.from({ length: size }, (_, symbol) => length(symbol)));
  const lengths = of(288, (symbol) => (symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8));
  const distances = of(32, () => 5);
  if (lengths && distances) fixed = { lengths, distances };
  return fixed;
}

/** Reads the codes before a block, from `bits`. Undefined where they are none. */
export function readTables(bits: (count: number) => number): Tables | undefined {
  const literals = bits(5) + 257;
  const distances = bits(5) + 1;
  const coded = bits(4) + 4;
  const codeLengths = new Uint8Array(19);
  for (let at = 0; at < coded; at++) codeLengths[ORDER[at] ?? 0] = bits(3);
  const code = huffmanTable(codeLengths);
  const all = code && readLengths(bits, code, literals + distances);
  if (!all) return undefined;
  const [first, second] = [huffmanTable(all.subarray(0, literals)), huffmanTable(all.subarray(literals))];
  return first && second && { lengths: first, distances: second };
}

function readLengths(
  bits: (count: number) => number,
  code: HuffmanTable,
  total: number,
): Uint8Array | undefined {
  const lengths = new Uint8Array(total);
  for (let at = 0; at < total; ) {
    const symbol = readSymbol(bits, code);
    if (symbol === undefined) return undefined;
    if (symbol < 16) {
      lengths[at++] = symbol;
      continue;
    }
    const [least = 0, extra = 0] = REPEATS[symbol - 16] ?? [];
    const times = least + bits(extra);
    const value = symbol === 16 ? lengths[at - 1] : 0;
    if (value === undefined || at + times > total) return undefined;
    lengths.fill(value, at, at + times);
    at += times;
  }
  return lengths;
}

/** Bit by bit: such codes are short, and there are few of them. */
function readSymbol(bits: (count: number) => number, { entries, mask }: HuffmanTable): number | undefined {
  let code = 0;
  for (let length = 1; length < 8; length++) {
    code |= bits(1) << (length - 1);
    const entry = entries[code & mask] ?? 0;
    if ((entry & 15) === length) return entry >> 4;
  }
  return undefined;
}

function bases(extra: Uint8Array, first: number): Uint16Array {
  let base = first;
  return Uint16Array.from(extra, (bits) => {
    const own = base;
    base += 1 << bits;
    return own;
  });
}
