import type { Finding } from '../audit/finding.ts';
import { SEVERITIES, type Severity } from '../config/levels.ts';

/** As the rules use them. */
const MEANINGS: Readonly<Record<Severity, string>> = {
  critical: 'whoever gets the image gets the secret',
  high: 'so does whoever gets its history, provenance or cache',
  medium: 'it stays with the builder, or a build goes wrong',
  low: 'it is not at risk in this build',
};

/** What the severities of some findings mean, worst first. */
export function severityLegend(findings: readonly Finding[]): string {
  const levels = SEVERITIES.filter((level) => findings.some(({ severity }) => severity === level));
  return levels.map((level) => `${level}: ${MEANINGS[level]}`).join('; ');
}
