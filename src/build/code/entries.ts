import type { FilePlace, Unknown } from '../build-path.ts';
import { literalOf } from '../value.ts';
import type { Assignment } from './constants.ts';
import { dotted, type Expression, type Item, type Of, spoken } from './expression.ts';
import { DEEPEST_NAMES, type Program } from './program.ts';
import { valueOf } from './values.ts';

interface Entry {
  name: string;
  value: Expression;
  at: FilePlace;
}

/** The pairs of an object, later ones behind earlier ones of the same name. */
export interface Entries {
  pairs: readonly Entry[];
  /** What may have more of them. */
  unknown: readonly Unknown[];
}

const NONE: Entries = { pairs: [], unknown: [] };
const MERGES = /^(?:Object\.assign|_?\.?(?:merge|extend|defaults)|merge|deepmerge|ChainMap)$/;
const WRAPS =
  /^(?:Object\.freeze|JSON\.stringify|json\.dumps|dict|pulumi\.(?:output|all)|copy\.(?:deep)?copy|structuredClone)$/;

/** The pairs of what an expression stands for: an object, a constant with what is added to it, `{...a, B: b}`. */
export function entriesOf(expression: Expression, program: Program, depth = 0): Entries {
  if (depth > DEEPEST_NAMES || !program.walk.budget.spend(1)) return unknownOf(expression, program);
  switch (expression.kind) {
    case 'map':
      return entriesOfItems(expression.items, program, depth);
    case 'joined':
    case 'choice': {
      const all = expression.kind === 'joined' ? expression.operands : expression.options;
      return merged(all.map((one) => entriesOf(one, program, depth + 1)));
    }
    case 'name':
      return /^(?:null|undefined|None)$/.test(expression.name) ? NONE : ofName(expression, program, depth);
    case 'member':
      return ofMember(expression, program, depth);
    case 'call':
      return ofCall(expression, program, depth);
    default:
      return unknownOf(expression, program);
  }
}

/** The pairs that items are: those of a map, the keyword arguments of a call. */
export function entriesOfItems(items: readonly Item[], program: Program, depth = 0): Entries {
  return merged(items.map((item) => ofItem(item, program, depth)));
}

function ofItem(item: Item, program: Program, depth: number): Entries {
  const { name, key, value, spread } = item;
  if (spread === true) return entriesOf(value, program, depth + 1);
  const at = program.place(item);
  const given = name ?? (key && literalOf(valueOf(key, program)));
  if (given !== undefined && given !== '') return { pairs: [{ name: given, value, at }], unknown: [] };
  if (key === undefined && value.kind === 'name')
    return { pairs: [{ name: value.name, value, at }], unknown: [] };
  return { pairs: [], unknown: [{ what: spoken(key ?? value), at }] };
}

function ofName(expression: Of<'name'>, program: Program, depth: number): Entries {
  const { name, index } = expression;
  const assignment = program.constants.named(name, index);
  const changes = program.constants.changes(name, index);
  if (assignment === undefined && changes.length === 0) return unknownOf(expression, program);
  const base =
    assignment === undefined
      ? unknownOf(expression, program)
      : entriesOf(program.assigned(assignment), program, depth + 1);
  return merged([base, ...changes.map((change) => ofChange(change, program, depth))]);
}

/** `args.TOKEN = …`, `args.update({…})`. */
function ofChange(change: Assignment, program: Program, depth: number): Entries {
  const value = program.assigned(change);
  if (change.kind === 'sets' && change.property !== undefined) {
    const start = program.walk.tokens[change.index]?.start ?? value.start;
    return {
      pairs: [{ name: change.property, value, at: program.place({ start, end: value.end }) }],
      unknown: [],
    };
  }
  if (change.kind !== 'calls' || value.kind !== 'list') return entriesOf(value, program, depth + 1);
  const named = value.items.filter(({ name }) => name !== undefined);
  const others = value.items.filter(({ name }) => name === undefined);
  return merged([
    ...others.map((item) => entriesOf(item.value, program, depth + 1)),
    entriesOfItems(named, program, depth + 1),
  ]);
}

function ofMember(expression: Of<'member'>, program: Program, depth: number): Entries {
  const assignment = program.assignmentOf(expression);
  if (assignment !== undefined) return entriesOf(program.assigned(assignment), program, depth + 1);
  if (expression.name === undefined || (expression.of.kind === 'name' && isOutside(expression.of, program)))
    return unknownOf(expression, program);
  const { pairs } = entriesOf(expression.of, program, depth + 1);
  const pair = pairs.findLast(({ name }) => name === expression.name);
  return pair === undefined ? unknownOf(expression, program) : entriesOf(pair.value, program, depth + 1);
}

function isOutside({ name, index }: Of<'name'>, program: Program): boolean {
  return program.constants.named(name, index) === undefined;
}

/** `dict(TOKEN=token)`, `Object.assign({}, args)`, `docker.DockerBuildArgs(context=…)`. */
function ofCall(call: Of<'call'>, program: Program, depth: number): Entries {
  const path = dotted(call);
  const keywords = call.items.filter(({ name }) => name !== undefined);
  if (MERGES.test(path)) return merged(call.items.map(({ value }) => entriesOf(value, program, depth + 1)));
  if (WRAPS.test(path)) {
    const first = call.items.find(({ name }) => name === undefined);
    const base = first === undefined ? NONE : entriesOf(first.value, program, depth + 1);
    return merged([base, entriesOfItems(keywords, program, depth + 1)]);
  }
  return keywords.length === 0 ? unknownOf(call, program) : entriesOfItems(call.items, program, depth + 1);
}

function unknownOf(expression: Expression, program: Program): Entries {
  return { pairs: [], unknown: [{ what: spoken(expression), at: program.place(expression) }] };
}

function merged(all: readonly Entries[]): Entries {
  return { pairs: all.flatMap(({ pairs }) => pairs), unknown: all.flatMap(({ unknown }) => unknown) };
}
