import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Inflater } from '../../../src/image/nested/inflater.ts';
import { PlainInflater } from '../../../src/image/nested/plain-inflater.ts';

const TRAILER = Buffer.from('PK\x03\x04 and what follows, of any length');

/** What came out, where the stream ended, and why. */
function inflate(packed: Buffer, cut: number, Kind: typeof Inflater | typeof PlainInflater = Inflater) {
  const chunks: Buffer[] = [];
  const inflater = new Kind((chunk) => chunks.push(Buffer.from(chunk)));
  let end = 0;
  for (let at = 0; at < packed.length && !inflater.isDone; at += cut) {
    end += inflater.take(packed.subarray(at, at + cut), false);
  }
  if (!inflater.isDone) inflater.take(Buffer.alloc(0), true);
  return { text: Buffer.concat(chunks).toString('latin1'), end, damage: inflater.damage };
}

const DATA: [string, Buffer][] = [
  ['nothing', Buffer.alloc(0)],
  ['one byte', Buffer.from('a')],
  ['a run', Buffer.alloc(3_000_000, 'x')],
  ['words', Buffer.from(Array.from({ length: 40_000 }, (_, at) => `word${(at * at) % 1999} `).join(''))],
  ['noise', Buffer.from(Array.from({ length: 200_000 }, (_, at) => Math.imul(at + 1, 2654435761) >>> 24))],
];

test.each(DATA)('%s, at all levels and strategies', (_, data) => {
  for (const level of [0, 1, 6, 9]) {
    for (const strategy of [0, 1, 2, 3, 4]) {
      const packed = deflateRawSync(data, { level, strategy });
      for (const cut of [2 ** 20, 65_536, 997]) {
        const found = inflate(Buffer.concat([packed, TRAILER]), cut);
        expect(found.text === data.toString('latin1')).toBe(true);
        expect(found).toMatchObject({ end: packed.length, damage: undefined });
      }
    }
  }
});

test('any bytes, cut anywhere, end where zlib ends them', () => {
  const check = (data: Uint8Array, level: number, cut: number) => {
    const packed = deflateRawSync(data, { level });
    const found = inflate(Buffer.concat([packed, TRAILER]), cut);
    expect(found).toEqual({
      text: Buffer.from(data).toString('latin1'),
      end: packed.length,
      damage: undefined,
    });
  };
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 3000 }),
      fc.integer({ min: 0, max: 9 }),
      fc.integer({ min: 1, max: 50 }),
      check,
    ),
    { numRuns: 300 },
  );
});

test('a stream that is cut short gives what it has, and says so', () => {
  const packed = deflateRawSync(Buffer.from('some words, some words again and others'));
  for (let size = 0; size < packed.length; size++) {
    const { damage, text } = inflate(packed.subarray(0, size), 5);
    expect(damage).toBe('compressed data is cut short');
    expect('some words, some words again and others').toContain(text);
  }
});

test('any bytes at all come to an end', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => {
      inflate(Buffer.from(bytes), 7);
    }),
    { numRuns: 2000 },
  );
});

test('damaged or whole, it is read as without WebAssembly', () => {
  const words = DATA[3]?.[1] ?? Buffer.alloc(0);
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 60_000 }),
      fc.integer({ min: 0, max: 4 }),
      fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })), { maxLength: 2 }),
      fc.integer({ min: 7, max: 70_000 }),
      (size, strategy, flips, cut) => {
        const packed = deflateRawSync(words.subarray(0, size), { strategy });
        for (const [at, bits] of flips) packed[at % packed.length] = (packed[at % packed.length] ?? 0) ^ bits;
        const { text, damage } = inflate(packed, cut);
        const plain = inflate(packed, cut, PlainInflater);
        // In the last two bytes the one knows no code, and the other waits for its end.
        expect(damage === undefined).toBe(plain.damage === undefined);
        expect(text === plain.text).toBe(true);
      },
    ),
    { numRuns: 300 },
  );
});
