import { readFileSync } from 'node:fs';
import { IgnoreRules } from '../../../src/context/ignore-rules.ts';
import { Pattern } from '../../../src/context/pattern.ts';
import { PatternSet } from '../../../src/context/pattern-set.ts';
import { ensure, expecting, type Target } from '../target.ts';

const PATHS = [
  '.env',
  'src/a.js',
  'node_modules/.git/x',
  'a/b/c/d/e',
  'é',
  '[z]',
  'aaaaaaaaaaaaaaaaaaaaaaaaaaaa',
  'a/**/b',
];

/** The path, and the folders that it is in. */
function above(path: string): string[] {
  const parts = path.split('/');
  return parts.map((_, at) => parts.slice(0, at + 1).join('/'));
}

export const ignoring: Target = {
  name: 'ignore-files',
  sources: ['src/context/ignore-rules.ts', 'src/context/pattern.ts', 'src/context/pattern-set.ts'],
  most: 4096,
  seeds: () =>
    readFileSync('fixtures/context/ignore-cases.jsonl', 'utf8')
      .trim()
      .split('\n')
      .flatMap((line) => {
        const { text, source }: { text?: string; source?: string } = JSON.parse(line);
        return text ?? source ?? [];
      }),

  run(input) {
    const text = input.toString('utf8');
    const lines = text.split('\n').length;
    const rules = IgnoreRules.of(text, (line) =>
      ensure(line >= 1 && line <= lines, `line ${line} of ${lines}`),
    );
    for (const path of PATHS) {
      rules.ignores(path);
      rules.mayKeepBelow(path);
    }
    const set = new PatternSet();
    const patterns: Pattern[] = [];
    for (const line of text.split('\n').slice(0, 20))
      expecting(
        (error) => error instanceof SyntaxError,
        () => {
          const pattern = Pattern.ofIgnoreFile(line);
          patterns.push(pattern);
          set.add(pattern.steps);
        },
      );
    for (const path of PATHS) {
      const last = patterns.findLastIndex((pattern) => above(path).some((one) => pattern.matches(one)));
      ensure(set.lastMatch(path) === last, `together another one matches ${path} than alone`);
    }
    for (const line of text.split('\n').slice(0, 20))
      expecting(
        (error) => error instanceof SyntaxError,
        () => {
          const pattern = Pattern.ofSource(line);
          for (const path of PATHS) pattern.matches(path);
        },
      );
  },
};
