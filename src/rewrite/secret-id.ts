import type { Trace } from '../flow/trace.ts';
import type { TrackedSecret } from '../flow/tracked-secret.ts';

/** The id of the mount that takes a variable's place: the one that the file mounts as that variable, or its name in small letters. */
export function idForVariable({ name }: Pick<TrackedSecret, 'name'>, trace: Trace): string {
  const mounted = trace.runs
    .flatMap(({ mounts }) => mounts)
    .find(({ env, type }) => type === 'secret' && env === name);
  return mounted?.id ?? name.toLowerCase().replace(/[^a-z0-9_.-]+/g, '_');
}

/** The id of the mount that takes a file's place. */
export function idForFile(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1).replace(/^\.+/, '');
  return name.toLowerCase().replace(/[^a-z0-9_.-]+/g, '_') || 'file';
}
