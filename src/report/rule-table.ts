import { Chalk } from 'chalk';
import type { RuleDocs } from '../audit/rule-docs.ts';
import { wrap } from './plain-text.ts';

const GAP = 2;

/** The rules as a table: id, severity, what each fires on, within a width. */
export function ruleTable(
  rules: readonly RuleDocs[],
  { width, colour }: { width: number; colour: boolean },
): string {
  const { bold, dim } = new Chalk({ level: colour ? 1 : 0 });
  const ids = Math.max(...rules.map(({ id }) => id.length)) + GAP;
  const severities = 'critical'.length + GAP;
  const head = `${'rule'.padEnd(ids)}${'severity'.padEnd(severities)}fires on`;
  const left = ids + severities;
  const rows = rules.map(({ id, severity, title }) => {
    const what = wrap(title, width - left, ' '.repeat(left));
    return `${bold(id.padEnd(ids))}${severity.padEnd(severities)}${what}`;
  });
  return [dim(head), ...rows, '', dim('audit rules RULE explains one of them.')].join('\n');
}
