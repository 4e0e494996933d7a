import type { Finding, Fix, Report } from '../audit/finding.ts';
import { previewFix } from './fix-preview.ts';
import { groupBySecret, type SecretGroup } from './groups.ts';
import { htmlText, markdownBlock, markdownCode, markdownText } from './markdown-text.ts';
import { imageName, placeName, relatedPlace } from './place.ts';
import type { Reporter, ReportIo } from './reporter.ts';
import { foundLine } from './summary-line.ts';

/** What a comment on GitHub may hold. */
const COMMENT_LIMIT = 65_536;
/** For the last words, when something had to be left out. */
const RESERVE = 500;
const MOST_STEPS = 50;
const MOST_PLACES = 6;
const MOST_REMARKS = 50;
const LONGEST_PLACE = 300;

const MARKS = { critical: '🔴', high: '🟠', medium: '🟡', low: '🔵' } as const;

/** For comments on pull requests and the summaries of jobs: a table, then each secret with its way and how it is mended. */
export const markdown: Reporter = (report, { write, excerpt, limit = COMMENT_LIMIT }) => {
  const open = report.findings.filter(({ suppressed }) => suppressed === undefined);
  const sheet = new Sheet(Math.max(0, limit - RESERVE));
  sheet.add(`## build-audit: ${foundLine(report, open)}\n\n`);
  remarks(sheet, '⚠️ not audited', report.skipped);
  const groups = groupBySecret(open);
  const columns = { image: severalImages(report), fix: open.some(({ fixes }) => fixes.length > 0) };
  if (open.length > 0) sheet.add(heading(columns));
  const rows = groups.flatMap((group) => group.findings.map((one) => sheet.add(row(one, group, columns))));
  const told = groups.map((group) => sheet.add(`\n${section(group, excerpt)}`));
  remarks(sheet, 'note', report.notes);
  const left = rows.filter((fits) => !fits).length;
  const untold = told.filter((fits) => !fits).length;
  if (left + untold > 0)
    sheet.addAlways(
      `\n**Left out, as there is no room for more:** ${left} of ${rows.length} rows of the table, the details of ${untold} of ${groups.length} secrets. \`--format json\` has them all.\n`,
    );
  if (sheet.leftRemarks > 0) sheet.addAlways(`\n${sheet.leftRemarks} remarks are left out.\n`);
  write(sheet.text);
};

/** Takes pieces for as long as they fit. */
class Sheet {
  text = '';
  leftRemarks = 0;
  #room: number;

  constructor(room: number) {
    this.#room = room;
  }

