import { posix } from 'node:path';
import { Pattern } from './pattern.ts';
import { PatternSet } from './pattern-set.ts';

interface Rule {
  pattern: Pattern;
  /** `!`: takes back in what an earlier pattern kept out. */
  keeps: boolean;
}

/** What an ignore file keeps out of the build context, as moby/patternmatcher reads it: the last match decides. */
export class IgnoreRules {
  readonly #rules: readonly Rule[];
  readonly #patterns = new PatternSet();

  private constructor(rules: readonly Rule[]) {
    this.#rules = rules;
    for (const { pattern } of rules) this.#patterns.add(pattern.steps);
  }

  /** @param refuse told of each pattern that the builder would refuse, with its line */
  static of(text: string, refuse: (line: number, reason: string) => void): IgnoreRules {
    const lines = text.replace(/^\uFEFF/, '').split('\n');
    return IgnoreRules.ofPatterns(
      lines.map((line) => (line.startsWith('#') ? '' : line)),
      (index, reason) => refuse(index + 1, reason),
    );
  }

  /** The same of `--exclude` patterns. */
  static ofPatterns(
    patterns: readonly string[],
    refuse: (index: number, reason: string) => void,
  ): IgnoreRules {
    const rules = patterns.flatMap((written, index): Rule[] => {
      const pattern = cleaned(written);
      if (pattern === '') return [];
      try {
        if (pattern === '!') throw new SyntaxError('there is nothing behind the !');
        const keeps = pattern.startsWith('!');
        return [{ pattern: Pattern.ofIgnoreFile(keeps ? pattern.slice(1) : pattern), keeps }];
      } catch (error) {
        refuse(index, error instanceof SyntaxError ? error.message : String(error));
        return [];
      }
    });
    return new IgnoreRules(rules);
  }

  /** @param path relative to the root, with `/` */
  ignores(path: string): boolean {
    return this.#rules[this.#patterns.lastMatch(path)]?.keeps === false;
  }

  /** True when a `!` pattern may take something below an ignored folder back in. */
  mayKeepBelow(folder: string): boolean {
    const below = `${folder}/`;
    return this.#rules.some(({ pattern, keeps }) => {
      if (!keeps) return false;
      const { prefix, isPlain } = pattern;
      return prefix.startsWith(below) || (!isPlain && below.startsWith(prefix));
    });
  }
}

/** As the file's reader and the matcher after it clean a pattern, the `!` in front and behind. */
function cleaned(written: string): string {
  const trimmed = written.trim();
  const keeps = trimmed.startsWith('!');
  const bare = keeps ? trimmed.slice(1).trim() : trimmed;
  if (bare === '') return keeps ? '!' : '';
  const path = clean(bare).replace(/^\/(?=.)/, '');
  return keeps ? clean(`!${path}`) : path;
}

/** Go's filepath.Clean. */
function clean(path: string): string {
  const normal = posix.normalize(path);
  return normal.length > 1 ? normal.replace(/\/$/, '') : normal;
}
