import { SEVERITIES } from '../config/levels.ts';
import type { Scope } from './changes/scope.ts';
import type { Finding, Report, Skipped, Subject } from './finding.ts';
import { findingFingerprint } from './fingerprint.ts';
import { type Gate, isShown } from './gate.ts';
import type { Policy } from './project/policy.ts';

/** Collects what a run finds, subject by subject, and makes the report. */
export class ReportBuilder {
  readonly #tool: Report['tool'];
  readonly #gate: Gate;
  readonly #scope: Scope | undefined;
  readonly #subjects: Subject[] = [];
  readonly #skipped: Skipped[] = [];
  readonly #notes: Skipped[] = [];
  readonly #findings: Finding[] = [];
  readonly #found: ((finding: Finding) => void) | undefined;
  readonly #policies = new Set<Policy>();
  #policy: Policy | undefined;
  #hidden = 0;
  #outside = 0;

  /**
   * @param found gets each finding that is shown as it comes in
   * @param scope what is reported, where that is not all
   */
  constructor(tool: Report['tool'], gate: Gate, found?: (finding: Finding) => void, scope?: Scope) {
    this.#found = found;
    this.#scope = scope;
    this.#tool = tool;
    this.#gate = gate;
  }

  /** What the findings from now on are held against, before anything else. */
  govern(policy: Policy | undefined): void {
    this.#policy = policy;
    if (policy !== undefined) this.#policies.add(policy);
  }

  subject(subject: Subject): void {
    if (this.#scope?.isTold(subject.name) !== false) this.#subjects.push(subject);
  }

  findings(found: readonly Finding[]): void {
    const findings = this.#policy?.apply(found) ?? found;
    const inside = findings.filter((finding) => this.#scope?.isShown(finding) !== false);
    const shown = inside.filter(({ confidence }) => isShown(confidence, this.#gate));
    const outside = findings.filter((finding) => !inside.includes(finding));
    this.#outside += outside.filter(({ confidence }) => isShown(confidence, this.#gate)).length;
    this.#hidden += inside.length - shown.length;
    for (const finding of shown) {
      this.#findings.push(finding);
      this.#found?.(finding);
    }
  }

  skip(what: string, reason: string): void {
    if (this.#scope?.isTold(what) !== false) this.#skipped.push({ what, reason });
  }

  note(what: string, reason: string): void {
    if (this.#scope?.isTold(what) !== false) this.#notes.push({ what, reason });
  }

  #policyNotes(): Skipped[] {
    return [...this.#policies].flatMap((policy) => policy.notes(this.#subjects));
  }

  #hiddenNote(): Skipped[] {
    if (this.#hidden === 0) return [];
    return [
      {
        what: more(this.#hidden),
        reason: `less than ${this.#gate.minConfidence}: shown with --min-confidence possible`,
      },
    ];
  }

  #outsideNote(): Skipped[] {
    if (this.#scope === undefined || this.#outside === 0) return [];
    return [{ what: more(this.#outside), reason: `${this.#scope.outside}; not shown` }];
  }

  report(): Report {
    const findings = numbered(this.#findings);
    const summary = { critical: 0, high: 0, medium: 0, low: 0, suppressed: 0 };
    const open = findings.filter(({ suppressed }) => suppressed === undefined);
    for (const severity of SEVERITIES)
      summary[severity] = open.filter((one) => one.severity === severity).length;
    summary.suppressed = findings.length - open.length;
    return {
      schemaVersion: 1,
      tool: this.#tool,
      complete: this.#skipped.length === 0,
      subjects: this.#subjects,
      skipped: this.#skipped,
      notes: [
        ...this.#notes,
        ...(this.#gate.notes ?? []),
        ...this.#policyNotes(),
        ...this.#outsideNote(),
        ...this.#hiddenNote(),
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
