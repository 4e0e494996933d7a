import { Chalk } from 'chalk';
import type { RuleDocs } from '../audit/rule-docs.ts';
import type { ConfigPart } from '../config/configuration.ts';
import { wrap } from './plain-text.ts';

const GAP = 2;

/** The rules as a table: id, severity or off as a configuration has it, what each fires on, within a width. */
export function ruleTable(
  rules: readonly RuleDocs[],
  { width, colour }: { width: number; colour: boolean },
  { parts: [everywhere] }: { parts: readonly ConfigPart[] } = { parts: [] },
): string {
  const { bold, dim } = new Chalk({ level: colour ? 1 : 0 });
  const settings = new Map(everywhere?.rules.map((one) => [one.rule, one]));
  const ids = Math.max(...rules.map(({ id }) => id.length)) + GAP;
  const severities = 'critical'.length + GAP;
  const head = `${'rule'.padEnd(ids)}${'severity'.padEnd(severities)}fires on`;
  const left = ids + severities;
  const rows = rules.map(({ id, severity, title }) => {
    const setting = settings.get(id);
    const stands = setting?.enabled === false ? 'off' : (setting?.severity ?? severity);
    const what = wrap(title, width - left, ' '.repeat(left));
    return `${bold(id.padEnd(ids))}${stands.padEnd(severities)}${what}`;
  });
  return [dim(head), ...rows, '', dim('audit rules RULE explains one of them.')].join('\n');
}
