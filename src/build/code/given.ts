import type { GivenArgument, GivenSecret, GivenSsh, Unknown } from '../build-path.ts';
import { argumentOf, secretOf, sshOf } from '../command/given.ts';
import { concat, cutValue, literalOf, text, type Value } from '../value.ts';
import { entriesOf } from './entries.ts';
import { dotted, type Expression, plainString, spoken } from './expression.ts';
import type { Program } from './program.ts';
import { valueOf } from './values.ts';

const LOOKUP = (name: string): Value => [{ kind: 'variable', name }];

/** Build arguments, labels: `{ NAME: value }`, `[{ name, value }]`, `["NAME=value"]`. */
export function argumentsOf(expression: Expression, program: Program): (GivenArgument | Unknown)[] {
  const resolved = program.resolve(expression);
  if (resolved.kind === 'list')
    return itemsOf(
      resolved.items.map(({ value }) => value),
      program,
    );
  const { pairs, unknown } = entriesOf(expression, program);
  const last = new Map(pairs.map((pair) => [pair.name, pair]));
  const given = Array.from(last.values(), ({ name, value, at }) => ({
    name,
    value: valueOf(value, program),
    at,
  }));
  return [...given, ...unknown];
}

function itemsOf(items: readonly Expression[], program: Program): (GivenArgument | Unknown)[] {
  return items.map((item) => {
    const at = program.place(item);
    if (item.kind === 'text') return argumentOf({ value: valueOf(item, program), at }, LOOKUP);
    const call = item.kind === 'call' ? item.items : [];
    const [first, second] = call.filter(({ name }) => name === undefined);
    const { pairs } = entriesOf(item, program);
    const named = (name: string) => pairs.findLast((pair) => pair.name === name)?.value;
    const name = literalOf(valueOf(named('name') ?? first?.value ?? item, program));
    const value = named('value') ?? second?.value;
    if (name === undefined || value === undefined) return { what: spoken(item), at };
    return { name, value: valueOf(value, program), at };
  });
}

/** `{ id: 'src=path' }`, `["id=…,src=…"]`, `[{ id, src }]`, Dagger's `[dag.setSecret(id, value)]`. */
export function secretsOf(expression: Expression, program: Program): (GivenSecret | Unknown)[] {
  const resolved = program.resolve(expression);
  if (resolved.kind === 'text' || resolved.kind === 'joined')
    return [secretOf({ value: valueOf(resolved, program), at: program.place(resolved) })];
  if (resolved.kind === 'list') return resolved.items.map(({ value }) => listedSecret(value, program));
  const { pairs, unknown } = entriesOf(expression, program);
  return [
    ...pairs.map(({ name, value, at }): GivenSecret => {
      const given = valueOf(value, program);
      const source = secretOf({ value: concat(text(`id=${name},`), given), at });
      return 'id' in source && source.from !== undefined
        ? { ...source, id: name }
        : { id: name, at, from: { kind: 'value', value: given } };
    }),
    ...unknown,
  ];
}

function listedSecret(expression: Expression, program: Program): GivenSecret | Unknown {
  const at = program.place(expression);
  const resolved = program.resolve(expression);
  if (resolved.kind === 'text' || resolved.kind === 'joined')
    return secretOf({ value: valueOf(resolved, program), at });
  if (resolved.kind === 'call' && /(?:^|\.)set_?secret$/i.test(dotted(resolved))) {
    const [id, value] = resolved.items;
    const name = plainString(id?.value);
    if (name !== undefined && value !== undefined)
      return { id: name, at, from: { kind: 'value', value: valueOf(value.value, program) } };
  }
  if (resolved.kind !== 'map') return { what: spoken(expression), at };
  return secretOfMap(resolved, program) ?? { what: spoken(expression), at };
}

/** `{ id = "token", src = "path" }`, `{ id: "token", env: "TOKEN" }`. */
export function secretOfMap(expression: Expression, program: Program): GivenSecret | undefined {
  const { pairs } = entriesOf(expression, program);
  const fields = pairs.flatMap(({ name, value }) => [text(`,${name}=`), valueOf(value, program)]);
  const secret = secretOf({ value: concat(...fields), at: program.place(expression) });
  return 'id' in secret ? secret : undefined;
}

/** `"default"`, `["id=path"]`, `[{ id }]`, `{ id: path }`. */
export function sshGiven(expression: Expression, program: Program): (GivenSsh | Unknown)[] {
  const resolved = program.resolve(expression);
  const at = program.place(resolved);
  if (resolved.kind === 'list') return resolved.items.flatMap(({ value }) => sshGiven(value, program));
  if (resolved.kind === 'map') {
    const { pairs } = entriesOf(resolved, program);
    const id = pairs.find(({ name }) => name === 'id');
    if (id === undefined) return pairs.map((pair) => ({ id: pair.name, at: pair.at }));
    return [{ id: literalOf(valueOf(id.value, program)) ?? 'default', at }];
  }
  if (resolved.kind === 'name')
    return /^None$|^null$|^undefined$/.test(resolved.name) ? [] : [{ id: 'default', at }];
  const value = valueOf(resolved, program);
  if (cutValue(value, '=').name === undefined) return [{ id: 'default', at }];
  return literalOf(value) === '' ? [] : [sshOf({ value, at })];
}
