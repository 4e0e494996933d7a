import type { Vocabulary } from '../credentials/vocabulary.ts';
import type { Instruction } from '../dockerfile/instruction.ts';
import type { MappedText } from '../dockerfile/mapped-text.ts';
import { type Pair, pairsOf } from '../dockerfile/pairs.ts';
import type { Stage } from '../dockerfile/stages.ts';
import { parseWord } from '../dockerfile/word-parts.ts';
import type { Declaration, DeclaredValue, Source } from './declaration.ts';
import { expandParts } from './expand.ts';
import { carriersIn, rolesIn } from './roles.ts';
import type { Scope } from './scope.ts';

/** What an ARG or ENV can see. */
export interface DeclarePlace {
  scope: Scope;
  /** The ARGs before the first FROM. */
  globals: Scope;
  names: Vocabulary;
  escape: string;
}

/**
 * Takes the pairs of an ARG or ENV into the scope. All of them see the names as they were before the instruction.
 *
 * @param stage absent before the first FROM
 */
export function declare(
  instruction: Instruction,
  stage: Stage | undefined,
  place: DeclarePlace,
): Declaration[] {
  const pairs = pairsOf(instruction, place.escape);
  const declared = pairs.map((pair) => declarationOf(instruction, pair, stage, place));
  for (const declaration of declared) place.scope.declare(declaration);
  return declared;
}

function declarationOf(
  instruction: Instruction,
  pair: Pair,
  stage: Stage | undefined,
  place: DeclarePlace,
): Declaration {
  const { scope, escape } = place;
  const kind = instruction.keyword === 'ARG' ? 'ARG' : 'ENV';
  const name = nameOf(pair, escape);
  const nameSpan = pair.name.span();
  const span = { start: nameSpan.start, end: (pair.value ?? pair.name).span().end };
  const value = pair.value && valueOf(pair.value, escape);
  const sources = value === undefined ? [] : sourcesOf(value, place);
  const takesOver = kind === 'ARG' && stage !== undefined && value === undefined;
  const global = takesOver ? place.globals.find(name) : undefined;
  if (global !== undefined) sources.push({ declaration: global, span: nameSpan, whole: true });
  const text = value === undefined ? global?.text : expandParts(value.parts, scope);
  const known = { ...(stage && { stage }), ...(value && { value }), ...(text && { text }) };
  return { kind, name, instruction, span, ...known, sources, uses: [] };
}

/** References are no part of a name: they are left as they are written. */
function nameOf({ name }: Pair, escape: string): string {
  return parseWord(name.text, escape)
    .map((part) => (part.kind === 'text' ? part.value : name.text.slice(part.start, part.end)))
    .join('');
}

function valueOf(text: MappedText, escape: string): DeclaredValue {
  const parts = parseWord(text.text, escape);
  if (parts.some((part) => part.kind === 'variable')) return { text, parts };
  return { text, parts, literal: parts.map((part) => (part.kind === 'text' ? part.value : '')).join('') };
}

function sourcesOf({ text, parts }: DeclaredValue, { scope, names }: DeclarePlace): Source[] {
  const roles = rolesIn(parts, names);
  return [...carriersIn(parts)].flatMap((variable) => {
    const declaration = scope.find(variable.name);
    if (declaration === undefined) return [];
    const as = roles.get(variable.start);
    const span = text.span(variable.start, variable.end);
    return [{ declaration, span, whole: parts.length === 1, ...(as !== undefined && { as }) }];
  });
}
