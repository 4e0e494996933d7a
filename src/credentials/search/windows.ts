import { isLetter, type Keyword } from './keyword.ts';

/** Bytes of a keyword that stand for it in the vector filter: its tables see three of them, its words all. */
const WINDOW = 4;
export const POSITIONS = 3;
export const BUCKETS = 8;
const ROUNDS = 1;

/** For each position the bits of the low nibbles that may stand there, then those of the high nibbles. */
type Masks = readonly number[];

/** What may stand at each position of a window; undefined behind the end of a keyword of three bytes. */
export type ByteSets = readonly (readonly number[] | undefined)[];

/** A window that one keyword or more are noticed by. */
export interface Window {
  sets: ByteSets;
  users: readonly { keyword: number; offset: number }[];
}

interface Choice {
  offset: number;
  sets: ByteSets;
  masks: Masks;
  /** What its own occurrences cost, whatever the tables. */
  passed: number;
}

interface Bucket {
  masks: Masks;
  cost: number;
  items: Set<Item>;
}

interface Item {
  keyword: number;
  choices: readonly Choice[];
  /** What its least permissive choice costs alone. */
  least: number;
  bucket?: Bucket;
  choice?: Choice;
}

/** How often bytes stand in text and in programs, as measured over a /usr: -2 log2, one digit of base 36 a byte. */
const FREQUENCIES = [
  'zzzzzzzzzebzzwzzzzzzzzzzzzzzzzzz5nchlnmgeegldfdedffgghhihheigffqoehfgehijflkghfgglfeehikjkmjgjqcjaebb8cddaifbcaacja99cfgeejhlhozrrpruvvvuvvuuvvuuuvuruuvvuwwuvvttsuuptuvuuuuuuuvstvtttursttttsttutrrutvuvuwvuvsspruvuvwtuuwxwwvxssqrurssssvtsuuvswvwyzxxwxwzzzzz',
  '4cdfefghehghhhfefhiihiiigjjiijjhajijdhjjghjjiigihgiiiiijhhiijijjhfhhfgiibfjifhhigkighiijijiiiijfidheecfggdiiefddfjcdcfhihhikhjkkgijfggjjidkeifjjhkkjjkkjjkkkjkkkikkkjkjkjkkjjkjkikjkjjjjijjjjjjgijhijjijjkkhkkkfhjjjkkjikijkkkjgjjjjjjjfhkijjjjhjjjjkjjijjjijib',
].map((digits) => Float64Array.from(digits, (digit) => 2 ** (-Number.parseInt(digit, 36) / 2)));
/** Text counts more: more of it looks like keywords. */
const WEIGHTS = [3, 1];
/** What a position costs that the words let through, in those that they stop. */
const PASSED = 20;

/** Of each model, for a high nibble and half a set of low nibbles: how often such bytes stand. */
const SUMS = FREQUENCIES.map((frequencies) => {
  const sums = new Float64Array(16 * 2 * 256);
  for (let at = 0; at < sums.length; at += 1) {
    const set = at & 255;
    if (set === 0) continue;
    const nibble = 31 - Math.clz32(set & -set);
    const rest = sums[at - set + (set & (set - 1))] ?? 0;
    sums[at] = rest + (frequencies[(at >> 8) * 8 + nibble] ?? 0);
  }
  return sums;
});

/** The windows that represent the keywords, and what the tables of each bucket let through. */
export function planWindows(keywords: readonly Keyword[]): { windows: Window[]; buckets: readonly Masks[] } {
  const items = keywords
    .map((keyword, index) => itemOf(index, choicesOf(keyword)))
    .sort((one, other) => other.least - one.least);
  const none: Masks = Array.from({ length: 2 * POSITIONS }, () => 0);
  const buckets = Array.from({ length: BUCKETS }, (): Bucket => ({ masks: none, cost: 0, items: new Set() }));
  for (let round = 0; round <= ROUNDS; round += 1) for (const item of items) place(item, buckets, none);
  const windows = new Map<string, { sets: ByteSets; users: { keyword: number; offset: number }[] }>();
  for (const { keyword, choice } of items) {
    if (choice === undefined) continue;
    const key = JSON.stringify(choice.sets);
    const window = windows.get(key) ?? { sets: choice.sets, users: [] };
    window.users.push({ keyword, offset: choice.offset });
    windows.set(key, window);
  }
  return { windows: [...windows.values()], buckets: buckets.map(({ masks }) => masks) };
}

