import { describe, expect, test } from 'vitest';
import { measurePattern } from '../../src/config/safe-pattern.ts';

describe('a pattern of which it can be told how long it takes', () => {
  test.each<[string, number]>([
    ['acme_[A-Za-z0-9]{32}', 37],
    ['\\bacme-(?:live|test)-(?<secret>[0-9a-f]{40})\\b', 50],
    ['[A-Z]{2,10}_[A-Za-z0-9]{32,64}', 75],
    ['(?:[a-z]{4}-){2,8}[0-9]{4}', 44],
    ['acme\\.[\\w-]{20,500}\\.[\\w-]{20,500}', 1006],
    ['acme_(?:v2_)?[^\\s"\']{16,64}', 72],
    ['éacme_[a-z]{8}', 14],
  ])('%s is taken', (pattern, longest) => {
    expect(measurePattern(pattern)).toEqual({ longest });
  });

  test.each([
    ['acme_[a-z]+', /no upper bound/],
    ['acme_[a-z]*', /no upper bound/],
    ['acme_[a-z]{8,}', /no upper bound/],
    ['(?:[a-z]{1,9}){2,20}', /repeats or chooses itself/],
    ['(?:a|aa){8,50}', /repeats or chooses itself/],
    ['((a{0,9}){0,9}){0,9}', /repeats or chooses itself/],
    ['[a-z]{1,99}[a-z]{1,99}acme_key', /too many steps/],
    ['[\\w-]{20,500}\\.[\\w-]{20,500}', /too many steps/],
    ['aaaaaaaa[a-z]{200,600}', /too many steps/],
    ['[a-z]{900}', /too many steps/],
    ['(?:[a-z]{1,99})?(?:[a-z]{1,99})?acme_key', /too many steps/],
    [`${'(?:a|b)?'.repeat(20)}acmeacme`, /too many steps/],
    ['acme_[a-z]{8}{3}', /a repetition is repeated/],
    ['(?=acme)[a-z]{20}', /only \(\?:…\) and \(\?<secret>…\)/],
    ['(a{8})\\1', /there is no \\1/],
    ['^acme_[a-z]{8}', /means nothing within a file/],
    ['acme_[a-z]{8', /nothing to repeat/],
    ['acme_(abcdefgh', /not closed/],
    ['acme_abcdefgh)', /closes nothing/],
    ['[a-z', /not closed/],
    ['acme_[z-a]{8}', /is no range/],
    ['acme_[a-z]{1,2000}', /more than 1000 times/],
    ['acme_', /fewer than 8/],
    ['acme_acme_(?<secret>[a-z]{1,4})', /fewer than 8/],
    ['(?<secret>a{8})|(?<secret>b{8})x(?<secret>c{8})', /no regular expression/],
  ])('%s is not', (pattern, why) => {
    const measured = measurePattern(pattern);
    expect('problem' in measured ? measured.problem : '').toMatch(why);
  });

  test('is quick on texts that begin like its matches', () => {
    const patterns = [
      'acme[\\w-]{20,200}\\.[\\w-]{20,200}x',
      '[a-z]{1,9}[a-z0-9]{1,9}!acme_key',
      '(?:[a-z]{4}-){2,8}[0-9]{4}',
    ];
    for (const pattern of patterns) {
      expect(measurePattern(pattern)).toHaveProperty('longest');
      const search = new RegExp(pattern, 'g');
      for (const text of [
        'acme'.repeat(1000),
        'abcd-'.repeat(800),
        `acme${'a'.repeat(496)}.`.repeat(8),
        'a1-.'.repeat(1000),
      ]) {
        const start = performance.now();
        text.match(search);
        expect(performance.now() - start).toBeLessThan(500);
      }
    }
  });
});
