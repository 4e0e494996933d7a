import type { GivenArgument, GivenSecret, GivenSsh, Provenance, Unknown } from '../build-path.ts';
import { cutValue, describePart, literalOf, splitValue, type Value } from '../value.ts';
import type { GivenWord } from './flags.ts';

/** Looks a variable up where a command runs. */
export type Lookup = (name: string) => Value;

/** What stands elsewhere may be a value, and is not told. */
const NAME = /^[A-Za-z_][\w.-]*$/;
const ID = /^[\w.:@/-]{1,200}$/;

/** `NAME=value`, or `NAME` alone, which is taken from the environment (buildx, commands/build.go). */
export function argumentOf(word: GivenWord, lookup: Lookup): GivenArgument | Unknown {
  const { name, rest } = cutValue(word.value, '=');
  if (name === undefined) return unknownOf(word);
  if (!NAME.test(name)) return { what: 'a word that is no build argument', at: word.at };
  return { name, value: rest ?? lookup(name), at: word.at, ...(word.flag && { flag: word.flag }) };
}

export function unknownOf({ value, at }: GivenWord): Unknown {
  const part = value.find(({ kind }) => kind !== 'text');
  return { what: part === undefined ? 'a word' : describePart(part), at };
}

/** `id=ID,src=PATH`, `id=ID,env=NAME`, `type=env,id=ID`: keys in any case (buildx, util/buildflags/secrets.go). */
export function secretOf(word: GivenWord): GivenSecret | Unknown {
  const { at } = word;
  const fields = fieldsOf(word.value);
  const id = fields.get('id');
  const name = id === undefined ? undefined : literalOf(id);
  if (name === undefined || !ID.test(name)) return unknownOf(word);
  const source = fields.get('src') ?? fields.get('source');
  const isVariable = literalOf(fields.get('type') ?? []) === 'env';
  const variable = fields.get('env') ?? (isVariable ? source : undefined);
  if (variable !== undefined || (isVariable && source === undefined))
    return { id: name, at, from: { kind: 'variable', value: fromVariable(variable, name) } };
  return source === undefined ? { id: name, at } : { id: name, at, from: { kind: 'file', value: source } };
}

/** `ID=VALUE` (Fly's `--build-secret`). */
export function secretByValue({ value, at }: GivenWord): GivenSecret | Unknown {
  const { name, rest } = cutValue(value, '=');
  if (name === undefined || !ID.test(name)) return unknownOf({ value, at });
  return { id: name, at, ...(rest && { from: { kind: 'value', value: rest } }) };
}

/** The variable itself: what it holds is nobody's business. */
function fromVariable(variable: Value | undefined, id: string): Value {
  const name = variable === undefined ? id : literalOf(variable);
  return name === undefined ? (variable ?? []) : [{ kind: 'variable', name }];
}

/** The `key=value` fields of a comma separated list, keys in lower case. */
function fieldsOf(value: Value): Map<string, Value> {
  const fields = new Map<string, Value>();
  for (const field of splitValue(value, /,/)) {
    const { name, rest } = cutValue(field, '=');
    if (name !== undefined) fields.set(name.trim().toLowerCase(), rest ?? []);
  }
  return fields;
}

/** `default`, `ID`, `ID=socket`, `ID=key,key`. */
export function sshOf({ value, at }: GivenWord): GivenSsh | Unknown {
  const { name } = cutValue(value, '=');
  return name === undefined ? unknownOf({ value, at }) : { id: name, at };
}

/** `--provenance=true|false|mode=max`, and the same in `--attest`. */
export function provenanceOf({ value, at }: GivenWord): Provenance | undefined {
  const said = literalOf(value) ?? '';
  if (/^(?:false|0)$/i.test(said) || /disabled=true/.test(said)) return { mode: 'off', at };
  if (/mode=max/.test(said) || said === 'max') return { mode: 'max', at };
  return /^(?:true|1|min|)$|mode=min|type=provenance/i.test(said) ? { mode: 'min', at } : undefined;
}

export function isKnown<T extends object>(one: T | Unknown): one is T {
  return !isUnknown(one);
}

export function isUnknown(one: object): one is Unknown {
  return 'what' in one;
}
