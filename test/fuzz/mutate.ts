import type { Random } from './random.ts';

/** What an input is made of besides itself. */
export interface Stock {
  tokens: readonly Buffer[];
  /** Another input, to take a piece of. */
  other(): Buffer;
  most: number;
}

type Mutation = (input: Buffer, random: Random, stock: Stock) => Buffer;

const NUMBERS = [
  '0',
  '-1',
  '1',
  '255',
  '65536',
  '2147483648',
  '4294967296',
  '9007199254740993',
  '1e309',
  'NaN',
  '0x7f',
];
const PAIRS = ['()', '[]', '{}', '""', "''", '``', '$()', '${}', '<>', '[[]]', '{{}}', '(())'];
const AWKWARD = [
  '\0',
  '\uFEFF',
  '\u2028',
  '\uE123',
  '\uFFFD',
  '\r',
  '\r\n',
  '\\\n',
  '\t',
  '\u00A0',
  '\u{1F600}',
  'İ',
  '\u0085',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
];
const BYTES = [0, 1, 2, 7, 8, 0x10, 0x20, 0x7f, 0x80, 0xf0, 0xfe, 0xff];
const LENGTHS = [0, 1, -1, 127, 128, 255, 256, 32767, 65535, 2 ** 31 - 1, -(2 ** 31)];

/** `count` of 1 to 4 mutations of an input, one after another. */
export function mutate(input: Buffer, random: Random, stock: Stock): Buffer {
  let mutated = input;
  for (let left = 1 + random.below(4); left > 0; left -= 1)
    mutated = random.of(MUTATIONS)(mutated, random, stock).subarray(0, stock.most);
  return mutated;
}

const MUTATIONS: readonly Mutation[] = [
  function flip(input, random) {
    const bytes = Buffer.from(input);
    const at = random.below(bytes.length);
    if (bytes.length > 0) bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8));
    return bytes;
  },
  function set(input, random) {
    const bytes = Buffer.from(input);
    if (bytes.length > 0)
      bytes[random.below(bytes.length)] = random.oneIn(2) ? random.of(BYTES) : random.below(256);
    return bytes;
  },
  function length(input, random) {
    const bytes = Buffer.from(input);
    const width = random.of([2, 4]);
    if (bytes.length < width) return bytes;
    const at = random.below(bytes.length - width + 1);
    const value = random.oneIn(3) ? random.below(2 * bytes.length) : random.of(LENGTHS);
    const unsigned = value < 0 ? value + 2 ** (8 * width) : value % 2 ** (8 * width);
    const given = Math.max(0, unsigned);
    if (random.oneIn(2)) bytes.writeUIntLE(given, at, width);
    else bytes.writeUIntBE(given, at, width);
    return bytes;
  },
  token,
  token,
  token,
  function repeatToken(input, random, stock) {
    const piece = pieceOf(random, stock);
    const times = Math.min(2 ** random.below(12), Math.floor(stock.most / Math.max(1, piece.length)));
    return replaced(input, random, 0, Buffer.alloc(piece.length * times, piece));
  },
  function remove(input, random) {
    return replaced(input, random, spanOf(input, random), Buffer.alloc(0));
  },
  function repeat(input, random) {
    const [start, end] = rangeOf(input, random);
    const part = input.subarray(start, end);
    const times = random.oneIn(6) ? 2 ** random.below(9) : 1;
    return Buffer.concat([input.subarray(0, end), ...Array<Buffer>(times).fill(part), input.subarray(end)]);
  },
  function move(input, random) {
    const [start, end] = rangeOf(input, random);
    return replaced(input, random, 0, input.subarray(start, end));
  },
  function splice(input, random, { other }) {
    const from = other();
    const [start, end] = rangeOf(from, random);
    return replaced(input, random, spanOf(input, random), from.subarray(start, end));
  },
  function join(input, random, { other }) {
    const from = other();
    return Buffer.concat([
      input.subarray(0, random.below(input.length + 1)),
      from.subarray(random.below(from.length + 1)),
    ]);
  },
  function truncate(input, random) {
    return input.subarray(0, random.below(input.length + 1));
  },
  function number(input, random) {
    const text = input.toString('latin1');
    const found = [...text.matchAll(/\d+/g)];
    if (found.length === 0) return input;
    const { index, 0: digits } = random.of(found);
    const put = Buffer.from(random.of(NUMBERS));
    return Buffer.concat([input.subarray(0, index), put, input.subarray(index + digits.length)]);
  },
  function nest(input, random, { most }) {
    const [start, end] = rangeOf(input, random);
    const pair = random.of(PAIRS);
    const half = Math.ceil(pair.length / 2);
    const times = Math.min(random.oneIn(8) ? 2 ** random.below(12) : 1, Math.floor(most / 4));
    const [open, close] = [pair.slice(0, half).repeat(times), pair.slice(half).repeat(times)];
    return Buffer.concat([
      input.subarray(0, start),
      Buffer.from(open),
      input.subarray(start, end),
      Buffer.from(close),
      input.subarray(end),
    ]);
  },
  function lines(input, random) {
    const all = input.toString('latin1').split('\n');
    const from = random.below(all.length);
    const moved = random.oneIn(2) ? all.splice(from, 1) : all.slice(from, from + 1 + random.below(3));
    all.splice(random.below(all.length + 1), 0, ...moved);
    return Buffer.from(all.join('\n'), 'latin1');
  },
];

function token(input: Buffer, random: Random, stock: Stock): Buffer {
  return replaced(input, random, random.oneIn(2) ? 0 : random.below(8), pieceOf(random, stock));
}

function pieceOf(random: Random, { tokens }: Stock): Buffer {
  const kind = tokens.length === 0 ? 0 : random.below(8);
  if (kind === 0) return Buffer.from(random.of(AWKWARD));
  if (kind === 1) return Buffer.from(random.of(NUMBERS));
  return random.of(tokens);
}

/** `input` with `length` bytes somewhere replaced. */
function replaced(input: Buffer, random: Random, length: number, put: Buffer): Buffer {
  const at = random.below(input.length + 1);
  return Buffer.concat([input.subarray(0, at), put, input.subarray(at + length)]);
}

function spanOf(input: Buffer, random: Random): number {
  return random.below(random.oneIn(4) ? input.length + 1 : Math.min(32, input.length + 1));
}

function rangeOf(input: Buffer, random: Random): [number, number] {
  const start = random.below(input.length + 1);
  const end = Math.min(input.length, start + 1 + random.below(random.oneIn(4) ? input.length + 1 : 48));
  return [start, end];
}
