import type { Finding, Report } from '../../audit/finding.ts';
import { allRules, type RuleDocs } from '../../audit/rule-docs.ts';
import { groupBySecret, type SecretGroup } from '../groups.ts';
import { imageName } from '../place.ts';
import type { ReportIo } from '../reporter.ts';

/** A report with all that its sections share. */
export interface View {
  report: Report;
  io: Pick<ReportIo, 'excerpt' | 'layers'>;
  /** Those that are not suppressed, in the order in which they are shown. */
  groups: readonly SecretGroup[];
  suppressed: readonly Finding[];
  /** Of each finding, its element. */
  idOf(finding: Finding): string;
  /** Of the rules that fired, those that are known. */
  rules: readonly RuleDocs[];
  /** Which of several images a place is in has to be said. */
  namesImages: boolean;
}

/** Orders a report for the page. */
export function viewOf(report: Report, io: View['io']): View {
  const groups = groupBySecret(report.findings.filter(({ suppressed }) => suppressed === undefined));
  const suppressed = report.findings.filter((one) => one.suppressed !== undefined);
  const shown = [...groups.flatMap(({ findings }) => findings), ...suppressed];
  const ids = new Map(shown.map((finding, index) => [finding, `f${index + 1}`]));
  const fired = new Set(shown.map(({ rule }) => rule));
  return {
    report,
    io,
    groups,
    suppressed,
    idOf: (finding) => ids.get(finding) ?? '',
    rules: allRules.filter(({ id }) => fired.has(id)),
    namesImages: new Set(shown.map(whereOf)).size > 1,
  };
}

/** The image or the file that a finding is in. */
export function whereOf({ location }: Finding): string {
  return location.kind === 'source' ? location.path : imageName(location);
}