  add(piece: string): boolean {
    const size = Buffer.byteLength(piece);
    if (size > this.#room) return false;
    this.addAlways(piece);
    this.#room -= size;
    return true;
  }

  addAlways(piece: string): void {
    this.text += piece;
  }
}

interface Columns {
  image: boolean;
  fix: boolean;
}

function heading({ image, fix }: Columns): string {
  const titles = [
    'Severity',
    'Secret',
    'Where',
    ...(image ? ['Image'] : []),
    'Rule',
    ...(fix ? ['Fix'] : []),
  ];
  return `| ${titles.join(' | ')} |\n|${'---|'.repeat(titles.length)}\n`;
}

function row(finding: Finding, { secret }: SecretGroup, { image, fix }: Columns): string {
  const { severity, location, rule, fixes, confidence } = finding;
  const cells = [
    `${MARKS[severity]} ${severity}${confidence === 'possible' ? ' (possible)' : ''}`,
    markdownCode(secret.name ?? secret.kind ?? 'secret', LONGEST_PLACE),
    markdownCode(placeName(location), LONGEST_PLACE),
    ...(image ? [location.kind === 'image' ? markdownCode(imageName(location), LONGEST_PLACE) : ''] : []),
    markdownText(rule),
    ...(fix ? [fixes.map(({ safety }) => (safety === 'safe' ? 'yes' : 'to review'))[0] ?? ''] : []),
  ];
  return `| ${cells.join(' | ')} |\n`;
}

function section({ severity, secret, findings }: SecretGroup, excerpt: ReportIo['excerpt']): string {
  const name = secret.name ?? secret.kind ?? 'secret';
  const lines = [
    `### ${MARKS[severity]} ${markdownCode(name, LONGEST_PLACE)}`,
    '',
    `${markdownText(secret.redacted.replace(/^<|>$/g, ''))}`,
    '',
    ...findings.flatMap(({ location, message, rule, related }) => [
      `- ${markdownCode(placeName(location), LONGEST_PLACE)} ${markdownText(message)} (${markdownText(rule)})`,
      ...otherPlaces(related, location),
    ]),
  ];
  return `${[...lines, ...way(findings), ...fixesOf(findings, excerpt)].join('\n')}\n`;
}

function otherPlaces(related: Finding['related'], home: Finding['location']): string[] {
  const lines = related.slice(0, MOST_PLACES).map(({ label, location }) => {
    const image = imageName(location);
    const other = image === imageName(home) ? '' : ` in ${markdownCode(image, LONGEST_PLACE)}`;
    return `  - ${markdownText(label)}: ${markdownCode(relatedPlace(location, home), LONGEST_PLACE)}${other}`;
  });
  const more = related.length - lines.length;
  return more > 0 ? [...lines, `  - and ${more} more`] : lines;
}

/** The longest way that any of the findings tells. */
function way(findings: readonly Finding[]): string[] {
  const [flow = []] = findings.map((finding) => finding.flow).sort((a, b) => b.length - a.length);
  if (flow.length === 0) return [];
  const steps = flow
    .slice(0, MOST_STEPS)
    .map(
      ({ label, location }, at) =>
        `${at + 1}. ${markdownCode(placeName(location), LONGEST_PLACE)} ${markdownText(label)}`,
    );
  const more = flow.length > MOST_STEPS ? [`\n${flow.length - MOST_STEPS} more steps`] : [];
  return [
    '',
    `<details><summary>Its way (${flow.length})</summary>`,
    '',
    ...steps,
    ...more,
    '',
    '</details>',
  ];
}

/** Each fix once, as a diff where the lines are at hand. */
function fixesOf(findings: readonly Finding[], excerpt: ReportIo['excerpt']): string[] {
  const byTitle = new Map(
    findings.flatMap(({ fixes }) => fixes.map((fix) => [JSON.stringify(fix), fix] as const)),
  );
  return [...byTitle.values()].flatMap((fix) => [
    '',
    `<details><summary>Fix${fix.safety === 'review' ? ', to be reviewed' : ''}: ${htmlText(fix.title)}</summary>`,
    '',
    ...diff(fix, excerpt),
    ...(fix.commands.length === 0 ? [] : [markdownBlock('sh', fix.commands), '']),
    '</details>',
  ]);
}

function diff(fix: Fix, excerpt: ReportIo['excerpt']): string[] {
  return (previewFix(fix, excerpt) ?? []).flatMap(({ path, startLine, before, after }) => [
    markdownCode(`${path}:${startLine}`, LONGEST_PLACE),
    '',
    markdownBlock('diff', [...before.map((line) => `- ${line}`), ...after.map((line) => `+ ${line}`)]),
    '',
  ]);
}

function remarks(sheet: Sheet, title: string, list: Report['skipped']): void {
  const shown = list.slice(0, MOST_REMARKS);
  for (const { what, reason } of shown)
    if (!sheet.add(`\n- ${title}: ${markdownCode(what, LONGEST_PLACE)}: ${markdownText(reason)}\n`))
      sheet.leftRemarks += 1;
  sheet.leftRemarks += list.length - shown.length;
  if (shown.length > 0) sheet.add('\n');
}

function severalImages({ subjects }: Report): boolean {
  return subjects.filter(({ kind }) => kind === 'image').length > 1;
}
