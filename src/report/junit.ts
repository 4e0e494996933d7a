import type { Finding, Report } from '../audit/finding.ts';
import { placeOf, sentenceOf } from './file-place.ts';
import { groupBy } from './groups.ts';
import { LOG_COMMAND } from './log-commands.ts';
import { imageName, placeName } from './place.ts';
import { brief, plain, shorten } from './plain-text.ts';
import type { Reporter } from './reporter.ts';
import { ruleInfo } from './rule-info.ts';

const LONGEST_PLACE = 300;
const LONGEST_TEXT = 2000;

/** JUnit's XML: a test suite for each subject, a failed test for each finding, an error for what was not audited. */
export const junit: Reporter = (report, { write, times }) => {
  const suites = suitesOf(report);
  const tests = suites.flatMap(({ cases }) => cases);
  const at = times && { timestamp: times.started.toISOString().slice(0, 19) };
  write('<?xml version="1.0" encoding="UTF-8"?>\n');
  write(`<testsuites${attributes({ name: 'build-audit', ...counts(tests) })}>\n`);
  for (const { name, cases } of suites) {
    write(`  <testsuite${attributes({ name: brief(name), ...counts(cases), ...at })}>\n`);
    for (const one of cases) write(caseText(one, brief(name)));
    write('  </testsuite>\n');
  }
  write('</testsuites>\n');
};

interface Suite {
  name: string;
  cases: Case[];
}

interface Case {
  name: string;
  place?: { file: string; line: number };
  outcome:
    | { kind: 'failure' | 'error' | 'skipped'; message: string; type?: string; text?: string }
    | undefined;
}

/** In the order of the subjects; then the files that are none. */
function suitesOf({ subjects, findings, skipped, notes }: Report): Suite[] {
  const byName = groupBy(findings, suiteName);
  const names = new Set([...subjects.map(({ name }) => name), ...byName.keys()]);
  const suites = Array.from(names, (name) => ({
    name,
    cases: byName.get(name)?.map(findingCase) ?? [{ name: 'no findings', outcome: undefined }],
  }));
  const left = [
    ...skipped.map(({ what, reason }): Case => remark('error', what, `not audited: ${reason}`)),
    ...notes.map(({ what, reason }): Case => remark('skipped', what, `note: ${reason}`)),
  ];
  return left.length === 0 ? suites : [...suites, { name: 'build-audit', cases: left }];
}

function suiteName({ location }: Finding): string {
  return location.kind === 'source' ? location.path : location.image;
}

function findingCase(finding: Finding): Case {
  const { rule, severity, secret, location, suppressed } = finding;
  const image = location.kind === 'image' ? ` in ${imageName(location)}` : '';
  const where = shorten(`${placeName(location)}${image}`, LONGEST_PLACE);
  const name = `${plain(rule)}: ${brief(secret.name ?? secret.kind ?? 'secret')} at ${where}`;
  const { path, startLine } = placeOf(finding);
  const place = { file: plain(path), line: startLine };
  if (suppressed !== undefined) {
    const message = brief(`suppressed by ${suppressed.by}: ${suppressed.reason}`, LONGEST_TEXT);
    return { name, place, outcome: { kind: 'skipped', message } };
  }
  const message = `${severity}: ${sentenceOf(finding)}`;
  return {
    name,
    place,
    outcome: { kind: 'failure', type: plain(rule), message, text: body(finding, where) },
  };
}

function body({ flow, fixes, rule }: Finding, where: string): string {
  return [
    where,
    ...flow.map(({ label, location }) => shorten(`- ${placeName(location)}: ${plain(label)}`, LONGEST_PLACE)),
    ...fixes.map(({ title, safety }) => `fix (${safety}): ${brief(title)}`),
    plain(ruleInfo(rule).instead),
  ].join('\n');
}

function remark(kind: 'error' | 'skipped', what: string, message: string): Case {
  const outcome = { kind, message: brief(message, LONGEST_TEXT) };
  return { name: brief(what), outcome };
}

function caseText({ name, place, outcome }: Case, suite: string): string {
  const head = `    <testcase${attributes({ name, classname: suite, ...place })}`;
  if (outcome === undefined) return `${head}/>\n`;
  const { kind, message, type, text } = outcome;
  const inner = `<${kind}${attributes({ message, ...(type !== undefined && { type }) })}`;
  const whole = text === undefined ? `${inner}/>` : `${inner}>${escaped(text)}</${kind}>`;
  return `${head}>\n      ${whole}\n    </testcase>\n`;
}

function counts(cases: readonly Case[]): Record<string, number> {
  const of = (kind: string): number => cases.filter(({ outcome }) => outcome?.kind === kind).length;
  return { tests: cases.length, failures: of('failure'), errors: of('error'), skipped: of('skipped') };
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([key, value]) => ` ${key}="${escaped(`${value}`)}"`)
    .join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\0': '&#35;',
};

/** What XML has no way to say is gone before: see `plain`. */
function escaped(text: string): string {
  return text.replace(LOG_COMMAND, '#\u0000').replace(/[&<>"'\0]/g, (character) => ENTITIES[character] ?? '');
}
