import type { Span } from '../dockerfile/source-text.ts';
import { SpanIndex } from '../flow/span-index.ts';
import type { BadIgnore, Ignore } from './ignore-comments.ts';
import type { Problem } from './problem.ts';

/** Holds problems against the ignore comments of a file. */
export class Suppressor {
  /** Comments that are meant as ours and are not taken. */
  readonly bad: readonly BadIgnore[];
  readonly #ignores: readonly Ignore[];
  readonly #wide: readonly Ignore[];
  readonly #placed: SpanIndex<{ span: Span; ignore: Ignore }>;
  readonly #used = new Set<Ignore>();

  constructor({ ignores, bad }: { ignores: readonly Ignore[]; bad: readonly BadIgnore[] }) {
    this.bad = bad;
    this.#ignores = ignores;
    this.#wide = ignores.filter(({ within }) => within === undefined);
    this.#placed = new SpanIndex(
      ignores.flatMap((ignore) => (ignore.within === undefined ? [] : [{ span: ignore.within, ignore }])),
    );
  }

  /** The comment that a problem is suppressed by, ours before others. */
  suppression(ruleId: string, { at, secret, data }: Problem<Span>): Ignore | undefined {
    const called = new Set([secret.name, data?.['env'], data?.['what']]);
    const here = this.#placed.touching({ start: at.start, end: at.start + 1 }).map(({ ignore }) => ignore);
    const matching = [...here, ...this.#wide].filter(
      ({ rules, names }) =>
        rules.has(ruleId) && (names === undefined || [...names].some((name) => called.has(name))),
    );
    for (const one of matching) this.#used.add(one);
    return matching.find(({ own }) => own) ?? matching[0];
  }

  /** Our comments that matched nothing. */
  get unmatched(): Ignore[] {
    return this.#ignores.filter((one) => one.own && !this.#used.has(one));
  }
}
