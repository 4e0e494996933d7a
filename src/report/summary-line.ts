import type { Finding, Report } from '../audit/finding.ts';
import { SEVERITIES } from '../config/levels.ts';
import { count } from './count.ts';

/** `5 findings (1 critical, 4 low) about 2 secrets in 1 Dockerfile; 1 suppressed`. */
export function foundLine({ summary, subjects, complete }: Report, open: readonly Finding[]): string {
  if (subjects.length === 0 && open.length === 0)
    return complete ? 'nothing to audit' : 'nothing could be audited';
  const counts = SEVERITIES.filter((level) => summary[level] > 0).map(
    (level) => `${summary[level]} ${level}`,
  );
  const secrets = new Set(open.map(({ secret }) => secret.fingerprint)).size;
  const found = open.length === 0 ? 'no findings' : `${count(open.length, 'finding')} (${counts.join(', ')})`;
  const about = open.length === 0 ? '' : ` about ${count(secrets, 'secret')}`;
  const suppressed = summary.suppressed === 0 ? '' : `; ${summary.suppressed} suppressed`;
  const whole = complete ? '' : '; the audit is not complete';
  return `${found}${about} in ${subjectCount(subjects)}${suppressed}${whole}`;
}

function subjectCount(subjects: Report['subjects']): string {
  const kinds = new Map<string, number>();
  for (const { kind } of subjects) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  const nouns = { dockerfile: 'Dockerfile', image: 'image', build: 'build' } as const;
  const parts = Object.entries(nouns).flatMap(([kind, noun]) => {
    const number = kinds.get(kind);
    return number === undefined ? [] : [count(number, noun)];
  });
  return parts.join(' and ');
}
