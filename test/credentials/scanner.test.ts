import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CredentialFormat } from '../../src/credentials/format.ts';
import { CredentialScanner } from '../../src/credentials/scanner.ts';
import { Secret } from '../../src/credentials/secret.ts';
import { quickest } from '../support/quickest.ts';

const usual = {
  title: 't',
  severity: 'high',
  confidence: 'likely',
  examples: { match: () => [], miss: () => [] },
} as const;
const key: CredentialFormat = {
  ...usual,
  id: 'key',
  vendor: 'acme',
  keywords: ['key_'],
  pattern: /key_[0-9a-z]{8}(?![0-9a-z])/,
};
const url: CredentialFormat = {
  ...usual,
  id: 'url',
  vendor: 'generic',
  keywords: ['HTTP://'],
  foldCase: true,
  pattern: /[Hh]ttp:\/\/(?<user>[^:@/\x00-\x20]{1,40}):(?<secret>[^@/\x00-\x20]{1,99})@/,
};
const block: CredentialFormat = {
  ...usual,
  id: 'block',
  vendor: 'generic',
  keywords: ['<<BEGIN>>'],
  pattern: /<<BEGIN>>[^<]{1,3000}<<END>>/,
  reach: { after: 4000 },
};
const FORMATS = [key, url, block];

function scanIn(scanner: CredentialScanner, bytes: Uint8Array, cuts: readonly number[]) {
  const stream = scanner.stream();
  const borders = [
    0,
    ...[...cuts].map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b),
    bytes.length,
  ];
  for (let i = 1; i < borders.length; i++) {
    const lent = Uint8Array.from(bytes.subarray(borders[i - 1], borders[i]));
    stream.write(lent);
    lent.fill(0x78);
  }
  return stream.end().map((m) => [m.format?.id, m.known?.label, m.start, m.end, m.line, m.secret.reveal()]);
}

describe('scanText', () => {
  const scanner = new CredentialScanner(FORMATS);

  test('narrows to the secret, counts in UTF-16 units, numbers lines', () => {
    const text = 'ä€😀\nHttp://me:pässwörd@h\n key_abcd1234';
    const [first, second, ...rest] = scanner.scanText(text);
    expect(rest).toEqual([]);
    expect(first?.secret.reveal()).toBe('pässwörd');
    expect(text.slice(first?.start, first?.end)).toBe('pässwörd');
    expect(first).toMatchObject({
      line: 2,
      groups: { user: 'me' },
      confidence: 'likely',
      validity: 'unknown',
    });
    expect(text.slice(second?.start, second?.end)).toBe('key_abcd1234');
    expect(second?.line).toBe(3);
  });

  test('of overlapping matches the vendor wins, and a known secret joins it', () => {
    const known = { secret: new Secret('key_abcd1234'), label: 'history' };
    const [match, ...rest] = new CredentialScanner(FORMATS, [known]).scanText('http://me:key_abcd1234@h');
    expect(rest).toEqual([]);
    expect(match?.format?.id).toBe('key');
    expect(match?.known).toBe(known);
  });

  test('finds a known secret that no format describes', () => {
    const scanner = new CredentialScanner([], [{ secret: new Secret('correct horse'), label: 'history' }]);
    const [match] = scanner.scanText('x=correct horse;');
    expect(match).toMatchObject({ start: 2, end: 15, confidence: 'certain' });
    expect(match?.format).toBeUndefined();
  });

  test('a secret does not print itself', () => {
    expect(JSON.stringify(scanner.scanText('key_abcd1234'))).not.toContain('key_abcd1234"');
  });
});

describe('stream', () => {
  test('knows no line in a binary file', () => {
    const stream = new CredentialScanner(FORMATS).stream();
    stream.write(Buffer.from('\0\n key_abcd1234'));
    expect(stream.end()[0]?.line).toBeUndefined();
  });

  test('any chunking gives the same matches', () => {
    const scanner = new CredentialScanner(FORMATS, [
      { secret: new Secret('correct horse'), label: 'history' },
    ]);
    const piece = fc.constantFrom(
      'key_abcd1234',
      'http://a:b@',
      '<<BEGIN>>',
      '<<END>>',
      'correct horse',
      '\n',
      ' ',
      'key_',
      'x'.repeat(300),
      'ä',
    );
    const text = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(text, fc.array(fc.nat(), { maxLength: 30 }), (whole, cuts) => {
        const bytes = Buffer.from(whole);
        expect(scanIn(scanner, bytes, cuts)).toEqual(scanIn(scanner, bytes, []));
      }),
      { numRuns: 300 },
    );
  });

  test('finds what lies across the buffer’s border, wherever', () => {
    const scanner = new CredentialScanner(FORMATS);
    const secret = `<<BEGIN>>${'y'.repeat(2000)}<<END>>\nkey_abcd1234 http://a:secretvalue@`;
    for (let shift = 0; shift < 2100; shift += 41) {
      const bytes = Buffer.from(
        `${'line\n'.repeat(262_144 - 420).padEnd(1_310_720 - 2100 + shift)}${secret}${' '.repeat(3000)}`,
      );
      const stream = scanner.stream();
      for (let at = 0; at < bytes.length; at += 65_536) stream.write(bytes.subarray(at, at + 65_536));
      const found = stream.end();
      expect(found.map((match) => match.format?.id)).toEqual(['block', 'key', 'url']);
      expect(found[1]?.line).toBe((found[0]?.line ?? 0) + 1);
    }
  });

  test('stays quick on a file of nothing but keywords', () => {
    const scanner = new CredentialScanner(FORMATS);
    for (const keyword of ['key_', 'http://', 'http://a:', '<<BEGIN>>', '<<BEGIN>']) {
      const chunk = Buffer.from(keyword.repeat(10_000));
      const took = quickest(5000, () => {
        const stream = scanner.stream();
        for (let i = 0; i < 100; i++) stream.write(chunk);
        stream.end();
      });
      expect(took).toBeLessThan(5000);
    }
  });

  test('keeps a bounded number of matches and says so', () => {
    const stream = new CredentialScanner(FORMATS).stream();
    for (let i = 0; i < 12; i++) stream.write(Buffer.from('key_abcd1234 '.repeat(1000)));
    expect(stream.end().length).toBeGreaterThan(9000);
    expect(stream.truncated).toBe(true);
  });
});

test('a letter whose second byte would be a blank is a part of its word', () => {
  const word: CredentialFormat = {
    ...usual,
    id: 'word',
    vendor: 'generic',
    keywords: ['pass='],
    pattern: /pass=\s?(?<secret>[^\s"]{4,40})\S*/,
  };
  const text = 'pass= voilà-très-là secret';
  const [match] = new CredentialScanner([word]).scanText(text);
  expect(match?.secret.reveal()).toBe('voilà-très-là');
  expect(text.slice(match?.start, match?.end)).toBe('voilà-très-là');
});
