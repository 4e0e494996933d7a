import { Chalk } from 'chalk';
import type { CacheReport, CacheStepReport } from '../audit/cache/cache-report.ts';
import { brief, plain, wrap } from './plain-text.ts';

const MARKS = { contains: '●', unknown: '?', 'depends-on-content': '◐', independent: '○' } as const;
const WHY = { secret: 'a secret', change: 'names the build', asked: 'as asked' } as const;

/** For people: each step with what is proved of its key, and what a change costs. */
export function cacheText(
  report: CacheReport,
  { colour, width }: { colour: boolean; width: number },
): string {
  const { dim, red, yellow, green, bold } = new Chalk({ level: colour ? 1 : 0 });
  const paint = { contains: red, unknown: yellow, 'depends-on-content': yellow, independent: green } as const;
  const lines: string[] = [heading(report, width), ''];
  const room = Math.max(3, ...report.steps.map(({ line }) => `${line}`.length));
  let stage = '';
  for (const step of report.steps) {
    if (step.stage !== stage) lines.push(bold(`stage ${plain(step.stage)}`));
    stage = step.stage;
    const cost = step.cost === undefined ? '' : dim(`  ${step.cost}`);
    const text = brief(step.instruction).slice(0, Math.max(20, width - room - 8 - (step.cost?.length ?? 0)));
    lines.push(`  ${`${step.line}`.padStart(room)} ${paint[step.key](MARKS[step.key])} ${text}${cost}`);
    const below = `  ${' '.repeat(room)} ${dim('│')}   `;
    if (step.reason !== '') lines.push(`${below}${dim(wrap(plain(step.reason), width - room - 7, below))}`);
  }
  lines.push('', ...legend(width).map((line) => dim(line)));
  for (const { what, reason } of report.notes)
    lines.push(yellow(wrap(`note: ${plain(what)}: ${plain(reason)}`, width - 2, '  ')));
  for (const { what, reason } of report.skipped)
    lines.push(yellow(wrap(`in doubt: ${plain(what)}: ${plain(reason)}`, width - 2, '  ')));
  lines.push(wrap(summary(report), width, ''));
  return `${lines.join('\n')}\n`;
}

function heading({ file, builder, rotating }: CacheReport, width: number): string {
  const names = rotating.map(({ name, why }) => `${plain(name)} (${WHY[why]})`).join(', ');
  const changing = names === '' ? 'no rotating value is known: name one with --rotate' : `rotating: ${names}`;
  return wrap(`${plain(file)}, built by ${builder}; ${changing}`, width, '  ');
}

const LEGEND = [
  '● run again whenever it changes',
  '◐ unless the files come out the same',
  '? not known',
  '○ never',
];

/** What the marks mean, as many in a line as there is room for. */
function legend(width: number): string[] {
  const lines: string[] = [];
  for (const mark of LEGEND) {
    const longer = `${lines.at(-1)}   ${mark}`;
    if (lines.length > 0 && longer.length <= width) lines.splice(-1, 1, longer);
    else lines.push(mark);
  }
  return lines;
}

function summary({ steps, rotating, proved }: CacheReport): string {
  const count = (...keys: readonly CacheStepReport['key'][]): number =>
    steps.filter(({ key }) => keys.includes(key)).length;
  const costly = steps.filter(({ key, cost }) => cost !== undefined && key !== 'independent');
  if (rotating.length === 0) return `${steps.length} steps, nothing that rotates`;
  const again = `${count('contains')} of ${steps.length} steps are run again whenever ${rotating.length === 1 ? 'it changes' : 'one of them changes'}`;
  const perhaps = count('depends-on-content', 'unknown');
  const more = perhaps === 0 ? '' : `, ${perhaps} perhaps`;
  const long =
    costly.length === 0
      ? ''
      : `; those that take long: ${costly.map(({ line, cost }) => `line ${line} ${cost}`).join(', ')}`;
  return `${again}${more}${long}. ${proved ? 'Proved: no step that takes long depends on it.' : 'Not proved that the steps that take long are independent.'}`;
}
