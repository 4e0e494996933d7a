import { Chalk, type ChalkInstance } from 'chalk';
import type { Finding, Report } from '../audit/finding.ts';
import type { Excerpt } from '../audit/source-excerpt.ts';
import type { Severity } from '../config/levels.ts';
import { count } from './count.ts';
import { fitLine } from './fit-line.ts';
import { groupBySecret, type SecretGroup } from './groups.ts';
import { noCommand } from './log-commands.ts';
import { imageName, placeName, relatedPlace, shortPlace } from './place.ts';
import { brief, plain, shorten, wrap } from './plain-text.ts';
import type { Reporter, ReportIo } from './reporter.ts';
import { severityLegend } from './severity-legend.ts';
import { foundLine } from './summary-line.ts';

const VALIDITIES = {
  valid: ', proven',
  invalid: ', fails its check',
  expired: ', expired',
  unknown: '',
} as const;

/** For people: one block a secret, with every place it was found in and the way it took; a summary line last. */
export const text: Reporter = (report, io) => {
  const page = new Page(io, report.subjects.filter(({ kind }) => kind === 'image').length > 1);
  const open = report.findings.filter(({ suppressed }) => suppressed === undefined);
  const groups = groupBySecret(open);
  for (const group of groups) page.group(group);
  page.remarks('not audited:', report.skipped);
  page.remarks('note:', report.notes);
  page.hints(groups.flatMap(({ findings }) => findings));
  page.summary(foundLine(report, open), open.length === 0 && report.complete);
  page.mended(open);
};

type Paint = (text: string) => string;

const MOST_PLACES = 6;
/** Sentences in longer lines are hard to read, however wide the terminal is. */
const WIDEST_PROSE = 110;
const LONGEST_PLACE = 400;
const LONGEST_MESSAGE = 2000;
const LONGEST_WAY = 200;
const MOST_COMMANDS = 4;

class Page {
  readonly #io: ReportIo;
  readonly #colour: ChalkInstance;

  /** Which of several images a place is in has to be said. */
  readonly #namesImages: boolean;

  constructor(io: ReportIo, namesImages: boolean) {
    this.#io = io;
    this.#namesImages = namesImages;
    this.#colour = new Chalk({ level: io.colour ? 1 : 0 });
  }

