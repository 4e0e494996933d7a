import type { GivenWord } from '../command/flags.ts';
import { concat, splitValue, text, type Value } from '../value.ts';
import type { Assignment } from './constants.ts';
import { entriesOf } from './entries.ts';
import { dotted, type Expression, type Item, type Of, plainString, spoken } from './expression.ts';
import { DEEPEST_NAMES, type Program } from './program.ts';
import { valueOf } from './values.ts';

/** A word of a list, with the expression that it is. */
export interface ListWord extends GivenWord {
  from: Expression;
}

/** The words of a list that a program makes: constants, what is pushed, what is spread. Never throws. */
export function wordsOfList(expression: Expression, program: Program, depth = 0): ListWord[] {
  if (depth > DEEPEST_NAMES || !program.walk.budget.spend(1)) return [unknownWord(expression, program)];
  const more = (one: Expression): ListWord[] => wordsOfList(one, program, depth + 1);
  switch (expression.kind) {
    case 'list':
      return wordsOfItems(expression.items, program, depth);
    case 'name':
      return ofName(expression, program, depth) ?? [unknownWord(expression, program)];
    case 'joined':
      return expression.operands.flatMap(more);
    case 'choice':
      return expression.options.flatMap(more);
    case 'call':
      return ofCall(expression, program, depth);
    case 'member': {
      const resolved = program.resolve(expression);
      return resolved === expression ? [unknownWord(expression, program)] : more(resolved);
    }
    default:
      return [unknownWord(expression, program)];
  }
}

function wordsOfItems(items: readonly Item[], program: Program, depth: number): ListWord[] {
  return items.flatMap((item) =>
    item.spread === true ? wordsOfList(item.value, program, depth + 1) : [wordOf(item.value, program)],
  );
}

export function wordOf(from: Expression, program: Program): ListWord {
  return { value: valueOf(from, program), at: program.place(from), from };
}

/** A word in whose place any number may stand. */
function unknownWord(from: Expression, program: Program): ListWord {
  return { value: [{ kind: 'unknown', what: spoken(from) }], at: program.place(from), from };
}

function ofName({ name, index }: Of<'name'>, program: Program, depth: number): ListWord[] | undefined {
  const assignment = program.constants.named(name, index);
  if (assignment === undefined) return undefined;
  const changes = program.constants.changes(name, index);
  return [
    ...wordsOfList(program.assigned(assignment), program, depth + 1),
    ...changes.flatMap((change) => ofChange(change, program, depth)),
  ];
}

/** `args.push(a, b)`, `args.extend([a, b])`, `args += [a]`. */
function ofChange(change: Assignment, program: Program, depth: number): ListWord[] {
  const value = program.assigned(change);
  const method = program.walk.tokens[change.from - 1]?.text ?? '';
  if (change.kind !== 'calls' || value.kind !== 'list') return wordsOfList(value, program, depth + 1);
  const adds = /^(?:push|append|add|insert|unshift)$/.test(method);
  if (adds) return wordsOfItems(value.items, program, depth);
  return value.items.flatMap((item) => wordsOfList(item.value, program, depth + 1));
}

function ofCall(call: Of<'call'>, program: Program, depth: number): ListWord[] {
  const { callee, items } = call;
  const method = callee.kind === 'member' ? callee.name : undefined;
  const [first] = items;
  if (callee.kind === 'member' && method !== undefined) {
    if (/^(?:filter|flat|slice|copy)$/.test(method)) return wordsOfList(callee.of, program, depth + 1);
    if (method === 'concat')
      return [callee.of, ...items.map(({ value }) => value)].flatMap((one) =>
        wordsOfList(one, program, depth + 1),
      );
    if (method === 'split')
      return splitWords(dotted(callee) === 'shlex.split' ? first?.value : callee.of, program);
    const pairs = /^(?:map|flatMap)$/.test(method) ? pairWords(call, program) : undefined;
    if (pairs !== undefined) return pairs;
  }
  if (/^(?:list|tuple|Array\.from)$/.test(dotted(call)) && first !== undefined)
    return wordsOfList(first.value, program, depth + 1);
  return [unknownWord(call, program)];
}

function splitWords(expression: Expression | undefined, program: Program): ListWord[] {
  if (expression === undefined) return [];
  const at = program.place(expression);
  return splitValue(valueOf(expression, program), /[ \t\n]+/).map((value) => ({
    value,
    at,
    from: expression,
  }));
}

/** `Object.entries(args).flatMap(([k, v]) => ['--build-arg', `${k}=${v}`])`. */
function pairWords(call: Of<'call'>, program: Program): ListWord[] | undefined {
  const of = call.callee.kind === 'member' ? call.callee.of : undefined;
  const [object] = of?.kind === 'call' && dotted(of) === 'Object.entries' ? of.items : [];
  if (object === undefined) return undefined;
  const flag = /--(?:build-arg|label|secret)\b/.exec(
    program.file.source.text.slice(call.start, call.end),
  )?.[0];
  const { pairs, unknown } = entriesOf(object.value, program);
  if (flag === undefined || unknown.length > 0) return undefined;
  const word = (value: Value, at: GivenWord['at'], from: Expression): ListWord => ({ value, at, from });
  return pairs.flatMap(({ name, value, at }) => [
    word(text(flag), at, value),
    word(concat(text(`${name}=`), valueOf(value, program)), at, value),
  ]);
}

/** True for an expression that is a list, or a constant that is one. */
export function isList(expression: Expression, program: Program): boolean {
  const resolved = program.resolve(expression);
  if (resolved.kind === 'list') return true;
  if (resolved.kind === 'joined')
    return resolved.operands.some((one) => one !== resolved && isShallowList(one, program));
  return (
    resolved.kind === 'call' &&
    plainString(resolved) === undefined &&
    /(?:^|\.)(?:concat|split|filter|flat|flatMap|list)$/.test(methodOf(resolved))
  );
}

function isShallowList(expression: Expression, program: Program): boolean {
  return program.resolve(expression).kind === 'list';
}

function methodOf({ callee }: Of<'call'>): string {
  return callee.kind === 'member' || callee.kind === 'name' ? (callee.name ?? '') : '';
}
