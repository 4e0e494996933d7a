import { MappedText } from '../../dockerfile/mapped-text.ts';
import type { Cursor } from './cursor.ts';
import type { HclExpression, TemplatePart } from './tree.ts';

/** Which template it is, and so what ends it: a quote, or the end of the text. */
type Form = 'quoted' | 'bare';

/** What a text does not hold as it stands. */
const SPECIAL = { quoted: /["\\\n]|\$\$?\{|%%?\{/g, bare: /\$\$?\{|%%?\{/g } as const;
const ESCAPE = /\\(?:[nrt"\\]|u[\da-fA-F]{4}|U[\da-fA-F]{8})/y;
const SHORT: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };
const DIRECTIVE = /%\{~?[ \t\r\n]*(if|else|endif|for|endfor)\b/y;

/** `"…"`, from its first quote on. @throws Malformed */
export function readQuoted(cursor: Cursor): HclExpression {
  const start = cursor.at;
  cursor.need('"');
  const parts = readParts(cursor, 'quoted');
  if (!cursor.eat('"')) cursor.fail('a quoted text does not end', start);
  return { kind: 'template', parts, at: cursor.place(start) };
}

/** All of a text that is a template without quotes: a heredoc's body, a string of JSON. @throws Malformed */
export function readBare(cursor: Cursor): TemplatePart[] {
  const parts = readParts(cursor, 'bare');
  if (!cursor.isAtEnd) cursor.fail('a directive is in the wrong place');
  return parts;
}

function readParts(cursor: Cursor, form: Form): TemplatePart[] {
  const parts: TemplatePart[] = [];
  while (!cursor.isAtEnd && !(form === 'quoted' && (cursor.sees('"') || cursor.sees('\n')))) {
    if (cursor.sees('${~') || cursor.sees('%{~')) trimEnd(parts);
    const directive = directiveHere(cursor);
    if (directive === 'if') parts.push({ expression: readIf(cursor, form) });
    else if (directive === 'for') parts.push({ expression: readFor(cursor, form) });
    else if (directive !== undefined) return parts;
    else if (cursor.sees('${')) parts.push({ expression: readInserted(cursor) });
    else parts.push({ text: readText(cursor, form) });
  }
  return parts;
}

/** What a `~` behind it does to a text. */
function trimEnd(parts: TemplatePart[]): void {
  const last = parts.at(-1);
  if (last !== undefined && 'text' in last)
    parts[parts.length - 1] = { text: last.text.slice(0, last.text.text.trimEnd().length) };
}

function directiveHere(cursor: Cursor): string | undefined {
  DIRECTIVE.lastIndex = cursor.at;
  return DIRECTIVE.exec(cursor.text)?.[1];
}

function readText(cursor: Cursor, form: Form): MappedText {
  const pieces: MappedText[] = [];
  for (let piece = readPiece(cursor, form); piece !== undefined; piece = readPiece(cursor, form))
    pieces.push(piece);
  if (pieces.length === 0) cursor.fail('not known in a text');
  return MappedText.join(pieces);
}

function readPiece(cursor: Cursor, form: Form): MappedText | undefined {
  const start = cursor.at;
  if (cursor.goTo(SPECIAL[form])) return cursor.mapped.slice(start, cursor.at);
  const offset = cursor.mapped.offsetAt(start);
  if (cursor.eat('$${')) return MappedText.of('${', offset);
  if (cursor.eat('%%{')) return MappedText.of('%{', offset);
  const escape = form === 'quoted' ? cursor.take(ESCAPE) : undefined;
  return escape === undefined ? undefined : MappedText.of(unescaped(escape), offset);
}

function unescaped(escape: string): string {
  const short = SHORT[escape.charAt(1)];
  if (short !== undefined) return short;
  const code = Number.parseInt(escape.slice(2), 16);
  return code > 0x10ffff ? '\uFFFD' : String.fromCodePoint(code);
}

function readInserted(cursor: Cursor): HclExpression {
  return cursor.inside(true, () => {
    cursor.need('${');
    cursor.eat('~');
    const expression = cursor.expression();
    close(cursor);
    return expression;
  });
}

/** `%{ if … }…%{ else }…%{ endif }`. */
function readIf(cursor: Cursor, form: Form): HclExpression {
  const start = cursor.at;
  return cursor.inside(true, () => {
    cursor.take(DIRECTIVE);
    const condition = cursor.expression();
    close(cursor);
    const yes = readParts(cursor, form);
    let no: TemplatePart[] = [];
    if (directiveHere(cursor) === 'else') {
      directive(cursor, 'else');
      no = readParts(cursor, form);
    }
    directive(cursor, 'endif');
    const at = cursor.place(start);
    const branch = (parts: readonly TemplatePart[]): HclExpression => ({ kind: 'template', parts, at });
    return { kind: 'conditional', condition, yes: branch(yes), no: branch(no), at };
  });
}

/** `%{ for … }…%{ endfor }`. */
function readFor(cursor: Cursor, form: Form): HclExpression {
  const start = cursor.at;
  return cursor.inside(true, () => {
    cursor.take(DIRECTIVE);
    cursor.take(/[^{}"~]*/y);
    close(cursor);
    readParts(cursor, form);
    directive(cursor, 'endfor');
    return { kind: 'other', what: 'a for directive', at: cursor.place(start) };
  });
}

function directive(cursor: Cursor, name: string): void {
  if (directiveHere(cursor) !== name) cursor.fail(`%{ ${name} } is missing`);
  cursor.take(DIRECTIVE);
  close(cursor);
}

/** The end of `${…}` and `%{…}`. */
function close(cursor: Cursor): void {
  cursor.skip(true);
  const trims = cursor.eat('~');
  cursor.need('}');
  if (trims) cursor.take(/\s+/y);
}
