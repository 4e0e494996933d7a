import type { AllowEntry, ConfigPart, RuleSetting } from '../../config/configuration.ts';
import { SEVERITIES, type Severity } from '../../config/levels.ts';
import { matchesStars } from '../../credentials/vocabulary.ts';
import { pathBelow } from '../engine.ts';
import type { Finding, Location, Skipped, Subject, Suppression } from '../finding.ts';
import { Baseline } from './baseline.ts';
import { placesOf } from './baseline-marks.ts';
import { isPathIn } from './paths.ts';
import { policyNotes } from './policy-notes.ts';
import type { LoadedConfig, Project } from './project.ts';
import { isExpired, type Tally } from './tally.ts';

/**
 * Holds findings against a project's configuration and baseline. It changes the findings that it is given: what is added
 * to them later, rewrites say, has to find the same ones.
 */
export class Policy {
  readonly #project: Project;
  readonly #today: string;
  readonly #baseline: Baseline | undefined;
  readonly #tally: Tally = { off: new Map(), lowered: new Map(), matched: new Set() };

  /** @param today `YYYY-MM-DD` */
  constructor(project: Project, today = new Date().toISOString().slice(0, 10)) {
    this.#project = project;
    this.#today = today;
    this.#baseline = project.baseline && new Baseline(project.baseline);
  }

  /** The findings without those of rules that are off, as severe as the configuration has it, those that are allowed or known suppressed. */
  apply(findings: readonly Finding[]): Finding[] {
    return findings.flatMap((finding) => this.#one(finding) ?? []);
  }

  /** What was left out, and what of the configuration and the baseline had no effect. */
  notes(subjects: readonly Subject[]): Skipped[] {
    const { config, isWhole } = this.#project;
    return [
      ...(config === undefined
        ? []
        : policyNotes(config, this.#tally, { subjects, isWhole, today: this.#today })),
      ...(this.#baseline?.notes(subjects, isWhole) ?? []),
    ];
  }

  #one(finding: Finding): Finding | undefined {
    const { recording } = this.#project;
    const baseline = this.#baseline;
    const judged = this.#configured(finding);
    if (judged === undefined) return undefined;
    if (judged.suppressed === undefined) recording?.record.add(judged);
    // One that is suppressed already takes its place in the baseline all the same, lest it count as gone.
    const isKnown = baseline?.take(judged) === true;
    if (baseline !== undefined && isKnown)
      judged.suppressed ??= { by: 'baseline', reason: `recorded in ${baseline.shown}` };
    return judged;
  }

  #configured(finding: Finding): Finding | undefined {
    const { config } = this.#project;
    if (config === undefined) return finding;
    const paths = placesOf(finding).map((place) => pathOf(place, config));
    if (config.onlyBelow && paths.some((path) => path === undefined)) return finding;
    const parts = config.parts.filter((part) => holdsFor(part, paths));
    const settings = parts.flatMap(({ rules }) => rules).filter(({ rule }) => rule === finding.rule);
    const switched = settings.findLast(({ enabled }) => enabled !== undefined);
    if (switched?.enabled === false) {
      count(this.#tally.off, switched);
      // Nobody is told of it, and nobody mends it.
      finding.suppressed ??= { by: `${config.shown}:${switched.line}`, reason: 'the rule is off' };
      return undefined;
    }
    finding.severity = this.#severity(finding, settings);
    const allowed = this.#allowed(parts, finding, paths, config);
    if (allowed !== undefined) finding.suppressed ??= allowed;
    return finding;
  }

  #severity({ severity: own }: Finding, settings: readonly RuleSetting[]): Severity {
    const setting = settings.findLast(({ severity }) => severity !== undefined);
    if (setting?.severity === undefined) return own;
    if (SEVERITIES.indexOf(setting.severity) > SEVERITIES.indexOf(own)) count(this.#tally.lowered, setting);
    return setting.severity;
  }

  #allowed(
    parts: readonly ConfigPart[],
    finding: Finding,
    paths: readonly (string | undefined)[],
    { shown }: LoadedConfig,
  ): Suppression | undefined {
    const matching = parts
      .flatMap(({ allow }) => allow)
      .filter((entry) => !isExpired(entry, this.#today) && isAbout(entry, finding, paths));
    for (const entry of matching) this.#tally.matched.add(entry);
    const [first] = matching;
    return first && { by: `${shown}:${first.line}`, reason: first.reason };
  }
}

function isAbout(
  { rule, name, kind, valueHash, path }: AllowEntry,
  { rule: ruleId, secret }: Finding,
  paths: readonly (string | undefined)[],
): boolean {
  return (
    (rule === undefined || rule === ruleId) &&
    (name === undefined || (secret.name !== undefined && matchesStars(name, secret.name))) &&
    (kind === undefined || kind === secret.kind) &&
    (valueHash === undefined || valueHash === secret.valueHash) &&
    (path === undefined || areIn(paths, [path]))
  );
}

function holdsFor({ paths: globs }: ConfigPart, paths: readonly (string | undefined)[]): boolean {
  return globs === undefined || areIn(paths, globs);
}

/** A secret that is in two places is in a folder only if both are. */
function areIn(paths: readonly (string | undefined)[], globs: readonly string[]): boolean {
  return paths.every((path) => path !== undefined && globs.some((glob) => isPathIn(path, glob)));
}

/** From the folder of the configuration; with a leading slash in an image. Undefined for what it does not govern. */
function pathOf(location: Location, { folder, onlyBelow }: LoadedConfig): string | undefined {
  if (location.kind === 'image') return location.path ?? '/';
  const path = pathBelow(folder, location.path);
  return onlyBelow && /^(?:\.\.(?:\/|$)|\/|[A-Za-z]:)/.test(path) ? undefined : path;
}

function count<T>(counts: Map<T, number>, key: T): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
