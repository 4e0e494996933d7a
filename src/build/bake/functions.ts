import { append } from '../../config/append.ts';
import type { FilePlace } from '../build-path.ts';
import { isEqual, numberOf, unknownFrom } from '../hcl/operators.ts';
import {
  knownText,
  listOf,
  objectOf,
  type Static,
  type StaticEntry,
  scalar,
  textAt,
  truthOf,
  unknownAt,
  valueOfStatic,
} from '../hcl/static-value.ts';
import { concat, text, type Value } from '../value.ts';
import { callTextFunction, carried } from './text-functions.ts';

type Given = readonly Static[];
/** Undefined where it does not come to anything known. */
type Implementation = (given: Given, at: FilePlace) => Static | undefined;

/** What one of bake's own functions comes to. (buildx, bake/hclparser/stdlib.go) */
export function callFunction(name: string, given: Given, at: FilePlace): Static {
  const changing = Object.hasOwn(CHANGING, name) ? CHANGING[name] : undefined;
  if (changing !== undefined) return scalar([{ kind: 'changing', what: changing }], at);
  const known = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  const result = known?.(given, at) ?? callTextFunction(name, given, at);
  return result ?? unknownAt(`${name}(…)`, at);
}

const CHANGING: Readonly<Record<string, string>> = { timestamp: 'the time', uuidv4: 'a random value' };

const FUNCTIONS: Readonly<Record<string, Implementation>> = {
  join: ([separator, ...lists], at) => join(separator, lists, at),
  concat: (given, at) => concatenated(given, at),
  flatten: ([list], at) =>
    list?.kind === 'list'
      ? concatenated(
          list.items.map((one) => (one.kind === 'list' ? one : listOf([one], at))),
          at,
        )
      : undefined,
  equal: (given, at) => truth(isEqualPair(given), given, at),
  notequal: (given, at) => truth(negated(isEqualPair(given)), given, at),
  not: (given, at) => truth(negated(every(given, true)), given, at),
  and: (given, at) => truth(every(given, true), given, at),
  or: (given, at) => truth(negated(every(given, false)), given, at),
  format: ([template, ...rest], at) => formatted(knownText(template), rest, at),
  length: ([one], at) => textOf(lengthOf(one), at),
  strlen: ([one], at) => textOf(knownText(one)?.length, at),
  contains: (given, at) => truth(contains(given), given, at),
  element: ([list, index]) => elementOf(list, index),
  split: ([separator, one], at) => split(knownText(separator), knownText(one), at),
  merge: (given, at) => merged(given, at),
  lookup: ([from, key, otherwise]) =>
    from?.kind === 'object' ? (from.entries.get(knownText(key) ?? '')?.value ?? otherwise) : undefined,
  coalesce: (given) => firstThat(given, ({ kind }) => kind !== 'null'),
  try: (given) => firstThat(given, (one) => !valueOfStatic(one).some(({ kind }) => kind === 'unknown')),
};

function truth(known: boolean | undefined, given: Given, at: FilePlace): Static {
  return known === undefined ? unknownFrom(given, at) : textAt(String(known), at);
}

function isEqualPair([a, b]: Given): boolean | undefined {
  return a && b && isEqual(a, b);
}

function textOf(known: number | undefined, at: FilePlace): Static | undefined {
  return known === undefined ? undefined : textAt(String(known), at);
}

function negated(known: boolean | undefined): boolean | undefined {
  return known === undefined ? undefined : !known;
}

/** Whether all are `wanted`; one that is not decides. */
function every(given: Given, wanted: boolean): boolean | undefined {
  const truths = given.map(truthOf);
  if (truths.includes(!wanted)) return false;
  return truths.includes(undefined) ? undefined : true;
}

function firstThat(given: Given, fits: (one: Static) => boolean): Static | undefined {
  return given.find((one) => one.kind === 'list' || one.kind === 'object' || fits(one));
}

function join(separator: Static | undefined, lists: Given, at: FilePlace): Static | undefined {
  const items = lists.flatMap((list) => (list.kind === 'list' ? list.items : [list]));
  const holes = lists.flatMap((list) => (list.kind === 'list' ? list.holes : []));
  if (separator === undefined) return undefined;
  const values = items.flatMap((item, index): Value[] =>
    index === 0 ? [valueOfStatic(item)] : [valueOfStatic(separator), valueOfStatic(item)],
  );
  return scalar(concat(...values, ...holes.map(({ what }): Value => [{ kind: 'unknown', what }])), at);
}

function concatenated(given: Given, at: FilePlace): Static {
  const holes = given.flatMap((one) =>
    one.kind === 'list' ? one.holes : [{ what: 'a list that is not known', at: one.at }],
  );
  return listOf(
    given.flatMap((one) => (one.kind === 'list' ? one.items : [])),
    at,
    holes,
  );
}

function merged(given: Given, at: FilePlace): Static {
  const entries = new Map<string, StaticEntry>();
  const holes = given.flatMap((one) => {
    if (one.kind === 'null') return [];
    return one.kind === 'object' ? one.holes : [{ what: 'an object that is not known', at: one.at }];
  });
  for (const one of given)
    if (one.kind === 'object') for (const [key, entry] of one.entries) entries.set(key, entry);
  return objectOf(entries, at, holes);
}

function lengthOf(one: Static | undefined): number | undefined {
  if (one?.kind === 'list' && one.holes.length === 0) return one.items.length;
  return one?.kind === 'object' && one.holes.length === 0 ? one.entries.size : knownText(one)?.length;
}

function contains([list, one]: Given): boolean | undefined {
  if (list?.kind !== 'list' || one === undefined) return undefined;
  const answers = list.items.map((item) => isEqual(item, one));
  if (answers.includes(true)) return true;
  return answers.includes(undefined) || list.holes.length > 0 ? undefined : false;
}

function elementOf(list: Static | undefined, index: Static | undefined): Static | undefined {
  const at = numberOf(index);
  if (list?.kind !== 'list' || at === undefined || list.holes.length > 0) return undefined;
  return list.items[at % Math.max(1, list.items.length)];
}

function split(separator: string | undefined, one: string | undefined, at: FilePlace): Static | undefined {
  if (separator === undefined || one === undefined) return undefined;
  return listOf(
    one.split(separator).map((item) => textAt(item, at)),
    at,
  );
}

/** `%s`, `%d`, `%v`, `%q` and `%%`. */
function formatted(template: string | undefined, given: Given, at: FilePlace): Static | undefined {
  if (template === undefined) return carried(given, at);
  const values: Value[] = [];
  let next = 0;
  for (const [piece] of template.matchAll(/%[sdv%q]|[^%]+|%/g)) {
    const argument = given[next];
    if (piece === '%%') values.push(text('%'));
    else if (piece === '%') return carried(given, at);
    else if (!piece.startsWith('%')) values.push(text(piece));
    else if (argument === undefined) return undefined;
    else {
      const value = valueOfStatic(argument);
      append(values, piece === '%q' ? [text('"'), value, text('"')] : [value]);
      next += 1;
    }
  }
  return scalar(concat(...values), at);
}
