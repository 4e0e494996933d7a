import type { ConfigEntry, ConfigNode } from './config-node.ts';

/** What a value of the configuration may be: the one declaration that files are checked against and editors are told. */
export type Shape =
  /** A number may be written as one: `orNumber`. */
  | { kind: 'text'; what: string; pattern?: RegExp; orNumber?: true }
  | { kind: 'choice'; values: readonly string[] }
  | { kind: 'number'; least: number; most: number }
  | { kind: 'switch' }
  | { kind: 'list'; of: Shape; orOne?: boolean }
  | MapShape
  | { kind: 'either'; short: Shape & { kind: 'choice' }; long: MapShape };

export interface MapShape {
  kind: 'map';
  /** What its keys are called in a sentence: `key`, `rule`. */
  keys: string;
  fields: Readonly<Record<string, { shape: Shape; says: string; required?: boolean }>>;
}

/** Where a problem is, as an offset, and what it is. */
export type TellProblem = (at: number, problem: string) => void;

/** Of some names the one that is written most like a word. */
export type Suggest = (word: string, names: Iterable<string>) => string | undefined;

/** Texts longer or stranger than this are not repeated: they may be secrets that were put in the wrong place. */
const REPEATABLE = /^[A-Za-z][A-Za-z-]{0,31}$/;

/** Tells all that is wrong with a value. */
export function checkShape(node: ConfigNode, shape: Shape, tell: TellProblem, suggest: Suggest): void {
  const problem = (text: string): void => tell(node.at.start, text);
  switch (shape.kind) {
    case 'map':
      if (node.isMap) checkMap(node, shape, tell, suggest);
      else problem(`is not a map of ${shape.keys}s`);
      break;
    case 'list':
      if (node.isList) for (const item of node.items()) checkShape(item, shape.of, tell, suggest);
      else if (shape.orOne === true) checkShape(node, shape.of, tell, suggest);
      else problem('is not a list');
      break;
    case 'either':
      checkShape(node, node.isMap ? shape.long : shape.short, tell, suggest);
      break;
    case 'choice':
      if (!shape.values.includes(node.text ?? '')) problem(wrongChoice(node.text, shape.values, suggest));
      break;
    case 'switch':
      if (!/^(?:true|false)$/.test(node.text ?? '')) problem('is neither true nor false');
      break;
    case 'number':
      if (!isWithin(node.text, shape)) problem(`is no number from ${shape.least} to ${shape.most}`);
      break;
    default:
      if (node.text === undefined || node.text.trim() === '' || shape.pattern?.test(node.text) === false)
        problem(`is not ${shape.what}`);
  }
}

function checkMap(node: ConfigNode, { fields, keys }: MapShape, tell: TellProblem, suggest: Suggest): void {
  const seen = new Set<string>();
  for (const { name, at, value } of node.entries()) {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (field === undefined) tell(at.start, unknownKey(name, keys, Object.keys(fields), suggest));
    else if (seen.has(name)) tell(at.start, `${name} is given twice`);
    else if (value === undefined || isEmpty(value)) tell(at.start, `${name} has no value`);
    else checkShape(value, field.shape, (start, text) => tell(start, within(name, text)), suggest);
    seen.add(name);
  }
  for (const [name, { required }] of Object.entries(fields))
    if (required === true && !seen.has(name)) tell(node.at.start, `has no ${name}`);
}

/** `rules: secret-in-arg: "hihg" is none of …` is read from the outside in. */
function within(name: string, problem: string): string {
  return `${name}: ${problem}`;
}

function isEmpty({ isMap, isList, text }: ConfigNode): boolean {
  return !isMap && !isList && text === undefined;
}

function isWithin(text: string | undefined, { least, most }: { least: number; most: number }): boolean {
  const number = /^\d{1,6}(?:\.\d{1,6})?$/.test(text ?? '') ? Number(text) : Number.NaN;
  return number >= least && number <= most;
}

function wrongChoice(text: string | undefined, values: readonly string[], suggest: Suggest): string {
  const list = `none of ${values.join(', ')}`;
  if (text === undefined || !REPEATABLE.test(text)) return `is ${list}`;
  return `${text} is ${list}${meant(suggest(text, values))}`;
}

function unknownKey(name: string, keys: string, names: readonly string[], suggest: Suggest): string {
  if (!REPEATABLE.test(name)) return `there is no such ${keys}; there are ${names.join(', ')}`;
  const best = suggest(name, names);
  return best === undefined
    ? `there is no ${keys} ${name}; there are ${names.join(', ')}`
    : `there is no ${keys} ${name}${meant(best)}`;
}

function meant(best: string | undefined): string {
  return best === undefined ? '' : `; did you mean ${best}?`;
}

/** The entry of a map, for its place. */
export function entryOf(node: ConfigNode, key: string): ConfigEntry | undefined {
  return node.entries().find(({ name }) => name === key);
}
