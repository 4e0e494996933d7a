import type { BuildPath } from '../build-path.ts';
import { CallOptions } from './call-options.ts';
import { type Called, callsOf, readCall } from './calls.ts';
import { buildsOfCommandCall, type Surroundings } from './command-builds.ts';
import { isCommandCall } from './command-call.ts';
import type { Of } from './expression.ts';
import type { Program } from './program.ts';
import { buildOfShape, type Shape } from './shape.ts';
import { isSign, type Token } from './token.ts';

/** Reads the builds of a call that no table tells. */
type CallReader = (call: Of<'call'>, program: Program, called: Called) => BuildPath[] | undefined;

export interface Finding {
  shapes: readonly Shape[];
  /** Calls that builds are told of by a key of their options, whatever they are called. */
  byKey: readonly Shape[];
  /** Looked at first. */
  special?: CallReader;
  /** Where the commands of a call run. */
  surroundings?: (called: Called) => Surroundings;
}

const KEY = /^(?:buildargs|buildArgs|build_args)$/;
/** What takes build arguments to print, compare or check them. */
const READS =
  /^(?:log|info|warn|error|debug|trace|print|pprint|dir|dump\w*|expect|to\w*Equal|to\w*With|toMatch\w*|assert\w*|equal|deepEqual|strictEqual|object|extend|shape|describe|it|test|stringify|parse|keys|values|entries|isEqual|merge|assign|super|useState|Object|Map|dict|TypedDict|NamedTuple|dataclass|Field)$/;
const MAY_BE = /build|image|docker|container|asset/i;

/** More than any program starts; those behind them are left out. */
export const MOST_BUILDS = 1000;

/** The builds that a program starts. */
export function findBuilds(program: Program, finding: Finding): BuildPath[] {
  const { tokens } = program.walk;
  const keyed = callsWithKey(tokens);
  const found = new Map<string, BuildPath>();
  for (const called of callsOf(program)) {
    const name = tokens[called.name]?.text ?? '';
    const isKeyed = keyed.has(called.open) && !READS.test(name);
    const mayStart = isCommandCall(bareCall(name));
    if (!isKeyed && !mayStart && !MAY_BE.test(name) && !ENDS.test(name)) continue;
    const call = readCall(program, called);
    if (call === undefined) continue;
    const builds = buildsOfCall(call, called, program, finding, isKeyed || MAY_BE.test(name));
    for (const build of builds) found.set(`${build.at.start}:${build.at.end}`, build);
    if (found.size > MOST_BUILDS || program.walk.budget.isSpent) break;
  }
  return [...found.values()];
}

/** Names of calls that say nothing by themselves. */
const ENDS = /^(?:fromAsset|from_asset|build|[cC]ommand|local_resource)$/;

/** A call of this name alone: whether it starts commands is told by its name. */
function bareCall(name: string): Of<'call'> {
  const none = { start: 0, end: 0 };
  return { kind: 'call', ...none, items: [], callee: { kind: 'name', name, index: 0, ...none } };
}

function buildsOfCall(
  call: Of<'call'>,
  called: Called,
  program: Program,
  { shapes, byKey, special, surroundings }: Finding,
  mayHaveKey: boolean,
): BuildPath[] {
  const own = special?.(call, program, called);
  if (own !== undefined) return own;
  const build = shapeOf(call, program, shapes) ?? (mayHaveKey ? shapeOf(call, program, byKey) : undefined);
  if (build !== undefined) return [build];
  return isCommandCall(call) ? buildsOfCommandCall(call, program, surroundings?.(called)) : [];
}

function shapeOf(call: Of<'call'>, program: Program, shapes: readonly Shape[]): BuildPath | undefined {
  const path = calleePath(call);
  for (const shape of shapes) {
    if (!shape.callee.test(path)) continue;
    const options = new CallOptions(call, program, shape.options);
    if (shape.accepts?.(options) !== false) return buildOfShape(shape, options);
  }
  return undefined;
}

/** The names of what is called, `()` for the calls among them. */
function calleePath({ callee }: Of<'call'>): string {
  const names: string[] = [];
  let at = callee;
  for (let depth = 0; depth < 40; depth += 1) {
    if (at.kind === 'member') {
      names.unshift(at.name ?? '[]');
      at = at.of;
    } else if (at.kind === 'call') {
      names.unshift('()');
      at = at.callee;
    } else break;
  }
  return (at.kind === 'name' ? [at.name, ...names] : ['', ...names]).join('.').replaceAll('.()', '()');
}

/** The opening brackets of calls in which a key says that build arguments are handed over. */
function callsWithKey(tokens: readonly Token[]): Set<number> {
  const found = new Set<number>();
  const open: number[] = [];
  for (const [at, token] of tokens.entries()) {
    if (token.kind === 'open' && token.style === undefined && token.text === '(') open.push(at);
    while (open.length > 0 && (tokens[open.at(-1) ?? 0]?.partner ?? tokens.length) <= at) open.pop();
    const isKey = (token.kind === 'name' || token.kind === 'text') && KEY.test(token.text);
    const inner = open.at(-1);
    if (isKey && inner !== undefined && !isSign(tokens[at - 1], '.', '?.')) found.add(inner);
  }
  return found;
}