/** Chooses a window and a bucket together: those that make some bucket's tables least more permissive. */
function place(item: Item, buckets: readonly Bucket[], none: Masks): void {
  if (item.bucket !== undefined) takeOut(item, item.bucket, none);
  let lowest = Number.POSITIVE_INFINITY;
  for (const bucket of buckets) {
    for (const choice of item.choices) {
      if (choice.passed >= lowest) continue;
      const rise = costOf(bucket.masks, choice.masks) - bucket.cost + choice.passed;
      if (rise >= lowest) continue;
      lowest = rise;
      item.bucket = bucket;
      item.choice = choice;
    }
  }
  const { bucket, choice } = item;
  if (bucket === undefined || choice === undefined) return;
  bucket.items.add(item);
  bucket.masks = union(bucket.masks, choice.masks);
  bucket.cost = costOf(bucket.masks);
}

function takeOut(item: Item, bucket: Bucket, none: Masks): void {
  bucket.items.delete(item);
  bucket.masks = none;
  for (const { choice } of bucket.items) if (choice) bucket.masks = union(bucket.masks, choice.masks);
  bucket.cost = costOf(bucket.masks);
}

function itemOf(keyword: number, choices: readonly Choice[]): Item {
  return { keyword, choices, least: Math.min(...choices.map(({ masks }) => costOf(masks))) };
}

function union(one: Masks, other: Masks): Masks {
  return one.map((mask, at) => mask | (other[at] ?? 0));
}

/** How many positions of a text or program tables let through, more or less; with what others let through as well. */
function costOf(masks: Masks, others: Masks = masks): number {
  let sum = 0;
  for (const [model, sums] of SUMS.entries()) {
    let product = WEIGHTS[model] ?? 1;
    for (let at = 0; at < masks.length; at += 2) {
      const low = (masks[at] ?? 0) | (others[at] ?? 0);
      product *= density(sums, low, (masks[at + 1] ?? 0) | (others[at + 1] ?? 0));
    }
    sum += product;
  }
  return sum;
}

/** The share of bytes whose nibbles are in both sets. */
function density(sums: Float64Array, low: number, high: number): number {
  let sum = 0;
  for (let rest = high; rest !== 0; rest &= rest - 1) {
    const nibble = 31 - Math.clz32(rest & -rest);
    sum += (sums[nibble * 512 + (low & 255)] ?? 0) + (sums[nibble * 512 + 256 + (low >> 8)] ?? 0);
  }
  return sum;
}

function choicesOf({ bytes, fold }: Keyword): Choice[] {
  return Array.from({ length: Math.max(1, bytes.length - WINDOW + 1) }, (_, offset): Choice => {
    const sets = Array.from({ length: WINDOW }, (_, at) => {
      const byte = bytes[offset + at];
      return byte === undefined ? undefined : spellings(byte, fold);
    });
    return {
      offset,
      sets,
      masks: sets.slice(0, POSITIONS).flatMap(masksOf),
      passed: PASSED * likelihood(sets),
    };
  });
}

function spellings(byte: number, fold: boolean): number[] {
  return fold && isLetter(byte) ? [byte & 0xdf, byte | 0x20] : [byte];
}

function masksOf(set: readonly number[] | undefined): number[] {
  if (set === undefined) return [0xffff, 0xffff];
  return [
    set.reduce((mask, byte) => mask | (1 << (byte & 15)), 0),
    set.reduce((mask, byte) => mask | (1 << (byte >> 4)), 0),
  ];
}

function likelihood(sets: ByteSets): number {
  let sum = 0;
  for (const [model, frequencies] of FREQUENCIES.entries()) {
    let product = WEIGHTS[model] ?? 1;
    for (const set of sets) {
      let share = set === undefined ? 1 : 0;
      for (const byte of set ?? []) share += frequencies[byte] ?? 0;
      product *= share;
    }
    sum += product;
  }
  return sum;
}
