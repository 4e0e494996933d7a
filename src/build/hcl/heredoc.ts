import { MappedText } from '../../dockerfile/mapped-text.ts';
import type { Cursor } from './cursor.ts';
import { readBare } from './template.ts';
import type { HclExpression } from './tree.ts';

const OPENING = /<<(-?)([\p{ID_Start}_][\p{ID_Continue}-]*)\r?\n/uy;

/** `<<EOT` or `<<-EOT`, from its first sign on to its closing marker. @throws Malformed */
export function readHeredoc(cursor: Cursor): HclExpression {
  const start = cursor.at;
  OPENING.lastIndex = start;
  const opening = OPENING.exec(cursor.text);
  if (opening === null) cursor.fail('a heredoc needs a name and a line of its own');
  const [whole, dash, marker = ''] = opening;
  const first = start + whole.length;
  const end = closingLine(cursor, first, marker);
  if (end === undefined) cursor.fail('a heredoc does not end', start);
  const body = cursor.mapped.slice(first, end);
  const parts = readBare(cursor.inner(dash === '-' ? withoutIndent(body) : body));
  cursor.at = cursor.text.indexOf(marker, end) + marker.length;
  return { kind: 'template', parts, at: cursor.place(start) };
}

/** Where the line begins that holds the marker and blanks. */
function closingLine({ text }: Cursor, from: number, marker: string): number | undefined {
  const line = new RegExp(`^[ \\t]*${marker}[ \\t\\r]*$`, 'gmu');
  line.lastIndex = from;
  return line.exec(text)?.index;
}

/** Without the blanks that all lines begin with; lines of blanks do not count. (hclsyntax, flushHeredocTemplateParts) */
function withoutIndent(body: MappedText): MappedText {
  const lines = Array.from(body.text.matchAll(/^([ \t]*)[^\n]*\n?/gm)).filter(([line]) => line !== '');
  const isBlank = ([line]: RegExpExecArray) => line.trim() === '';
  let least = Number.POSITIVE_INFINITY;
  for (const line of lines) if (!isBlank(line)) least = Math.min(least, line[1]?.length ?? 0);
  const pieces = lines.map((line) => {
    const indent = isBlank(line) ? 0 : least;
    return body.slice(line.index + indent, line.index + line[0].length);
  });
  return pieces.length === 0 ? body : MappedText.join(pieces);
}
