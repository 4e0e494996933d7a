import { type Snippet, snippetsOf } from './snippets.ts';

/** A fenced block, and where it stands. */
export interface Fence extends Pick<Snippet, 'language' | 'text' | 'line'> {
  /** What stands behind the language: `quiet`. */
  claim?: string;
  /** The line before it names a file, as `Dockerfile`: with a colon. */
  path?: string;
}

/** What follows a heading of the second level, up to the next: its examples lie in one folder. */
export interface Section {
  fences: Fence[];
  /** `<!-- NAME: VALUE -->`: what a reader need not see. */
  directives: { name: string; value: string }[];
}

const NAMED = /^`([^`]+)`:$/;
const DIRECTIVE = /^<!-- ([a-z]+): (.*?) -->$/;

/** The sections of a page, the part above its first heading included. */
export function sectionsOf(page: string): Section[] {
  const lines = page.split('\n');
  const fences = snippetsOf(page).map(({ language, text, line, file: claim }): Fence => {
    const path = NAMED.exec(lines[line - 4] ?? '')?.[1];
    return { language, text, line, ...(claim && { claim }), ...(path !== undefined && { path }) };
  });
  const sections: Section[] = [{ fences: [], directives: [] }];
  for (const [index, line] of lines.entries()) {
    const fence = fences.find((one) => one.line === index + 1);
    const [, name = '', value = ''] = DIRECTIVE.exec(line) ?? [];
    if (line.startsWith('## ') && !isWithin(index, fences)) sections.push({ fences: [], directives: [] });
    if (fence !== undefined) sections.at(-1)?.fences.push(fence);
    if (name !== '') sections.at(-1)?.directives.push({ name, value });
  }
  return sections;
}

/** The page with other texts in these blocks. */
export function withTexts(page: string, texts: ReadonlyMap<Fence, string>): string {
  const lines = page.split('\n');
  for (const [{ line, text }, now] of [...texts].sort(([a], [b]) => b.line - a.line))
    lines.splice(line - 1, linesIn(text), ...now.split('\n').slice(0, -1));
  return lines.join('\n');
}

function isWithin(index: number, fences: readonly Fence[]): boolean {
  return fences.some(({ line, text }) => index + 1 >= line && index + 1 < line + linesIn(text));
}

function linesIn(text: string): number {
  return text.split('\n').length - 1;
}

const FENCED = /^(`{3,})[\s\S]*?^\1$/gm;

/** Every link of a page that leads into the repository. */
export function linksOf(page: string): string[] {
  const prose = page.replace(FENCED, '').replace(/`[^`\n]*`/g, '');
  return Array.from(prose.matchAll(/\]\(([^)\s]+)\)/g), ([, target]) => target ?? '').filter(
    (target) => !/^[a-z]+:/.test(target),
  );
}

/** What a page's headings are called in links. */
export function anchorsOf(page: string): string[] {
  return Array.from(page.replace(FENCED, '').matchAll(/^#+ (.+)$/gm), ([, heading]) =>
    (heading ?? '')
      .toLowerCase()
      .replace(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );
}
