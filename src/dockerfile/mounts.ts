import { append } from '../config/append.ts';
import { splitCsv } from './csv.ts';
import type { Instruction } from './instruction.ts';
import type { Span } from './source-text.ts';

/** A `RUN --mount`, as BuildKit reads it (commands_runmount.go). */
export interface Mount {
  type: string;
  /** Absolute; absent for a secret that is only a variable, and for ssh without a target. */
  target?: string;
  /** Of a secret, a cache or an ssh agent. */
  id?: string;
  /** Of a bind or cache mount: the path in `from`, or in the build context. */
  source?: string;
  /** The stage, image or named context that a bind or cache mount is from. */
  from?: string;
  /** The variable that a secret is also, or only, given as. */
  env?: string;
  required: boolean;
  readOnly: boolean;
  /** Permissions, octal digits as written. */
  mode?: string;
  /** True when the user or group that owns it is given. */
  owned: boolean;
  /** As given, before variables are expanded. */
  written: ReadonlyMap<string, string>;
  problems: readonly MountProblem[];
  span: Span;
}

/** Why the builder refuses a mount. */
export interface MountProblem {
  code:
    | 'unknown-key'
    | 'unknown-type'
    | 'no-value'
    | 'nothing-named'
    | 'named-twice'
    | 'bad-mode'
    | 'key-of-other-type';
  key: string;
}

const ALIASES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    src: 'source',
    dst: 'target',
    destination: 'target',
    readonly: 'ro',
    readwrite: 'rw',
  }),
);
const KEYS = new Set('type id source target ro rw required from mode uid gid env size sharing'.split(' '));
const TYPES = new Set(['bind', 'cache', 'tmpfs', 'secret', 'ssh']);
const BARE = new Set(['ro', 'rw', 'required']);
/** Where a key has a meaning; the builder refuses it elsewhere. */
const ONLY: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    required: ['secret', 'ssh'],
    env: ['secret'],
    mode: ['secret', 'ssh', 'cache'],
    uid: ['secret', 'ssh', 'cache'],
    gid: ['secret', 'ssh', 'cache'],
    size: ['tmpfs'],
    sharing: ['cache'],
    from: ['bind', 'cache'],
  }),
);

/**
 * The mounts of a RUN, in order.
 *
 * @param expand the value of a field, build arguments resolved
 * @param folder what a relative target is relative to
 */
export function mountsOf({ flags }: Instruction, expand: (value: string) => string, folder: string): Mount[] {
  return flags
    .filter(({ name, value }) => name === 'mount' && value !== undefined)
    .map(({ value = '', span }) => readMount(value, span, expand, folder));
}

/** An option's own name: `target` for `dst`. */
export function mountKey(name: string): string {
  return ALIASES.get(name) ?? name;
}

function readMount(text: string, span: Span, expand: (value: string) => string, folder: string): Mount {
  const written = new Map<string, string>();
  const problems: MountProblem[] = [];
  for (const field of splitCsv(text)) {
    const equals = field.indexOf('=');
    const name = (equals === -1 ? field : field.slice(0, equals)).trim().toLowerCase();
    const key = mountKey(name);
    if (!KEYS.has(key)) problems.push({ code: 'unknown-key', key: name });
    else if (equals === -1 && !BARE.has(key)) problems.push({ code: 'no-value', key: name });
    written.set(key, equals === -1 ? 'true' : field.slice(equals + 1));
  }
  const values = new Map(Array.from(written, ([key, value]) => [key, expand(value)]));
  const type = values.get('type') ?? 'bind';
  append(problems, misplaced(type, values));
  const mount = {
    type,
    required: isTrue(values.get('required')),
    readOnly: values.has('ro') ? isTrue(values.get('ro')) : type === 'bind' && !isTrue(values.get('rw')),
    owned: values.has('uid') || values.has('gid'),
    written,
    problems,
    span,
    ...pick(values, 'env'),
    ...pick(values, 'mode'),
    ...pick(values, 'from'),
  };
  return { ...mount, ...placeOf(type, values, folder) };
}

function misplaced(type: string, values: ReadonlyMap<string, string>): MountProblem[] {
  if (!TYPES.has(type)) return [{ code: 'unknown-type', key: type }];
  const problems: MountProblem[] = [...values.keys()]
    .filter((key) => ONLY.get(key)?.includes(type) === false)
    .map((key) => ({ code: 'key-of-other-type', key }));
  if (type === 'secret') {
    if (values.has('id') && values.has('source')) problems.push({ code: 'named-twice', key: 'source' });
    const named = ['id', 'source', 'target'].some((key) => (values.get(key) ?? '') !== '');
    if (!named) problems.push({ code: 'nothing-named', key: 'id' });
  }
  const mode = values.get('mode');
  if (mode !== undefined && !/^0?[0-7]{1,4}$/.test(mode)) problems.push({ code: 'bad-mode', key: mode });
  return problems;
}

type Places = Pick<Mount, 'target' | 'id' | 'source'>;

function placeOf(type: string, values: ReadonlyMap<string, string>, folder: string): Places {
  const given = values.get('target');
  const target = given === undefined || given === '' ? undefined : absolute(given, folder);
  const named = values.get('id') ?? (type === 'secret' ? values.get('source') : undefined);
  if (type === 'secret') {
    const id = named ?? baseName(target ?? '');
    const usual = values.has('env') || id === '' ? undefined : `/run/secrets/${baseName(id)}`;
    const where = target ?? usual;
    return { id, ...(where !== undefined && { target: where }) };
  }
  const id = named ?? (type === 'ssh' ? 'default' : undefined);
  return {
    ...(target !== undefined && { target }),
    ...(id !== undefined && { id }),
    ...pick(values, 'source'),
  };
}

function pick<Key extends string>(values: ReadonlyMap<string, string>, key: Key): { [key in Key]?: string } {
  const value = values.get(key);
  const picked: { [key in Key]?: string } = {};
  if (value !== undefined) picked[key] = value;
  return picked;
}

function absolute(path: string, folder: string): string {
  return path.startsWith('/') || /^[A-Za-z]:/.test(path) ? path : `${folder.replace(/\/$/, '')}/${path}`;
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function isTrue(value: string | undefined): boolean {
  return value !== undefined && /^(?:1|t|true|)$/i.test(value);
}
