import { append } from '../../config/append.ts';
import { Pattern } from '../../context/pattern.ts';
import type { Unknown } from '../build-path.ts';
import type { GivenWord } from '../command/flags.ts';
import { provenanceOf, unknownOf } from '../command/given.ts';
import { concat, cutValue, literalOf, text, type Value } from '../value.ts';
import type { TargetParts } from './parts.ts';
import { addAnnotation, addAttest, addSecret, addSsh } from './read-target.ts';

type Lookup = (name: string) => Value | undefined;

/** One `--set pattern.key.name=value`. */
interface SetFlag {
  pattern: string;
  key: string;
  name: string;
  /** `+=`. */
  appends: boolean;
  /** Absent without `=`. */
  value?: Value;
  at: GivenWord['at'];
}

/** What a command line puts over the targets that it builds. (buildx, bake/bake.go, newOverrides) */
export class Overrides {
  readonly #sets: readonly SetFlag[];
  readonly #provenance: GivenWord | undefined;
  readonly #unknown: readonly Unknown[];
  readonly #lookup: Lookup;

  /** @param lookup what the command's environment sets a variable to */
  constructor(sets: readonly GivenWord[], provenance: GivenWord | undefined, lookup: Lookup) {
    this.#sets = sets.flatMap((word) => setFlag(word) ?? []);
    this.#unknown = sets.filter((word) => setFlag(word) === undefined).map(unknownOf);
    this.#provenance = provenance;
    this.#lookup = lookup;
  }

  apply(target: string, parts: TargetParts): void {
    const begun = new Set<string>();
    for (const set of this.#sets)
      if (isMeant(set.pattern, target)) {
        if (!set.appends && !begun.has(set.key)) clear(set.key, set.name, parts);
        begun.add(set.key);
        this.#put(set, parts);
      }
    const provenance = this.#provenance && provenanceOf(this.#provenance);
    if (provenance !== undefined) parts.provenance = provenance;
    append(parts.unknown, this.#unknown);
  }

  #put({ key, name, value, at }: SetFlag, parts: TargetParts): void {
    const given = { value: value ?? [], at };
    switch (key) {
      case 'args':
        parts.args.set(name, { name, at, value: value ?? this.#valueOf(name) });
        break;
      case 'labels':
        parts.labels.set(name, { name, ...given });
        break;
      case 'contexts':
        parts.contexts.set(name, given);
        break;
      case 'context':
      case 'dockerfile':
      case 'target':
        parts[key] = given;
        break;
      case 'secrets': {
        const id: Value = name === '' ? [] : text(`id=${name},`);
        if (given.value.length > 0) addSecret(parts, { ...given, value: concat(id, given.value) });
        break;
      }
      case 'ssh':
        if (given.value.length > 0) addSsh(parts, given);
        break;
      case 'annotations':
        if (given.value.length > 0) addAnnotation(parts, given);
        break;
      case 'attest':
        if (given.value.length > 0) addAttest(parts, given);
        break;
      default:
    }
  }

  #valueOf(name: string): Value {
    return this.#lookup(name) ?? [{ kind: 'variable', name }];
  }
}

const PLURAL: ReadonlyMap<string, string> = new Map(
  Object.entries({
    arg: 'args',
    label: 'labels',
    secret: 'secrets',
    annotation: 'annotations',
  }),
);

function setFlag({ value, at }: GivenWord): SetFlag | undefined {
  const { name: said, rest } = cutValue(value, '=');
  const match = said === undefined ? null : /^([^.]*)\.([a-z-]+)(?:\.(.*?))?(\+?)$/s.exec(said);
  if (match === null) return undefined;
  const [, pattern = '', key = '', name = '', plus] = match;
  return {
    pattern,
    key: PLURAL.get(key) ?? key,
    name,
    appends: plus === '+',
    at,
    ...(rest !== undefined && { value: rest }),
  };
}

/** A list that is set anew loses what it held. */
function clear(key: string, name: string, parts: TargetParts): void {
  if (key === 'ssh' || (key === 'secrets' && name === '')) parts[key].clear();
}

/** Whether a pattern of target names means this one. */
export function isMeant(pattern: string, target: string): boolean {
  if (pattern === target) return true;
  try {
    return Pattern.ofSource(pattern).matches(target);
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

/** `--var NAME=VALUE`. */
export function variablesOf(words: readonly GivenWord[]): Map<string, Value> {
  const variables = new Map<string, Value>();
  for (const { value } of words) {
    const { name, rest } = cutValue(value, '=');
    if (name !== undefined && rest !== undefined) variables.set(name, rest);
  }
  return variables;
}

/** Whether a value says no more than that a variable is the environment's. */
export function isPlainVariable(value: Value, name: string): boolean {
  const [only] = value;
  return (
    value.length === 1 && only?.kind === 'variable' && only.name === name && literalOf(value) === undefined
  );
}