  group({ severity, secret, findings }: SecretGroup): void {
    const { dim } = this.#colour;
    const name = brief(secret.name ?? secret.kind ?? 'secret');
    const what = brief(secret.redacted.replace(/^<|>$/g, ''));
    this.#pair(
      '',
      `● ${severity} ${name}`,
      this.#severity(severity),
      `(${what}${VALIDITIES[secret.validity]})`,
      dim,
    );
    for (const finding of findings) this.#finding(finding);
    this.#way(findings);
    this.#fixes(findings);
    this.#line();
  }

  remarks(title: string, remarks: Report['skipped']): void {
    for (const { what, reason } of remarks) {
      const line = `${title} ${brief(what, LONGEST_PLACE)}: ${brief(reason, LONGEST_MESSAGE)}`;
      this.#line(this.#colour.yellow(wrap(line, this.#width - 2, '  ')));
    }
    if (remarks.length > 0) this.#line();
  }

  /** What the severities mean, and where more is to be read; of what is worst. */
  hints(findings: readonly Finding[]): void {
    const [first] = findings;
    if (first === undefined) return;
    this.#prose('', severityLegend(findings), this.#colour.dim);
    this.#prose('', `Why, and what to do instead: audit rules ${first.rule}`, this.#colour.dim);
  }

  summary(line: string, isGood: boolean): void {
    this.#prose('', line, isGood ? this.#colour.green : this.#colour.bold);
  }

  mended(findings: readonly Finding[]): void {
    const all = findings.filter(({ fixes }) => fixes.length > 0).length;
    const safe = findings.filter(({ fixes }) => fixes.some(({ safety }) => safety === 'safe')).length;
    if (safe > 0) {
      const more = all > safe ? `; ${all - safe} more with --unsafe-fixes` : '';
      this.#prose('', `${count(safe, 'finding')} can be mended: --diff shows how, --fix writes it${more}`);
    } else if (all > 0)
      this.#prose(
        '',
        `${count(all, 'finding')} can be mended, to be reviewed: --diff --unsafe-fixes shows how`,
      );
  }

  #finding({ rule, message, location, confidence, related, origin }: Finding): void {
    const { cyan, dim } = this.#colour;
    const sure = confidence === 'possible' ? ' (possible)' : '';
    const image = this.#namesImages ? imageName(location) : '';
    this.#pair('  ', shorten(placeName(location), LONGEST_PLACE), cyan, `${plain(rule)}${sure}`);
    if (image !== '') this.#prose('    ', `in ${shorten(image, LONGEST_PLACE)}`, dim);
    this.#prose('    ', brief(message, LONGEST_MESSAGE));
    if (origin !== undefined)
      this.#prose('    ', `made by ${plain(`${origin.path}:${origin.startLine}`)}`, dim);
    const excerpt = this.#io.excerpt(location);
    if (excerpt !== undefined) this.#excerpt(excerpt);
    this.#related(related, location, image);
  }

  /** What mends it, once for all findings; and why something does not. */
  #fixes(findings: readonly Finding[]): void {
    const all = findings.flatMap(({ fixes }) => fixes);
    const fixes = new Map(all.map((fix) => [fix.title, fix]));
    for (const { title, safety, edits, commands } of fixes.values()) {
      const written = safety === 'safe' ? '--fix' : 'to be reviewed: --fix --unsafe-fixes';
      const how = edits.length === 0 ? 'by hand' : written;
      this.#prose('  ', `fix: ${brief(title, LONGEST_PLACE)} (${how})`, this.#colour.green);
      if (edits.length > 0) continue;
      for (const line of commands.flatMap((text) => text.split('\n')).slice(0, MOST_COMMANDS))
        this.#prose('    ', brief(line, LONGEST_PLACE), this.#colour.dim);
    }
    const refused = new Set(findings.flatMap(({ fixRefused }) => fixRefused ?? []));
    for (const reason of refused)
      this.#prose('  ', `no rewrite: ${brief(reason, LONGEST_PLACE)}`, this.#colour.dim);
  }

  /** Other places of the same, by what they are. */
  #related(related: Finding['related'], home: Finding['location'], image: string): void {
    const byLabel = new Map<string, string[]>();
    for (const { label, location } of related) {
      const other = this.#namesImages ? imageName(location) : '';
      const place = shorten(plain(relatedPlace(location, home)) + (other === image ? '' : ` in ${other}`));
      byLabel.set(label, [...(byLabel.get(label) ?? []), place]);
    }
    for (const [label, places] of byLabel) {
      const more = places.length > MOST_PLACES ? ` and ${places.length - MOST_PLACES} more` : '';
      const line = `${brief(label)}: ${places.slice(0, MOST_PLACES).join(', ')}${more}`;
      this.#prose('    ', line, this.#colour.dim);
    }
  }

  #excerpt(excerpt: Excerpt): void {
    const gutter = `    ${excerpt.line} │ `;
    const { text, start, end } = fitLine(excerpt, this.#io.width - gutter.length);
    this.#line(this.#colour.dim(gutter) + text);
    const marks = '^'.repeat(Math.max(1, end - start));
    this.#line(
      `${' '.repeat(gutter.length - 2)}${this.#colour.dim('│')} ${' '.repeat(start)}${this.#colour.red(marks)}`,
    );
  }

  /** The longest way that any of the findings tells. */
  #way(findings: readonly Finding[]): void {
    const [teller] = [...findings].sort((a, b) => b.flow.length - a.flow.length);
    const longest = teller?.flow;
    if (teller === undefined || longest === undefined || longest.length === 0) return;
    this.#line('  its way:');
    const { cyan, red, dim } = this.#colour;
    const places = longest.map(({ location }) => shorten(shortPlace(location, teller.location)));
    // A place that would leave no room for what happens there has a line of its own.
    const most = Math.floor(this.#width / 3);
    const room = Math.max(...places.map(({ length }) => (length <= most ? length : 0)));
    for (const [index, { label }] of longest.slice(0, LONGEST_WAY).entries()) {
      const mark = index === 0 ? '○' : index === longest.length - 1 ? '●' : '↓';
      const blank = ' '.repeat(room);
      const below = `    ${blank} ${mark === '●' ? ' ' : '│'} `;
      const place = places[index] ?? '';
      const isShort = place.length <= room;
      const lines = wrap(brief(label), this.#width - room - 7, below);
      this.#line(`    ${isShort ? cyan(place.padStart(room)) : blank} ${red(mark)} ${lines}`);
      if (!isShort) this.#line(below + dim(wrap(`in ${place}`, this.#width - room - 7, below)));
    }
    if (longest.length > LONGEST_WAY) this.#line(`    and ${longest.length - LONGEST_WAY} more steps`);
  }

  /** Two texts on a line if they fit, else below each other. */
  #pair(
    indent: string,
    first: string,
    paintFirst: Paint,
    second: string,
    paintSecond: Paint = (text) => text,
  ): void {
    const room = this.#io.width - indent.length;
    if (first.length + 2 + second.length <= room) {
      this.#line(`${indent}${paintFirst(first)}  ${paintSecond(second)}`);
      return;
    }
    this.#line(indent + paintFirst(wrap(first, room, indent)));
    this.#line(`${indent}  ${paintSecond(wrap(second, room - 2, `${indent}  `))}`);
  }

  /** Of lines that are read, not looked at. */
  get #width(): number {
    return Math.min(this.#io.width, WIDEST_PROSE);
  }

  #prose(indent: string, text: string, paint: Paint = (same) => same): void {
    this.#line(`${indent}${paint(wrap(text, this.#width - indent.length, indent))}`);
  }

  #severity(severity: Severity): Paint {
    const { red, yellow, blue } = this.#colour;
    return { critical: red.bold, high: red, medium: yellow, low: blue }[severity];
  }

  #line(line = ''): void {
    this.#io.write(`${noCommand(line)}\n`);
  }
}
