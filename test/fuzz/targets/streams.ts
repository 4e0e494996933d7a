import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { DEFAULT_LIMITS } from '../../../src/config/limits.ts';
import { Inflater } from '../../../src/image/nested/inflater.ts';
import { PlainInflater } from '../../../src/image/nested/plain-inflater.ts';
import { layerEntry } from '../../../src/image/tar/layer-entry.ts';
import { TarReader } from '../../../src/image/tar/reader.ts';
import { paxEntry, tarOf, withChecksum } from '../../support/images/tar.ts';
import { ensure, type Target } from '../target.ts';

const TEXT = 'token=hello\n'.repeat(3);
export const TARS = [
  tarOf([
    { path: './etc/../a', content: 'A' },
    { path: 'empty' },
    { path: 'folder', type: 'Directory' },
    { path: 'l', type: 'SymbolicLink', link: '../../x' },
    { path: 'b', content: 'B'.repeat(700) },
  ]),
  tarOf([
    { path: `${'long/'.repeat(30)}é`, content: 'x', pax: { size: '1', 'SCHILY.xattr.security.x': 'y' } },
  ]),
  Buffer.concat([
    paxEntry({ comment: 'x', 'GNU.sparse.major': '1' }, 'g'),
    tarOf([{ path: 'a', content: 'x' }]),
  ]),
];

/** Takes mistakes out of headers that would be seen at once. */
function withChecksums(input: Buffer): Buffer {
  const bytes = Buffer.from(input);
  for (let at = 0; at + 512 <= bytes.length; at += 512)
    if (bytes.toString('latin1', at + 257, at + 262) === 'ustar') withChecksum(bytes.subarray(at, at + 512));
  return bytes;
}

export const tar: Target = {
  name: 'tar',
  sources: ['src/image/tar/'],
  seeds: () => TARS,

  repair: withChecksums,
  run(input) {
    const read = (cut: number) => {
      const seen: string[] = [];
      const handler = {
        entry: (entry: Parameters<typeof layerEntry>[0], offset: number) => {
          ensure(Number.isSafeInteger(entry.size) && entry.size >= 0, 'a size that is none');
          const { path } = layerEntry(entry);
          ensure(path.startsWith('/') && !/(?:^|\/)\.\.?(?:\/|$)/.test(path), 'a path that is not normal');
          seen.push(`${path} ${offset} ${JSON.stringify(entry)}`);
          const at = seen.length - 1;
          return {
            write: (chunk: Uint8Array) => {
              seen[at] += Buffer.from(chunk).toString('latin1');
            },
            end: () => {},
          };
        },
        problem: (text: string) => void seen.push(text),
      };
      const reader = new TarReader(handler, { ...DEFAULT_LIMITS, tarHeaderBytes: 2048 });
      for (let at = 0; at < input.length; at += cut) reader.write(input.subarray(at, at + cut));
      reader.end();
      return JSON.stringify(seen);
    };
    const whole = read(2 ** 20);
    for (const cut of [1, 511, 513])
      ensure(read(cut) === whole, 'cut into other pieces, other entries come out');
  },
};

export const inflate: Target = {
  name: 'inflate',
  sources: [
    'src/image/nested/inflater.ts',
    'src/image/nested/plain-inflater.ts',
    'src/image/nested/bit-input.ts',
    'src/image/nested/inflate-room.ts',
    'src/image/nested/inflate-window.ts',
    'src/image/nested/deflate-tables.ts',
    'src/image/nested/huffman.ts',
  ],
  // A thousandfold of 16 KiB, by three inflaters.
  patience: 1500,
  seeds: () =>
    [TEXT, '', 'a'.repeat(70_000), Buffer.from(Array.from({ length: 600 }, (_, i) => (i * i) % 251))].flatMap(
      (data) =>
        [0, 1, 9].flatMap((level) => [0, 2, 4].map((strategy) => deflateRawSync(data, { level, strategy }))),
    ),

  run(input) {
    const reference = inflateByZlib(input);
    for (const cut of [2 ** 20, 1, 997])
      for (const Kind of [Inflater, PlainInflater]) {
        const { text, end, damage } = inflateBy(Kind, input, cut);
        if (reference === 'open') continue;
        ensure(
          (damage === undefined) === (reference !== undefined),
          `zlib ${reference === undefined ? 'refuses' : 'takes'} what we ${damage === undefined ? 'take' : 'refuse'}`,
        );
        if (reference === undefined) continue;
        ensure(text.equals(reference.text), 'other bytes than those of zlib');
        ensure(end === reference.end, `ends at ${end}, that of zlib at ${reference.end}`);
      }
  },
};

/** Undefined where zlib refuses it; `open` where that is for a code with gaps, which says no less of what it does say. */
function inflateByZlib(input: Buffer): { text: Buffer; end: number } | 'open' | undefined {
  try {
    const { buffer, engine }: { buffer: Buffer; engine: { bytesWritten: number } } = Object(
      inflateRawSync(input, { info: true }),
    );
    return { text: buffer, end: engine.bytesWritten };
  } catch (error) {
    return /(?: set|missing end-of-block)$/.test(String(error)) ? 'open' : undefined;
  }
}

function inflateBy(Kind: typeof Inflater | typeof PlainInflater, packed: Buffer, cut: number) {
  const chunks: Buffer[] = [];
  const inflater = new Kind((chunk) => chunks.push(Buffer.from(chunk)));
  let end = 0;
  for (let at = 0; at < packed.length && !inflater.isDone; at += cut)
    end += inflater.take(packed.subarray(at, at + cut), false);
  if (!inflater.isDone) inflater.take(Buffer.alloc(0), true);
  return { text: Buffer.concat(chunks), end, damage: inflater.damage };
}
