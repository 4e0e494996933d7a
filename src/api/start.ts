import type { Finding, Report } from '../audit/finding.ts';
import type { Limits } from '../config/limits.ts';
import type { Choices } from './check-options.ts';
import type { Audit, AuditOptions, EarlyFinding } from './types.ts';

/** What is looked at before anything is started. */
type StartOptions = Pick<AuditOptions, 'signal'> & Choices;

/**
 * Starts an audit. Throws nothing itself: the audit rejects with an InputError where an option has a value that it does not
 * take, with the signal's reason where that is aborted, else with what `run` rejects with.
 *
 * @param run gets a function to be called with each finding as it comes
 */
export function startAudit(
  options: StartOptions,
  run: (found: (finding: Finding) => void) => Promise<Report>,
): Audit {
  const findings = new Findings();
  const report = orReason(options, () => run((finding) => findings.add(finding)));
  findings.endWith(report);
  return Object.assign(report, { findings });
}

/**
 * Runs with options that make sense. An aborted run rejects with the signal's reason, whatever came of it.
 *
 * @throws InputError where an option has a value that it does not take, the signal's reason, and what `run` throws
 */
export async function orReason<T>(options: StartOptions, run: () => Promise<T>): Promise<T> {
  const { signal } = options;
  try {
    signal?.throwIfAborted();
    const { checkOptions } = await import('./check-options.ts');
    checkOptions(options);
    const result = await run();
    signal?.throwIfAborted();
    return result;
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}

/**
 * The limits that were given.
 *
 * @throws InputError where there is no limit of that name, or it has no such value
 */
export async function limitsOf({
  limits,
}: Pick<AuditOptions, 'limits'>): Promise<Partial<Limits> | undefined> {
  if (limits === undefined) return undefined;
  const { limitsFrom } = await import('../config/read-limit.ts');
  return limitsFrom(limits);
}

class Findings implements AsyncIterable<EarlyFinding> {
  readonly #found: EarlyFinding[] = [];
  readonly #waiting = new Set<() => void>();
  #report: Promise<unknown> | undefined;
  #isOver = false;

  add({ fixes: _, fixRefused: __, ...finding }: Finding): void {
    this.#found.push(finding);
    this.#wake();
  }

  /** Nothing comes any more when this is settled. */
  endWith(report: Promise<unknown>): void {
    this.#report = report;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<EarlyFinding, void, void> {
    const over = (): void => {
      this.#isOver = true;
      this.#wake();
    };
    // Not before someone listens here: a failure that nobody hears of is to stay an unhandled one.
    this.#report?.then(over, over);
    for (let at = 0; ; at += 1) {
      while (at >= this.#found.length && !this.#isOver)
        await new Promise<void>((resolve) => this.#waiting.add(resolve));
      const finding = this.#found[at];
      if (finding === undefined) break;
      yield finding;
    }
    await this.#report;
  }

  #wake(): void {
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }
}
