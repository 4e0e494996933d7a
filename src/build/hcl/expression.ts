import { readList, readObject } from './collections.ts';
import type { Cursor } from './cursor.ts';
import { readHeredoc } from './heredoc.ts';
import { readQuoted } from './template.ts';
import { type HclExpression, textExpression } from './tree.ts';

/** Operators in one expression, and steps of one path. */
const MOST_LINKS = 500;
/** Binary operators by how strongly they bind, the weakest first. (HCL's specification) */
const LEVELS: readonly RegExp[] = [/\|\|/y, /&&/y, /[=!]=/y, /[<>]=?/y, /[+-]/y, /\*|\/(?![/*])|%(?!\{)/y];
const NUMBER = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/** An expression, from here on. @throws Malformed */
export function readExpression(cursor: Cursor): HclExpression {
  cursor.skip();
  const start = cursor.at;
  const condition = readBinary(cursor, 0);
  const end = cursor.at;
  cursor.skip();
  if (!cursor.eat('?')) {
    cursor.at = end;
    return condition;
  }
  const yes = cursor.deeper(() => readExpression(cursor));
  cursor.skip();
  cursor.need(':');
  const no = cursor.deeper(() => readExpression(cursor));
  return { kind: 'conditional', condition, yes, no, at: cursor.place(start) };
}

function readBinary(cursor: Cursor, level: number): HclExpression {
  const operators = LEVELS[level];
  if (operators === undefined) return readUnary(cursor);
  const start = cursor.at;
  let left = readBinary(cursor, level + 1);
  for (let links = 0; ; links += 1) {
    const end = cursor.at;
    cursor.skip();
    const operator = cursor.sees('=>') ? undefined : cursor.take(operators);
    if (operator === undefined) {
      cursor.at = end;
      return left;
    }
    if (links > MOST_LINKS) cursor.fail('too long an expression');
    cursor.skip();
    const right = readBinary(cursor, level + 1);
    left = { kind: 'binary', operator, left, right, at: cursor.place(start) };
  }
}

function readUnary(cursor: Cursor): HclExpression {
  const start = cursor.at;
  const operator = cursor.take(/!(?!=)|-/y);
  if (operator === undefined) return readPath(cursor);
  const operand = cursor.deeper(() => {
    cursor.skip();
    return readUnary(cursor);
  });
  return { kind: 'unary', operator, operand, at: cursor.place(start) };
}

/** What stands alone, and the `.name`, `[index]` behind it. */
function readPath(cursor: Cursor): HclExpression {
  const start = cursor.at;
  let path = readTerm(cursor);
  for (let links = 0; ; links += 1) {
    if (links > MOST_LINKS) cursor.fail('too long a path');
    const next = readStep(cursor, path, start);
    if (next === undefined) return path;
    path = next;
  }
}

function readStep(cursor: Cursor, of: HclExpression, start: number): HclExpression | undefined {
  if (cursor.take(/\.\*|\[[ \t]*\*[ \t]*\]/y) !== undefined)
    return { kind: 'other', what: 'a list of parts', at: cursor.place(start) };
  const before = cursor.at;
  if (!cursor.sees('...') && cursor.eat('.')) {
    const keyStart = cursor.at;
    if ((cursor.name() ?? cursor.take(/\d+/y)) === undefined) cursor.fail('a name is missing behind the dot');
    const key = textExpression(cursor.mapped.slice(keyStart, cursor.at), cursor.place(keyStart));
    return { kind: 'access', of, key, at: cursor.place(start) };
  }
  if (!cursor.eat('[')) return undefined;
  const key = cursor.inside(true, () => readExpression(cursor));
  cursor.skip(true);
  if (!cursor.eat(']')) cursor.fail('] is missing', before);
  return { kind: 'access', of, key, at: cursor.place(start) };
}

function readTerm(cursor: Cursor): HclExpression {
  const start = cursor.at;
  if (cursor.sees('"')) return readQuoted(cursor);
  if (cursor.sees('<<')) return readHeredoc(cursor);
  if (cursor.sees('[')) return readList(cursor);
  if (cursor.sees('{')) return readObject(cursor);
  if (cursor.eat('(')) {
    const inner = cursor.inside(true, () => readExpression(cursor));
    cursor.skip(true);
    cursor.need(')');
    return inner;
  }
  const number = cursor.take(NUMBER);
  if (number !== undefined) return { kind: 'number', text: number, at: cursor.place(start) };
  return readNamed(cursor);
}

/** `true`, `null`, a variable, a call. */
function readNamed(cursor: Cursor): HclExpression {
  const start = cursor.at;
  let name = cursor.name();
  if (name === undefined) cursor.fail('a value is missing');
  while (cursor.eat('::')) name += `::${cursor.name() ?? cursor.fail('a name is missing behind ::')}`;
  const at = cursor.place(start);
  if (cursor.eat('(')) return readCall(cursor, name, start);
  if (name === 'true' || name === 'false') return { kind: 'boolean', text: name, at };
  return name === 'null' ? { kind: 'null', at } : { kind: 'reference', name, at };
}

function readCall(cursor: Cursor, name: string, start: number): HclExpression {
  return cursor.inside(true, () => {
    const given: HclExpression[] = [];
    let spread = false;
    for (cursor.skip(); !cursor.eat(')'); cursor.skip()) {
      given.push(readExpression(cursor));
      cursor.skip();
      spread = cursor.eat('...');
      cursor.skip();
      if (!cursor.eat(',') && !cursor.sees(')')) cursor.fail(') is missing');
    }
    return { kind: 'call', name, arguments: given, spread, at: cursor.place(start) };
  });
}
