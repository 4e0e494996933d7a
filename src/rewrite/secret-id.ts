import type { Mount } from '../dockerfile/mounts.ts';
import type { RewriteFacts } from './rewrite.ts';

/**
 * The id of the mount that takes a variable's place: the one that the file mounts as that variable, or its name in small
 * letters, which nothing else may have.
 */
export function idForVariable(name: string, facts: RewriteFacts): string {
  const mounts = secretMounts(facts);
  const mounted = mounts.find(({ env }) => env === name);
  if (mounted?.id !== undefined) return mounted.id;
  const others = facts.secrets.filter((one) => one.by === 'argument' && one.name !== name && one.name < name);
  const taken = [
    ...mounts.filter(({ env }) => env !== undefined).map(({ id }) => id),
    ...mounts.filter(({ target, env }) => env === undefined && isElsewhere(target)).map(({ id }) => id),
    ...others.map((one) => plainId(one.name)),
  ];
  return freeId(plainId(name), new Set(taken));
}

/** The id of the mount that takes a file's place, at a path in the image. */
export function idForFile(name: string, path: string, facts: RewriteFacts): string {
  const mounts = secretMounts(facts);
  const wanted = plainId(name.slice(name.lastIndexOf('/') + 1).replace(/^\.+/, '')) || 'file';
  const taken = mounts.filter(({ id, target }) => id === wanted && target !== path).map(({ id }) => id);
  const others = facts.secrets
    .filter((one) => one.name !== name && one.name < name && one.by !== 'mount')
    .map((one) => plainId(one.name.slice(one.name.lastIndexOf('/') + 1).replace(/^\.+/, '')));
  return freeId(wanted, new Set([...taken, ...others]));
}

function secretMounts({ trace }: RewriteFacts): Mount[] {
  return trace.runs.flatMap(({ mounts }) => mounts).filter(({ type }) => type === 'secret');
}

/** At a place of its own, where a tool looks for a file: its content is no variable's. */
function isElsewhere(target: string | undefined): boolean {
  return target !== undefined && !target.startsWith('/run/secrets/');
}

function plainId(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9_.-]+/g, '_');
}

function freeId(wanted: string, taken: ReadonlySet<string | undefined>): string {
  for (let number = 2, id = wanted; ; number += 1) {
    if (!taken.has(id)) return id;
    id = `${wanted}_${number}`;
  }
}
