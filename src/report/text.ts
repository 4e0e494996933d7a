import { Chalk, type ChalkInstance } from 'chalk';
import type { Finding, Report } from '../audit/finding.ts';
import type { Excerpt } from '../audit/source-excerpt.ts';
import { SEVERITIES, type Severity } from '../config/levels.ts';
import { groupBySecret, type SecretGroup } from './groups.ts';
import { imageName, placeName, relatedPlace, shortPlace } from './place.ts';
import { plain, shorten, wrap } from './plain-text.ts';
import type { Reporter, ReportIo } from './reporter.ts';

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
  for (const group of groupBySecret(open)) page.group(group);
  page.remarks('not audited:', report.skipped);
  page.remarks('note:', report.notes);
  page.hint(open);
  page.summary(report, open);
};

type Paint = (text: string) => string;

const MOST_PLACES = 6;

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
    const name = plain(secret.name ?? secret.kind ?? 'secret');
    const what = plain(secret.redacted.replace(/^<|>$/g, ''));
    this.#pair(
      '',
      `● ${severity} ${name}`,
      this.#severity(severity),
      `(${what}${VALIDITIES[secret.validity]})`,
      dim,
    );
    for (const finding of findings) this.#finding(finding);
    this.#way(findings);
    this.#line();
  }

  remarks(title: string, remarks: Report['skipped']): void {
    for (const { what, reason } of remarks) {
      const line = `${title} ${plain(what)}: ${plain(reason)}`;
      this.#line(this.#colour.yellow(wrap(line, this.#io.width - 2, '  ')));
    }
    if (remarks.length > 0) this.#line();
  }

  hint(findings: readonly Finding[]): void {
    const [first] = findings;
    if (first === undefined) return;
    this.#line(
      this.#colour.dim(wrap(`Why, and what to do instead: audit rules ${first.rule}`, this.#io.width, '')),
    );
  }

  summary({ summary, subjects, complete }: Report, findings: readonly Finding[]): void {
    const counts = SEVERITIES.filter((level) => summary[level] > 0).map(
      (level) => `${summary[level]} ${level}`,
    );
    const secrets = new Set(findings.map(({ secret }) => secret.fingerprint)).size;
    const found =
      findings.length === 0 ? 'no findings' : `${count(findings.length, 'finding')} (${counts.join(', ')})`;
    const about = findings.length === 0 ? '' : ` about ${count(secrets, 'secret')}`;
    const suppressed = summary.suppressed === 0 ? '' : `; ${summary.suppressed} suppressed`;
    const whole = complete ? '' : '; the audit is not complete';
    const line = wrap(
      `${found}${about} in ${subjectCount(subjects)}${suppressed}${whole}`,
      this.#io.width,
      '',
    );
    this.#line(findings.length === 0 && complete ? this.#colour.green(line) : this.#colour.bold(line));
  }

  #finding({ rule, message, location, confidence, related, origin }: Finding): void {
    const { cyan, dim } = this.#colour;
    const sure = confidence === 'possible' ? ' (possible)' : '';
    const image = this.#namesImages ? imageName(location) : '';
    this.#pair('  ', placeName(location), cyan, `${rule}${sure}`);
    if (image !== '') this.#line(dim(`    ${wrap(`in ${image}`, this.#io.width - 4, '    ')}`));
    this.#line(`    ${wrap(plain(message), this.#io.width - 4, '    ')}`);
    if (origin !== undefined)
      this.#line(
        dim(
          `    ${wrap(`made by ${plain(`${origin.path}:${origin.startLine}`)}`, this.#io.width - 4, '    ')}`,
        ),
      );
    const excerpt = this.#io.excerpt(location);
    if (excerpt !== undefined) this.#excerpt(excerpt);
    this.#related(related, location, image);
  }

  /** Other places of the same, by what they are. */
  #related(related: Finding['related'], home: Finding['location'], image: string): void {
    const byLabel = new Map<string, string[]>();
    for (const { label, location } of related) {
      const other = this.#namesImages ? imageName(location) : '';
      const place = plain(relatedPlace(location, home)) + (other === image ? '' : ` in ${other}`);
      byLabel.set(label, [...(byLabel.get(label) ?? []), place]);
    }
    for (const [label, places] of byLabel) {
      const more = places.length > MOST_PLACES ? ` and ${places.length - MOST_PLACES} more` : '';
      const line = `${plain(label)}: ${places.slice(0, MOST_PLACES).join(', ')}${more}`;
      this.#line(this.#colour.dim(`    ${wrap(line, this.#io.width - 4, '    ')}`));
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
    const places = longest.map(({ location }) => shortPlace(location, teller.location));
    const room = Math.max(...places.map(({ length }) => length));
    for (const [index, { label }] of longest.entries()) {
      const mark = index === 0 ? '○' : index === longest.length - 1 ? '●' : '↓';
      const below = `${' '.repeat(room + 5)}${mark === '●' ? ' ' : '│'} `;
      const text = wrap(shorten(plain(label)), this.#io.width - room - 7, below);
      const place = (places[index] ?? '').padStart(room);
      this.#line(`    ${this.#colour.cyan(place)} ${this.#colour.red(mark)} ${text}`);
    }
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

  #severity(severity: Severity): Paint {
    const { red, yellow, blue } = this.#colour;
    return { critical: red.bold, high: red, medium: yellow, low: blue }[severity];
  }

  #line(line = ''): void {
    this.#io.write(`${line}\n`);
  }
}

/** Cuts a long line down to what surrounds its marked part. */
function fitLine({ text, start, end }: Excerpt, width: number): { text: string; start: number; end: number } {
  const before = plain(text.slice(0, start));
  const marked = plain(text.slice(start, end));
  const after = plain(text.slice(end));
  const shownMarked = marked.length > width - 2 ? `${marked.slice(0, width - 3)}…` : marked;
  const room = width - shownMarked.length;
  const shownBefore =
    before.length > room - 1 ? `…${before.slice(before.length - Math.floor(room / 2) + 1)}` : before;
  const left = room - shownBefore.length;
  const shownAfter = after.length > left ? `${after.slice(0, Math.max(0, left - 1))}…` : after;
  return {
    text: shownBefore + shownMarked + shownAfter,
    start: shownBefore.length,
    end: shownBefore.length + shownMarked.length,
  };
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function subjectCount(subjects: Report['subjects']): string {
  const kinds = new Map<string, number>();
  for (const { kind } of subjects) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  const nouns = { dockerfile: 'Dockerfile', image: 'image', build: 'build' } as const;
  const parts = Object.entries(nouns).flatMap(([kind, noun]) => {
    const number = kinds.get(kind);
    return number === undefined ? [] : [count(number, noun)];
  });
  return parts.length === 0 ? 'nothing' : parts.join(' and ');
}
