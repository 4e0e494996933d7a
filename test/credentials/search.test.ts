import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formats } from '../../rules/credentials/index.ts';
import { BUFFER_BYTES, type Keyword, type KeywordSearch } from '../../src/credentials/search/keyword.ts';
import { PlainSearch } from '../../src/credentials/search/plain-search.ts';
import { VectorSearch } from '../../src/credentials/search/vector-search.ts';

/** Searched in parts, as a stream does. */
function found(search: KeywordSearch, bytes: Buffer, cuts: readonly number[] = []): string[] {
  const hits: string[] = [];
  const buffer = search.buffer();
  // What an earlier file left behind the end.
  buffer.bytes.fill('tokenghp_', 0, Math.min(BUFFER_BYTES, bytes.length + 64));
  bytes.copy(buffer.bytes);
  let next = 0;
  for (const to of [...cuts, bytes.length])
    next = buffer.scan(next, to, bytes.length, (keyword, start) => hits.push(`${keyword}@${start}`));
  return hits.sort();
}

function foundSlowly(keywords: readonly Keyword[], bytes: Buffer): string[] {
  const folded = Buffer.from(
    bytes.toString('latin1').replace(/[A-Z]/g, (one) => one.toLowerCase()),
    'latin1',
  );
  return keywords
    .flatMap(({ bytes: word, fold }, index) => {
      const hits: string[] = [];
      const text = Buffer.from(word).toString('latin1');
      const needle = Buffer.from(fold ? text.replace(/[A-Z]/g, (one) => one.toLowerCase()) : text, 'latin1');
      const hay = fold ? folded : bytes;
      for (let at = hay.indexOf(needle); at >= 0; at = hay.indexOf(needle, at + 1))
        hits.push(`${index}@${at}`);
      return hits;
    })
    .sort();
}

const allKeywords: Keyword[] = [
  ...new Set(
    formats.flatMap(({ keywords, foldCase }) => keywords.map((word) => `${foldCase === true} ${word}`)),
  ),
].map((key) => ({ bytes: Buffer.from(key.replace(/^\w+ /, '')), fold: key.startsWith('true') }));

const SEARCHES = { plain: PlainSearch, vector: VectorSearch };

test('this machine has vector instructions', () => {
  expect(VectorSearch.works).toBe(true);
});

describe.each(Object.entries(SEARCHES))('the %s search', (_, Search) => {
  test('finds what a slow one finds, in whatever parts', () => {
    const unit = fc.constantFrom('a', 'A', 'b', 'B', '_', '@', '`', '/');
    const words = fc.uniqueArray(fc.string({ unit, minLength: 3, maxLength: 8 }), {
      minLength: 1,
      maxLength: 8,
    });
    const text = fc.string({ unit, maxLength: 200 });
    const folds = fc.array(fc.boolean(), { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(words, folds, text, fc.array(fc.nat(300), { maxLength: 3 }), (list, fold, hay, at) => {
        const keywords = list.map((word, i) => ({ bytes: Buffer.from(word), fold: fold[i] === true }));
        const whole = Buffer.from(list.join('') + hay + list.join('a'));
        const cuts = at.filter((cut) => cut < whole.length - 8).sort((a, b) => a - b);
        expect(found(new Search(keywords), whole, cuts)).toEqual(foundSlowly(keywords, whole));
      }),
      { numRuns: 60 },
    );
  });

  test('finds every keyword of the formats: alone, at both ends of a block, and not when it is cut off', () => {
    const search = new Search(allKeywords);
    for (const [index, { bytes, fold }] of allKeywords.entries()) {
      for (const before of [0, 1, 15, 16_383 - bytes.length, 16_384 - 2]) {
        const word = Buffer.from(fold ? Buffer.from(bytes).toString().toUpperCase() : bytes);
        const hay = Buffer.concat([Buffer.alloc(before, 0), word]);
        expect(found(search, hay)).toContain(`${index}@${before}`);
        expect(found(search, hay.subarray(0, -1))).not.toContain(`${index}@${before}`);
      }
    }
  }, 60_000);

  test('takes no keyword of two bytes', () => {
    expect(() => new Search([{ bytes: Buffer.from('ab'), fold: false }])).toThrow(RangeError);
  });
});

test('both find the same in programs, in text and in noise', () => {
  const noise = Buffer.from(fc.sample(fc.uint8Array({ minLength: 200_000, maxLength: 200_000 }), 1)[0] ?? []);
  const samples = [
    readFileSync(process.execPath).subarray(40_000_000, 40_000_000 + BUFFER_BYTES),
    readFileSync('package-lock.json'),
    noise,
    Buffer.from('eyJ0http://access_keyghp_sk_live_'.repeat(5000)),
  ];
  const plain = new PlainSearch(allKeywords);
  const vector = new VectorSearch(allKeywords);
  for (const sample of samples) {
    const hits = found(vector, sample, [4096, 16_384, 70_001]);
    expect(hits).toEqual(found(plain, sample, [4096, 16_384, 70_002]));
    expect(hits.length).toBeGreaterThanOrEqual(0);
  }
});
