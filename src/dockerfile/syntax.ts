import { leadingSpace } from './blanks.ts';
import { directiveIn } from './directive.ts';
import type { Directive, ParsedDockerfile } from './instruction.ts';
import { DIRECTIVES } from './lines.ts';

/**
 * The frontend that a file names, as BuildKit looks for it (DetectSyntax, directives.go): before the file is parsed, a
 * shebang line left out, in `# syntax=`, `// syntax=` or a JSON object.
 */
export function syntaxOf({ source: { text } }: ParsedDockerfile): Directive | undefined {
  const mark = text.startsWith('\uFEFF') ? 1 : 0;
  const shebang = /^#![^\n]*\n?/.exec(text.slice(mark))?.[0] ?? '';
  const start = mark + shebang.length;
  return directiveAt(text, start, '#') ?? directiveAt(text, start, '//') ?? jsonSyntax(text, start);
}

function directiveAt(text: string, from: number, comment: string): Directive | undefined {
  let start = from;
  for (const line of text.slice(from).split('\n')) {
    if (!line.startsWith(comment)) return undefined;
    const body = line.slice(comment.length);
    const { name = '', value = '' } = directiveIn(body.slice(leadingSpace(body))) ?? {};
    const key = name.toLowerCase();
    if (!DIRECTIVES.has(key)) return undefined;
    if (key === 'syntax') return { name: key, value, span: { start, end: start + line.length } };
    start += line.length + 1;
  }
  return undefined;
}

function jsonSyntax(text: string, start: number): Directive | undefined {
  if (!/^\s*\{/.test(text.slice(start, start + 1000))) return undefined;
  const value = syntaxIn(text.slice(start));
  return value === undefined ? undefined : { name: 'syntax', value, span: { start, end: text.length } };
}

function syntaxIn(json: string): string | undefined {
  try {
    const object: unknown = JSON.parse(json);
    const isNamed = typeof object === 'object' && object !== null && 'syntax' in object;
    return isNamed && typeof object.syntax === 'string' ? object.syntax : undefined;
  } catch {
    return undefined;
  }
}
