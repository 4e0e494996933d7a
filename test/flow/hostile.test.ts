import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { auditDockerfile } from '../../src/audit/audit-dockerfile.ts';
import { root } from '../support/cli.ts';
import { engine } from '../support/dockerfile.ts';
import { quickest } from '../support/quickest.ts';

const cases = readFileSync(join(root, 'fixtures/buildkit/parser-cases.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line): unknown => JSON.parse(line));
const texts = cases.flatMap((one) =>
  typeof one === 'object' && one !== null && 'text' in one && typeof one.text === 'string' ? [one.text] : [],
);
const PIECES = [
  '$(',
  ')',
  '"',
  "'",
  '`',
  '<<EOF\n',
  'EOF\n',
  '\\\n',
  '${',
  '}',
  '&&',
  '||',
  '|',
  '>',
  '# audit: ignore[',
  '--mount=type=secret,',
  'ONBUILD ',
  'FROM x AS y\n',
  'COPY --from=y / /\n',
  '\0',
  '\u{E123}',
  'if ',
  'fi',
  'while ',
  'done',
  '(',
  'f() {',
  'exit 0',
  'trap "',
  'eval ',
  'xargs -I{} ',
];

describe('no text takes the audit down', () => {
  test('real Dockerfiles, mutated', () => {
    expect(texts.length).toBeGreaterThan(500);
    fc.assert(
      fc.property(
        fc.constantFrom(...texts),
        fc.array(
          fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(...PIECES), fc.nat(8)),
          { maxLength: 6 },
        ),
        (text, edits) => {
          let mutated = text;
          for (const [where, piece, cut] of edits) {
            const at = Math.floor(where * mutated.length);
            mutated = mutated.slice(0, at) + piece + mutated.slice(at + cut);
          }
          const took = quickest(2000, () => {
            const { findings } = auditDockerfile('Dockerfile', mutated, engine);
            for (const { location } of findings)
              if (location.kind === 'source')
                expect(location.endLine).toBeGreaterThanOrEqual(location.startLine);
          });
          expect(took).toBeLessThan(2000);
        },
      ),
      { numRuns: 1500 },
    );
  });

  test.each([
    ['functions that call themselves', `f() { f; f; echo $T; }; f`],
    ['branches in a row', 'if [ $A ]; then cp /run/secrets/s /k; else rm /k; fi; '.repeat(2000)],
    ['branches in branches', `${'if a; then '.repeat(500)}echo $T > /k${'; fi'.repeat(500)}`],
    ['doubling', `A=$T; ${'A=$A$A; '.repeat(2000)} echo $A > /k`],
    ['loops in loops', `${'for i in 1 2 3 4 5 6 7 8; do '.repeat(12)}echo $T > /k$i${'; done'.repeat(12)}`],
    [
      'many files and patterns',
      `${Array.from({ length: 2000 }, (_, i) => `echo $T > /d/${i}`).join('; ')}; ${'rm -rf /d/*x*; '.repeat(200)}`,
    ],
    ['scripts in scripts', `${`sh -c "`.repeat(200)}echo $T`],
    ['substitutions that never end', `echo ${'$('.repeat(500_000)}`],
    ['URLs in a URL', `git clone ${'://a'.repeat(100_000)}$T`],
    ['many outputs in a word', `echo ${'``'.repeat(16_000)}`],
    ['pipes', `${'cat | '.repeat(3000)}tee /k`],
    [
      'a pattern that backtracks',
      `echo $T > /aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa; rm /${'*a'.repeat(60)}b`,
    ],
  ])('%s', (_, script) => {
    const text = `FROM a\nARG T\nRUN --mount=type=secret,id=s ${script}\n`;
    expect(quickest(5000, () => auditDockerfile('Dockerfile', text, engine))).toBeLessThan(5000);
  });
});
