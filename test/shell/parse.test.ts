import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseShell } from '../../src/shell/parse.ts';
import { parseWindowsShell } from '../../src/shell/windows.ts';

/** Every variable with the text that its place points at. */
function variables(text: string): string[] {
  const { commands, documents } = parseShell(text);
  const words = [
    ...documents,
    ...commands.flatMap((one) => [
      ...one.words,
      ...one.assignments.map(({ value }) => value),
      ...one.redirects.map(({ target }) => target),
    ]),
  ];
  const slots = new Set(words.flatMap((word) => word.slots));
  return [...slots]
    .filter(({ variable }) => variable !== undefined)
    .map(({ start, end }) => text.slice(start, end));
}

describe('places survive quotes, escapes and scripts in scripts', () => {
  test.each([
    ['echo $A "${B:-$C}" \'$D\' $E', ['$A', '${B:-$C}', '$C', '$E']],
    ['sh -c "echo \\"$A\\" \\$B"', ['$A', '$B']],
    ['sh -c \'echo $A; curl "$B"\'', ['$A', '$B']],
    ['eval "x=$A; echo \\$B"', ['$A', '$B']],
    ['echo `echo $A \\`echo $B\\``', ['$A', '$B']],
    ['bash -c "sh -c \'echo $A\'"', ['$A']],
    ['cat <<E > f\n$A \\$B ${C}\nE\n', ['$A', '${C}']],
    ['cat <<< "x$A"', ['$A']],
    ["trap 'rm $A' EXIT", ['$A']],
    ['if [ "$A" ]; then (echo $B | tee $C); fi; for i in x; do echo $i; done', ['$A', '$B', '$C', '$i']],
  ])('%j', (text, wanted) => expect(variables(text).sort()).toEqual([...wanted].sort()));
});

test('what cannot be parsed says where', () => {
  const { problems } = parseShell('echo a && ( echo b');
  expect(problems.length).toBeGreaterThan(0);
  expect(problems[0]?.at).toBeGreaterThan(0);
});

test('no text breaks either reader, and no place is outside of it', () => {
  const piece = fc.constantFrom(
    'sh -c ',
    '"',
    "'",
    '`',
    '$(',
    ')',
    '$A',
    '${B',
    '}',
    '\\',
    '\n',
    ' ',
    ';',
    '|',
    '<<E',
    'E\n',
    '%C%',
    '$env:D',
    '{',
    '(',
    'eval ',
    '>',
    '&&',
    '\u{E000}',
    'é',
    '😀',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const text = pieces.join('');
      for (const script of [
        parseShell(text),
        parseWindowsShell(text, 'cmd'),
        parseWindowsShell(text, 'pwsh'),
      ])
        for (const { start, end, words } of script.commands) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeLessThanOrEqual(text.length + 1);
          for (const { slots } of words)
            for (const slot of slots) expect(slot.end).toBeLessThanOrEqual(text.length + 1);
        }
    }),
    { numRuns: 500 },
  );
});
