import { append } from '../config/append.ts';
import { SEVERITIES } from '../config/levels.ts';
import type { Finding, Report, Skipped, Subject } from './finding.ts';
import { findingFingerprint } from './fingerprint.ts';
import { type Gate, isShown } from './gate.ts';
import type { Policy } from './project/policy.ts';

/** What of a run is told, where that is not all. */
export interface News {
  findings: ReadonlySet<Finding>;
  isTold(one: Skipped): boolean;
  since: string;
}

/** Collects what a run finds, subject by subject, and makes the report. */
export class ReportBuilder {
  readonly #tool: Report['tool'];
  readonly #gate: Gate;
  readonly #subjects: Subject[] = [];
  readonly #skipped: Skipped[] = [];
  readonly #notes: Skipped[] = [];
  readonly #findings: Finding[] = [];
  readonly #found: ((finding: Finding) => void) | undefined;
  readonly #policies = new Set<Policy>();
  #policy: Policy | undefined;
  #news: News | undefined;

  /** @param found gets each finding that is shown as it comes in */
  constructor(tool: Report['tool'], gate: Gate, found?: (finding: Finding) => void) {
    this.#found = found;
    this.#tool = tool;
    this.#gate = gate;
  }

  /** What the findings from now on are held against, before anything else. */
  govern(policy: Policy | undefined): void {
    this.#policy = policy;
    if (policy !== undefined) this.#policies.add(policy);
  }

  subject(subject: Subject): void {
    this.#subjects.push(subject);
  }

  add(found: readonly Finding[]): void {
    const findings = this.#policy?.apply(found) ?? found;
    append(this.#findings, findings);
    if (this.#found === undefined) return;
    for (const finding of findings) if (this.isShown(finding)) this.#found(finding);
  }

  /** Whether it is as sure as the gate asks for. */
  isShown({ confidence }: Finding): boolean {
    return isShown(confidence, this.#gate);
  }

  /** Whether a finding is in the report. */
  isTold(finding: Finding): boolean {
    return this.isShown(finding) && this.#news?.findings.has(finding) !== false;
  }

  /** What was found so far, what is less than sure as well. */
  get findings(): readonly Finding[] {
    return this.#findings;
  }

  /** What was skipped so far, and what is worth knowing. */
  get told(): readonly Skipped[] {
    return [...this.#skipped, ...this.#notes];
  }

  /** What alone is told. */
  narrow(news: News): void {
    this.#news = news;
  }

  skip(what: string, reason: string): void {
    this.#skipped.push({ what, reason });
  }

  note(what: string, reason: string): void {
    this.#notes.push({ what, reason });
  }

  #policyNotes(): Skipped[] {
    return [...this.#policies].flatMap((policy) => policy.notes(this.#subjects));
  }

  #hiddenNote(inside: readonly Finding[]): Skipped[] {
    const hidden = inside.filter((finding) => !this.isShown(finding)).length;
    if (hidden === 0) return [];
    const reason = `less than ${this.#gate.minConfidence}: shown with --min-confidence possible`;
    return [{ what: more(hidden), reason }];
  }

  #outsideNote(): Skipped[] {
    const isOutside = (finding: Finding) =>
      finding.suppressed === undefined && this.isShown(finding) && !this.isTold(finding);
    const outside = this.#findings.filter(isOutside).length;
    if (this.#news === undefined || outside === 0) return [];
    return [{ what: more(outside), reason: `not new since ${this.#news.since}; not shown` }];
  }

  report(): Report {
    const news = this.#news;
    const inside = this.#findings.filter((finding) => news?.findings.has(finding) !== false);
    const isTold = (one: Skipped): boolean => news?.isTold(one) !== false;
    const skipped = this.#skipped.filter(isTold);
    const findings = numbered(inside.filter((finding) => this.isShown(finding)));
    const summary = { critical: 0, high: 0, medium: 0, low: 0, suppressed: 0 };
    const open = findings.filter(({ suppressed }) => suppressed === undefined);
    for (const severity of SEVERITIES)
      summary[severity] = open.filter((one) => one.severity === severity).length;
    summary.suppressed = findings.length - open.length;
    return {
      schemaVersion: 1,
      tool: this.#tool,
      complete: skipped.length === 0,
      subjects: this.#subjects,
      skipped,
      notes: [
        ...this.#notes.filter(isTold),
        ...(this.#gate.notes ?? []),
        ...this.#policyNotes(),
        ...this.#outsideNote(),
        ...this.#hiddenNote(inside),
      ],
      findings,
      summary,
    };
  }
}

function more(count: number): string {
  return count === 1 ? '1 more finding' : `${count} more findings`;
}

/** Findings that say the same of the same place twice are told apart by their order. */
function numbered(findings: readonly Finding[]): Finding[] {
  const seen = new Map<string, number>();
  return findings.map((finding) => {
    const count = seen.get(finding.fingerprint) ?? 0;
    seen.set(finding.fingerprint, count + 1);
    return count === 0
      ? finding
      : { ...finding, fingerprint: findingFingerprint([finding.fingerprint, `${count}`]) };
  });
}
