/** A fenced block of a Markdown text. */
export interface Fence {
  language: string;
  /** What stands behind the language: `quiet`. */
  info: string;
  text: string;
  /** Of its first line of content, from 1. */
  line: number;
  /** Of its content in the page. */
  start: number;
  end: number;
  /** The line before it names a file, as `Dockerfile`: with a colon. */
  path?: string;
}

/** What follows a heading of the second level, up to the next: its examples lie in one folder. */
export interface Section {
  title: string;
  fences: Fence[];
  /** `<!-- NAME: VALUE -->`: what a reader need not see. */
  directives: { name: string; value: string }[];
}

const TOKEN =
  /^## (?<title>.+)$|^<!-- (?<name>[a-z]+): (?<value>.*?) -->$|^(?<fence>`{3,})(?<language>\w*)[ \t]*(?<info>.*)\n(?<text>[\s\S]*?)^\k<fence>$/gm;
const NAMED = /`([^`\n]+)`:\n\n$/;

/** The sections of a page, the part above its first heading included. */
export function sectionsOf(page: string): Section[] {
  const sections: Section[] = [{ title: '', fences: [], directives: [] }];
  for (const { 0: whole, index, groups } of page.matchAll(TOKEN)) {
    const { title, name, value, language = '', info = '', text = '' } = groups ?? {};
    const section = sections.at(-1);
    if (title !== undefined) sections.push({ title, fences: [], directives: [] });
    else if (name !== undefined && value !== undefined) section?.directives.push({ name, value });
    else {
      const start = index + whole.indexOf('\n') + 1;
      const path = NAMED.exec(page.slice(0, index))?.[1];
      const line = page.slice(0, start).split('\n').length;
      const place = { line, start, end: start + text.length };
      section?.fences.push({
        language,
        info: info.trim(),
        text,
        ...place,
        ...(path !== undefined && { path }),
      });
    }
  }
  return sections;
}

/** Every link of a page that leads into the repository. */
export function linksOf(page: string): string[] {
  const prose = page.replace(/^(`{3,})[\s\S]*?^\1$/gm, '').replace(/`[^`\n]*`/g, '');
  return Array.from(prose.matchAll(/\]\(([^)\s]+)\)/g), ([, target]) => target ?? '').filter(
    (target) => !/^[a-z]+:/.test(target),
  );
}

/** What a page's headings are called in links. */
export function anchorsOf(page: string): string[] {
  const prose = page.replace(/^(`{3,})[\s\S]*?^\1$/gm, '');
  return Array.from(prose.matchAll(/^#+ (.+)$/gm), ([, heading]) =>
    (heading ?? '')
      .toLowerCase()
      .replace(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );
}
