import type { Confidence, Severity } from '../../config/levels.ts';
import { brief, plain } from '../plain-text.ts';
import { ruleInfo } from '../rule-info.ts';

export const LEVELS = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
} as const satisfies Record<Severity, string>;

/** GitHub: critical above 9.0, high from 7.0, medium from 4.0. */
export const SECURITY_SEVERITIES = {
  critical: '9.5',
  high: '8.0',
  medium: '5.5',
  low: '2.0',
} as const satisfies Record<Severity, string>;

const PRECISIONS = { certain: 'very-high', likely: 'high', possible: 'medium' } as const satisfies Record<
  Confidence,
  string
>;

/** What GitHub takes of a description. */
const LONGEST_DESCRIPTION = 1024;

/** A rule as a SARIF reportingDescriptor. */
export function sarifRule(id: string) {
  const { title, why, instead, markdown, url, severity, confidence } = ruleInfo(id);
  return {
    id: plain(id),
    name: pascalCase(plain(id)),
    shortDescription: { text: brief(title, LONGEST_DESCRIPTION) },
    fullDescription: { text: brief(why, LONGEST_DESCRIPTION) },
    help: { text: `${plain(why)}\n\n${plain(instead)}`.trim(), markdown: lines(markdown) },
    ...(url !== undefined && { helpUri: url }),
    defaultConfiguration: { level: LEVELS[severity] },
    properties: {
      tags: ['security', 'secrets', 'docker'],
      precision: PRECISIONS[confidence],
      'problem.severity': LEVELS[severity] === 'note' ? 'recommendation' : LEVELS[severity],
      'security-severity': SECURITY_SEVERITIES[severity],
    },
  };
}

function pascalCase(id: string): string {
  return id.replace(/(?:^|-)(.)/g, (_, first: string) => first.toUpperCase());
}

function lines(markdown: string): string {
  return markdown.split('\n').map(plain).join('\n');
}
