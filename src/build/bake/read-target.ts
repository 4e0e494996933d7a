import { append } from '../../config/append.ts';
import type { FilePlace, Given, Unknown } from '../build-path.ts';
import { isKnown, provenanceOf, secretOf, sshOf } from '../command/given.ts';
import type { Scope } from '../hcl/evaluate.ts';
import { knownText, type Static, type StaticEntry, valueOfStatic } from '../hcl/static-value.ts';
import type { HclAttribute, HclBlock } from '../hcl/tree.ts';
import { concat, cutValue, describePart, literalOf, text, type Value } from '../value.ts';
import type { Definitions } from './definitions.ts';
import { inlineText } from './inline-text.ts';
import { noParts, type TargetParts } from './parts.ts';

/** Where a target's block is evaluated: for what is told of it, and for the paths and names that lead to it. */
export interface TargetPlace {
  told: Definitions;
  run: Definitions;
  /** With the names of a matrix. */
  toldScope: Scope;
  runScope: Scope;
}

/** What one block of a target says itself. */
export function readTarget({ body }: HclBlock, place: TargetPlace): TargetParts {
  const parts = noParts();
  for (const attribute of body.attributes) readAttribute(attribute, parts, place);
  return parts;
}

function readAttribute(attribute: HclAttribute, parts: TargetParts, place: TargetPlace): void {
  const { name, value: expression, at } = attribute;
  const told = (): Static => place.told.evaluate(expression, place.toldScope);
  const run = (): Static => place.run.evaluate(expression, place.runScope);
  switch (name) {
    case 'context':
    case 'dockerfile':
    case 'target': {
      const value = run();
      if (value.kind !== 'null') parts[name] = { value: valueOfStatic(value), at };
      break;
    }
    case 'dockerfile-inline':
      if (run().kind !== 'null')
        parts.inline = inlineText(expression, place.run, place.runScope, parts.unknown);
      break;
    case 'args':
    case 'labels':
      for (const [key, entry] of entriesOf(told(), at, name, parts.unknown))
        parts[name].set(key, { name: key, value: valueOfStatic(entry.value), at: entry.at });
      break;
    case 'contexts':
      for (const [key, entry] of entriesOf(run(), at, name, parts.unknown))
        parts.contexts.set(key, { value: valueOfStatic(entry.value), at: entry.at });
      break;
    case 'inherits':
      append(parts.inherits, itemsOf(run(), at, name, parts.unknown).map(given));
      break;
    default:
      readList(attribute, told, parts);
  }
}

function readList({ name, at }: HclAttribute, told: () => Static, parts: TargetParts): void {
  switch (name) {
    case 'secret':
      for (const item of itemsOf(told(), at, name, parts.unknown))
        addSecret(parts, asFields(item, SECRET_FIELDS));
      break;
    case 'ssh':
      for (const item of itemsOf(told(), at, name, parts.unknown)) addSsh(parts, asSsh(item));
      break;
    case 'annotations':
      for (const item of itemsOf(told(), at, name, parts.unknown)) addAnnotation(parts, given(item));
      break;
    case 'attest':
      for (const item of itemsOf(told(), at, name, parts.unknown))
        addAttest(parts, asFields(item, ATTEST_FIELDS));
      break;
    default:
  }
}

/** `type` of a secret that is an object means nothing. (buildx, util/buildflags/secrets_cty.go) */
const SECRET_FIELDS = ['id', 'src', 'env'];
const ATTEST_FIELDS = ['type', 'mode', 'disabled'];

function given(item: Static): Given {
  return { value: valueOfStatic(item), at: item.at };
}

/** `{ id = …, src = … }` as `id=…,src=…`. */
function asFields(item: Static, names: readonly string[]): Given {
  if (item.kind !== 'object') return given(item);
  const fields = names.flatMap((name): Value[] => {
    const value = item.entries.get(name)?.value;
    const isGiven = value !== undefined && value.kind !== 'null' && knownText(value) !== '';
    return isGiven ? [text(`${name}=`), valueOfStatic(value), text(',')] : [];
  });
  return { value: concat(...fields), at: item.at };
}

function asSsh(item: Static): Given {
  if (item.kind !== 'object') return given(item);
  const id = item.entries.get('id')?.value;
  return { value: id === undefined ? text('default') : valueOfStatic(id), at: item.at };
}

/** Takes a secret, over the one with the same id. */
export function addSecret(parts: TargetParts, word: Given): void {
  const secret = secretOf(word);
  if (isKnown(secret)) parts.secrets.set(secret.id, secret);
  else parts.unknown.push(secret);
}

export function addSsh(parts: TargetParts, word: Given): void {
  const ssh = sshOf(word);
  if (isKnown(ssh)) parts.ssh.set(ssh.id, ssh);
  else parts.unknown.push(ssh);
}

/** `KEY=VALUE`, `manifest:KEY=VALUE`. */
export function addAnnotation(parts: TargetParts, { value, at }: Given): void {
  const { name, rest } = cutValue(value, '=');
  if (name === undefined) parts.unknown.push(unknownOfValue(value, at));
  else parts.labels.set(name, { name, value: rest ?? [], at });
}

/** `type=provenance,mode=max`; what is attested besides is no matter here. */
export function addAttest(parts: TargetParts, word: Given): void {
  const said = literalOf(word.value);
  if (said === undefined) parts.unknown.push(unknownOfValue(word.value, word.at));
  else if (/(?:^|,)type=provenance(?:,|$)/.test(said)) {
    const provenance = provenanceOf(word);
    if (provenance !== undefined) parts.provenance = provenance;
  }
}

function unknownOfValue(value: Value, at: FilePlace): Unknown {
  const part = value.find(({ kind }) => kind !== 'text');
  return { what: part === undefined ? 'a word' : describePart(part), at };
}

/** The entries of an object that are given: null leaves what is inherited. */
function entriesOf(one: Static, at: FilePlace, what: string, unknown: Unknown[]): [string, StaticEntry][] {
  if (one.kind === 'null') return [];
  if (one.kind !== 'object') {
    unknown.push({ what, at });
    return [];
  }
  append(unknown, one.holes);
  return [...one.entries].filter(([, { value }]) => value.kind !== 'null');
}

function itemsOf(one: Static, at: FilePlace, what: string, unknown: Unknown[]): Static[] {
  if (one.kind === 'null') return [];
  if (one.kind !== 'list') {
    unknown.push({ what, at });
    return [];
  }
  append(unknown, one.holes);
  return one.items.filter((item) => item.kind !== 'null' && knownText(item) !== '');
}
