import { describe, expect, test } from 'vitest';
import { parseHistories, parseHistory } from '../../src/image/history.ts';
import type { HistoryEntry } from '../../src/image/image.ts';

function entry(createdBy: string, more: Partial<HistoryEntry> = {}): HistoryEntry {
  return { createdBy, emptyLayer: true, ...more };
}

function pairs(entries: readonly HistoryEntry[], i = entries.length - 1): [string, string][] {
  const found = parseHistories(entries)[i]?.arguments ?? [];
  for (const { value, start, end } of found) expect(entries[i]?.createdBy.slice(start, end)).toBe(value);
  return found.map(({ name, value }) => [name, value]);
}

const buildkit = { comment: 'buildkit.dockerfile.v0' };

describe('builder and instruction', () => {
  test.each<[string, Partial<HistoryEntry>, string, string]>([
    ['RUN /bin/sh -c make # buildkit', buildkit, 'buildkit', 'RUN'],
    ['RUN |1 A=b /bin/sh -c make # buildkit', buildkit, 'buildkit', 'RUN'],
    ['COPY a /a # buildkit', buildkit, 'buildkit', 'COPY'],
    ['CMD ["sh"]', buildkit, 'buildkit', 'CMD'],
    ['/bin/sh -c #(nop)  CMD ["sh"]', {}, 'classic', 'CMD'],
    ['/bin/bash -ec #(nop)  LABEL a=b', {}, 'classic', 'LABEL'],
    ['/bin/sh -c #(nop) CMD ["sh"]', {}, 'buildah', 'CMD'],
    ['/bin/sh -c #(nop) COPY file:0 in /x ', { comment: 'FROM 5f37322f739f' }, 'buildah', 'COPY'],
    ['RUN echo $TOKEN', { author: 'kaniko' }, 'kaniko', 'RUN'],
    ['/bin/sh -c make', {}, 'unknown', 'RUN'],
    ['|1 A=b /bin/sh -c make', {}, 'unknown', 'RUN'],
    ['bazel build ...', {}, 'unknown', ''],
    ['', {}, 'unknown', ''],
  ])('%j', (createdBy, more, builder, instruction) => {
    expect(parseHistory(entry(createdBy, more))).toMatchObject({ builder, instruction });
  });

  test('a RUN of the classic builder is known by its neighbours', () => {
    const entries = [entry('/bin/sh -c #(nop)  ENV A=b'), entry('/bin/sh -c make')];
    expect(parseHistories(entries)[1]?.builder).toBe('classic');
  });
});

describe('build arguments of RUN', () => {
  test('values with blanks, quotes, newlines and a pipe', () => {
    const entries = [
      entry('ARG TOKEN', buildkit),
      entry('ARG DEF', buildkit),
      entry('ARG UNSET', buildkit),
      entry(
        'RUN |3 TOKEN=va lue "q" \'s\' |2 A=B\nline DEF=d UNSET= /bin/sh -c echo "x" # buildkit',
        buildkit,
      ),
    ];
    expect(pairs(entries)).toEqual([
      ['TOKEN', 'va lue "q" \'s\' |2 A=B\nline'],
      ['DEF', 'd'],
      ['UNSET', ''],
    ]);
    const [, , , run] = parseHistories(entries);
    expect(entries[3]?.createdBy.slice(run?.bodyStart)).toBe('/bin/sh -c echo "x" # buildkit');
    expect(run?.arguments.some((argument) => argument.ambiguous)).toBe(false);
  });

  test('without ARG entries the count decides, and a surplus is ambiguous', () => {
    expect(pairs([entry('|2 A=b c D=e /bin/sh -c D=x make')])).toEqual([
      ['A', 'b c'],
      ['D', 'e'],
    ]);
    const surplus = parseHistory(entry('|2 A=b B=c C=d /bin/sh -c make'));
    expect(surplus.arguments.map(({ name, value, ambiguous }) => [name, value, ambiguous])).toEqual([
      ['A', 'b', true],
      ['B', 'c C=d', true],
    ]);
  });

  test("the last value ends at the image's own shell", () => {
    const shell = entry('SHELL [/bin/busybox sh -ec]', buildkit);
    expect(pairs([shell, entry('RUN |1 A=b c /bin/busybox sh -ec make # buildkit', buildkit)])).toEqual([
      ['A', 'b c'],
    ]);
    const asJson = entry('/bin/sh -c #(nop) SHELL ["/bin/ash","-c"]');
    expect(pairs([asJson, entry('|1 A=b c /bin/ash -c make')])).toEqual([['A', 'b c']]);
  });

  test('without any known shell the last value is its first word, and ambiguous', () => {
    const found = parseHistory(entry('RUN |1 A=b /app install # buildkit', buildkit)).arguments;
    expect(found).toMatchObject([{ name: 'A', value: 'b', ambiguous: true }]);
  });

  test('buildah counts words', () => {
    const entries = [
      entry('/bin/sh -c #(nop) ARG OTHER TOKEN', { comment: 'FROM 5611a5326759' }),
      entry('|4 OTHER=dflt TOKEN=a b c /bin/sh -c make', { comment: 'FROM 9e6b6ceb1c53' }),
    ];
    expect(pairs(entries)).toEqual([
      ['OTHER', 'dflt'],
      ['TOKEN', 'a b c'],
    ]);
  });

  test.each([
    '|0 /bin/sh -c make',
    '|9 ',
    '|2 A',
    '|99999999999999999999 A=b /bin/sh -c x',
    'RUN |1 # buildkit',
  ])('odd text %j breaks nothing', (createdBy) => {
    pairs([entry(createdBy)]);
  });
});

describe('ARG, ENV and LABEL', () => {
  test.each<[string, Partial<HistoryEntry>, [string, string][]]>([
    ['ARG TOKEN=abc', buildkit, [['TOKEN', 'abc']]],
    ['ARG TOKEN', buildkit, []],
    ['ARG A B=c', buildkit, [['B', 'c']]],
    [
      'ENV A=b c D=e',
      buildkit,
      [
        ['A', 'b c'],
        ['D', 'e'],
      ],
    ],
    ['/bin/sh -c #(nop)  ENV A=b c', {}, [['A', 'b c']]],
    [
      '/bin/sh -c #(nop) ENV A="b c" D=$E',
      {},
      [
        ['A', 'b c'],
        ['D', '$E'],
      ],
    ],
    ['/bin/sh -c #(nop) ENV A old form', {}, [['A', 'old form']]],
    [
      'LABEL org.example.a-b=c d "x y"=z',
      buildkit,
      [
        ['org.example.a-b', 'c d'],
        ['x y', 'z'],
      ],
    ],
    ['ENV A="b"', { author: 'kaniko' }, [['A', 'b']]],
  ])('%j', (createdBy, more, expected) => {
    expect(pairs([entry(createdBy, more)])).toEqual(expected);
  });
});
