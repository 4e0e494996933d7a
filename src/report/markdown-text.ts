import { noCommand } from './log-commands.ts';
import { brief } from './plain-text.ts';

const LONGEST = 1000;

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/**
 * Foreign text within a line of Markdown or a cell of a table: nothing in it is markup, names nobody, links to nothing.
 * Mentions and numbers of issues are looked for in the finished page: a tag between the sign and the name keeps them apart.
 */
export function markdownText(text: string, longest = LONGEST): string {
  const marked = noCommand(brief(text, longest)).replace(
    /[\\`*{}[\]()|~!$]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g,
    '\\$&',
  );
  return inert(marked).replace(/^(\s*)([-+=]|\d+(?=[.)]))/, '$1<span></span>$2');
}

/** Foreign text within HTML, where Markdown's escapes do not count. */
export function htmlText(text: string, longest = LONGEST): string {
  return inert(noCommand(brief(text, longest)));
}

function inert(text: string): string {
  return (
    text
      .replace(/[&<>]/g, (character) => ENTITIES[character] ?? '')
      .replace(/:(?=\/\/)/g, '&#58;')
      .replace(/\b(www)\./gi, '$1&#46;')
      .replace(/[@#]/g, '<span>$&</span>')
      // The signs of our own entities are none of an issue.
      .replace(/&<span>#<\/span>(\d\d;)/g, '&#$1')
  );
}

/** Foreign text as code. */
export function markdownCode(text: string, longest?: number): string {
  return `<code>${markdownText(text === '' ? ' ' : text, longest)}</code>`;
}

/** Lines as a block of code; none of them can end it. */
export function markdownBlock(language: string, lines: readonly string[]): string {
  const clean = lines.map((line) => noCommand(brief(line, LONGEST)));
  const longest = Math.max(
    2,
    ...clean.map((line) => Math.max(0, ...(line.match(/`+/g) ?? []).map(({ length }) => length))),
  );
  const fence = '`'.repeat(longest + 1);
  return [`${fence}${language}`, ...clean, fence].join('\n');
}
