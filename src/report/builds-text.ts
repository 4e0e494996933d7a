import { Chalk } from 'chalk';
import type { BuildsReport, ListedBuild, ListedDockerfile } from '../audit/build/builds-report.ts';
import { append } from '../config/append.ts';
import { plain, wrap } from './plain-text.ts';

const NARROWEST = 18;
const WIDEST = 44;

/** For people: a table for each Dockerfile, one column a build, with a mark where they differ. */
export function buildsText(
  report: BuildsReport,
  { colour, width }: { colour: boolean; width: number },
): string {
  const { bold, yellow, dim } = new Chalk({ level: colour ? 1 : 0 });
  const lines: string[] = [];
  for (const one of report.dockerfiles) {
    lines.push(bold(plain(one.dockerfile)));
    for (const table of tables(one, width))
      append(lines, [...table.map(({ text, differs }) => (differs ? yellow(text) : text)), '']);
  }
  for (const { what, reason } of report.skipped)
    lines.push(yellow(wrap(`not read: ${plain(what)}: ${plain(reason)}`, width - 2, '  ')));
  for (const { what, reason } of report.notes)
    lines.push(dim(wrap(`note: ${plain(what)}: ${plain(reason)}`, width - 2, '  ')));
  const count = report.dockerfiles.reduce((sum, { builds }) => sum + builds.length, 0);
  const differing = report.dockerfiles.filter(({ differs }) => differs.length > 0).length;
  lines.push(
    bold(
      count === 0
        ? 'no builds were found'
        : `${count} ${count === 1 ? 'build' : 'builds'} of ${report.dockerfiles.length} ${report.dockerfiles.length === 1 ? 'Dockerfile' : 'Dockerfiles'}; ${differing === 0 ? 'none is built in two ways' : `${differing} built in ways that differ (≠)`}`,
    ),
  );
  return `${lines.join('\n')}\n`;
}

interface Row {
  text: string;
  differs: boolean;
}

/** As many builds side by side as fit, the rest below. */
function tables({ builds, differs }: ListedDockerfile, width: number): Row[][] {
  const rows = ['', ...new Set(builds.flatMap(({ given }) => Object.keys(given))), 'not known'];
  const head = Math.min(26, Math.max(...rows.map(({ length }) => length))) + 3;
  const fitting = Math.max(1, Math.floor((width - head) / (NARROWEST + 2)));
  const parts: ListedBuild[][] = [];
  for (let at = 0; at < builds.length; at += fitting) parts.push(builds.slice(at, at + fitting));
  return parts.map((part) => {
    const room = Math.max(8, Math.min(WIDEST, Math.floor((width - head) / part.length) - 2));
    return rows.flatMap((row) => {
      const cells = part.map((build) => wrapCell(cellOf(row, build), room));
      if (cells.every((cell) => cell.join('') === '')) return [];
      return tableRow(row, cells, { head, room, differs: differs.includes(row) });
    });
  });
}

function cellOf(row: string, { where, how, given, unknown }: ListedBuild): string {
  if (row === '') return `${where} ${how}`;
  return plain(row === 'not known' ? unknown.join(', ') : (given[row] ?? ''));
}

function tableRow(
  name: string,
  cells: readonly string[][],
  { head, room, differs }: { head: number; room: number; differs: boolean },
): Row[] {
  const height = Math.max(...cells.map(({ length }) => length));
  const titles = wrapCell(plain(name), head - 3);
  return Array.from({ length: Math.max(height, titles.length) }, (_, line) => {
    const title = `${line === 0 && differs ? '≠' : ' '} ${titles[line] ?? ''}`.padEnd(head);
    return {
      text: (title + cells.map((cell) => (cell[line] ?? '').padEnd(room + 2)).join('')).trimEnd(),
      differs,
    };
  });
}

/** Broken at blanks, and where a word is longer than its column. */
function wrapCell(text: string, room: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of plain(text).split(' ')) {
    const joined = line === '' ? word : `${line} ${word}`;
    if (joined.length <= room) line = joined;
    else {
      if (line !== '') lines.push(line);
      let rest = word;
      for (; rest.length > room; rest = rest.slice(room)) lines.push(rest.slice(0, room));
      line = rest;
    }
  }
  return line === '' ? lines : [...lines, line];
}
