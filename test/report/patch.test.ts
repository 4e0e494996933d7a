import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Fix } from '../../src/audit/finding.ts';
import { MASK } from '../../src/audit/source-excerpt.ts';
import { patchesOf } from '../../src/report/html/patch.ts';
import { ioOf } from '../support/page-reports.ts';

describe('a suggested patch', () => {
  const lines = ['FROM a', 'ARG T', 'ENV A=1', 'RUN x', 'RUN y', 'RUN z', 'RUN w', 'CMD v', ''];
  const edit = (
    startLine: number,
    startColumn: number,
    endLine: number,
    endColumn: number,
    text: string,
  ) => ({
    path: 'Dockerfile',
    ...{ startLine, startColumn, endLine, endColumn, text },
  });
  const fixOf = (edits: Fix['edits']): Fix => ({ title: 'a', safety: 'safe', edits, commands: [] });
  const patch = (edits: Fix['edits'], text = lines) => patchesOf(fixOf(edits), ioOf(text).excerpt)[0];

  test('takes lines out and puts words in', () => {
    expect(patch([edit(2, 1, 3, 1, ''), edit(8, 5, 8, 6, 'u')])?.lines).toEqual([
      '--- a/Dockerfile',
      '+++ b/Dockerfile',
      '@@ -1,8 +1,7 @@',
      ' FROM a',
      '-ARG T',
      ' ENV A=1',
      ' RUN x',
      ' RUN y',
      ' RUN z',
      ' RUN w',
      '-CMD v',
      '+CMD u',
    ]);
  });

  test('of a file that does not end its last line says so', () => {
    expect(patch([edit(1, 1, 1, 1, '# a\n')], ['FROM a'])?.lines.slice(2)).toEqual([
      '@@ -1,1 +1,2 @@',
      '+# a',
      ' FROM a',
      '\\ No newline at end of file',
    ]);
  });

  test('with masked text in it is shown, not offered', () => {
    const masked = ['FROM a', `ENV A=${MASK}`, ''];
    expect(patch([edit(2, 1, 2, 1, '#')], masked)).toMatchObject({ applies: false });
    expect(patch([edit(2, 1, 2, 1, '#')])).toMatchObject({ applies: true });
  });

  test('makes of any file what its edits make of it', () => {
    const file = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', ' '), maxLength: 4 }), {
      minLength: 1,
      maxLength: 12,
    });
    const cuts = fc.array(fc.tuple(fc.nat(), fc.nat(6), fc.constantFrom('', 'x', 'x\n', '\n', 'x\ny')), {
      maxLength: 4,
    });
    fc.assert(
      fc.property(file, cuts, (own, given) => {
        const text = `${own.join('\n')}\n`;
        const { edits, result } = edited(text, given);
        const made = patch(edits, text.split('\n'));
        expect(made === undefined ? text : applied(text, made.lines)).toBe(
          result.endsWith('\n') || result === '' ? result : `${result}\n`,
        );
      }),
    );
  });

  /** Edits at random places that do not overlap, and what they make of a text. */
  function edited(text: string, given: readonly (readonly [number, number, string])[]) {
    const place = (offset: number) => {
      const before = text.slice(0, offset).split('\n');
      return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
    };
    const edits: Fix['edits'] = [];
    let result = '';
    let done = 0;
    for (const [at, length, put] of given) {
      const start = done + (at % (text.length - done + 1));
      const end = Math.min(text.length, start + length);
      const [from, to] = [place(start), place(end)];
      edits.push(edit(from.line, from.column, to.line, to.column, put));
      result += text.slice(done, start) + put;
      done = end;
    }
    return { edits, result: result + text.slice(done) };
  }

  /** As `patch` does it, without fuzz. */
  function applied(text: string, [, , ...body]: readonly string[]): string {
    const old = text.split('\n').slice(0, -1);
    const fresh: string[] = [];
    let at = 0;
    for (const line of body) {
      const hunk = /^@@ -(\d+),(\d+) \+(\d+),/.exec(line);
      if (hunk !== null) {
        const to = hunk[2] === '0' ? Number(hunk[1]) : Number(hunk[1]) - 1;
        while (at < to) fresh.push(old[at++] ?? '');
      } else if (line.startsWith('+')) fresh.push(line.slice(1));
      else if (!line.startsWith('\\')) {
        expect(line.slice(1)).toBe(old[at]);
        if (line.startsWith(' ')) fresh.push(old[at] ?? '');
        at += 1;
      }
    }
    return [...fresh, ...old.slice(at)].map((line) => `${line}\n`).join('');
  }
});
