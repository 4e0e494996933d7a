import fc from 'fast-check';
import { expect, test } from 'vitest';
import { KeywordSearch } from '../../src/credentials/keywords.ts';

function found(search: KeywordSearch, text: string): string[] {
  const bytes = Buffer.from(text, 'latin1');
  const hits: string[] = [];
  search.scan(bytes, 0, bytes.length, bytes.length, (keyword, start) => hits.push(`${keyword}@${start}`));
  return hits.sort();
}

function foundSlowly(words: readonly string[], folds: readonly boolean[], text: string): string[] {
  const hits: string[] = [];
  words.forEach((word, index) => {
    const [needle, hay] = folds[index] ? [word.toLowerCase(), text.toLowerCase()] : [word, text];
    for (let at = hay.indexOf(needle); at >= 0; at = hay.indexOf(needle, at + 1)) hits.push(`${index}@${at}`);
  });
  return hits.sort();
}

test('finds what a plain search finds', () => {
  const letters = fc.string({
    unit: fc.constantFrom('a', 'A', 'b', '_', '@', '`', '/'),
    minLength: 3,
    maxLength: 8,
  });
  const words = fc.uniqueArray(letters, { minLength: 1, maxLength: 8 });
  const text = fc.string({ unit: fc.constantFrom('a', 'A', 'b', 'B', '_', '@', '`', '/'), maxLength: 200 });
  fc.assert(
    fc.property(words, fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }), text, (list, folds, hay) => {
      const search = new KeywordSearch(
        list.map((word, i) => ({ bytes: Buffer.from(word), fold: folds[i] === true })),
      );
      const whole = list.join('') + hay + list.join('a');
      expect(found(search, whole)).toEqual(foundSlowly(list, folds, whole));
    }),
  );
});

test('takes no keyword of two bytes', () => {
  expect(() => new KeywordSearch([{ bytes: Buffer.from('ab'), fold: false }])).toThrow(RangeError);
});
