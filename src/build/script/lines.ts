import type { Marked } from './expressions.ts';

/** Line ends of Windows as those that a shell knows. */
export function withPlainLines({ text: script, ...rest }: Marked): Marked {
  const plain = script.text.replace(/\\?\r\n/g, (end) => (end.length === 3 ? ' \\\n' : ' \n'));
  return { ...rest, text: script.masked(plain) };
}

/** The lines of a script behind an index, continued ones as one. */
export function logicalLines(text: string, from: number): { index: number; line: string }[] {
  const lines: { index: number; line: string }[] = [];
  for (let index = from === 0 ? 0 : lineAfter(text, from); index < text.length; ) {
    let end = text.indexOf('\n', index);
    while (end > index && text.charAt(end - 1) === '\\') end = text.indexOf('\n', end + 1);
    if (end === -1) end = text.length;
    lines.push({ index, line: text.slice(index, end) });
    index = end + 1;
  }
  return lines;
}

function lineAfter(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end + 1;
}
