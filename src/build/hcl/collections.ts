import type { Cursor } from './cursor.ts';
import { type HclEntry, type HclExpression, textExpression } from './tree.ts';

const FOR = /[[{]\s*for\b(?=\s+[\p{ID_Start}_])/uy;
/** What may stand behind a bare key. */
const SIGN = /[ \t]*(?:=(?![=>])|:)/y;

/** `[…]`. @throws Malformed */
export function readList(cursor: Cursor): HclExpression {
  const start = cursor.at;
  if (cursor.take(FOR) !== undefined) return readFor(cursor, start, ']');
  cursor.need('[');
  return cursor.inside(true, () => {
    const items: HclExpression[] = [];
    for (cursor.skip(); !cursor.eat(']'); cursor.skip()) {
      items.push(cursor.expression());
      cursor.skip();
      if (!cursor.eat(',') && !cursor.sees(']')) cursor.fail('a comma or ] is missing');
    }
    return { kind: 'list', items, at: cursor.place(start) };
  });
}

/** `{…}`: entries with commas or ends of lines between them. @throws Malformed */
export function readObject(cursor: Cursor): HclExpression {
  const start = cursor.at;
  if (cursor.take(FOR) !== undefined) return readFor(cursor, start, '}');
  cursor.need('{');
  return cursor.inside(false, () => {
    const entries: HclEntry[] = [];
    for (cursor.skip(true); !cursor.eat('}'); cursor.skip(true)) {
      entries.push(readEntry(cursor));
      cursor.skip();
      if (!cursor.eat(',') && !cursor.sees('\n') && !cursor.sees('}'))
        cursor.fail('a comma, an end of line or } is missing');
    }
    return { kind: 'object', entries, at: cursor.place(start) };
  });
}

function readEntry(cursor: Cursor): HclEntry {
  const start = cursor.at;
  const key = readKey(cursor);
  cursor.skip();
  if (!cursor.eat('=')) cursor.need(':');
  const value = cursor.expression();
  return { key, value, at: cursor.place(start) };
}

/** A bare name is a text as a key. */
function readKey(cursor: Cursor): HclExpression {
  const start = cursor.at;
  const name = cursor.name();
  if (name !== undefined) {
    const end = cursor.at;
    if (cursor.take(SIGN) !== undefined) {
      cursor.at = end;
      return textExpression(cursor.mapped.slice(start, end), cursor.place(start));
    }
    cursor.at = start;
  }
  return cursor.expression();
}

/** `for` in brackets or braces, behind its word. */
function readFor(cursor: Cursor, start: number, close: ']' | '}'): HclExpression {
  return cursor.inside(true, () => {
    cursor.skip();
    cursor.name();
    cursor.skip();
    if (cursor.eat(',')) {
      cursor.skip();
      cursor.name();
      cursor.skip();
    }
    if (cursor.take(/in\b/y) === undefined) cursor.fail('in is missing');
    cursor.expression();
    cursor.skip();
    cursor.need(':');
    cursor.expression();
    cursor.skip();
    if (cursor.eat('=>')) cursor.expression();
    cursor.skip();
    cursor.eat('...');
    cursor.skip();
    if (cursor.take(/if\b/y) !== undefined) cursor.expression();
    cursor.skip();
    cursor.need(close);
    return { kind: 'other', what: 'a for expression', at: cursor.place(start) };
  });
}
