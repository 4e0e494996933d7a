import type { Instruction } from '../dockerfile/instruction.ts';
import type { Mount } from '../dockerfile/mounts.ts';
import type { Stage } from '../dockerfile/stages.ts';
import type { ContextStores } from './context-stores.ts';
import { type CopiedStore, copiedStore, type MountedSecret } from './origin.ts';
import type { StoredFile } from './run/files.ts';
import { absolutePath, isBelow } from './run/paths.ts';
import type { MountPoint } from './run/world.ts';
import { step, type Taint } from './taint.ts';

export interface MountPlace {
  mounts: readonly Mount[];
  secrets: readonly MountedSecret[];
  instruction: Instruction;
  stage: Stage;
  context: ContextStores;
  /** What the file's cache mounts hold by now, by id. */
  caches: Map<string, Map<string, Taint>>;
  /** The files of an earlier stage. */
  filesOf(stage: string): ReadonlyMap<string, StoredFile> | undefined;
}

/** What the builder mounts in every RUN. */
const OWN_MOUNTS = ['/dev/shm', '/etc/hosts', '/etc/resolv.conf'];

/** What a RUN's mounts put where. What is bound from the build context is told apart: it is in no layer. */
export function mountPoints(place: MountPlace): { points: MountPoint[]; stores: CopiedStore[] } {
  const stores: CopiedStore[] = [];
  const points: MountPoint[] = OWN_MOUNTS.map((target) => ({ target, type: 'tmpfs', files: new Map() }));
  for (const mount of place.mounts) {
    const { target, type } = mount;
    if (target === undefined) continue;
    if (type === 'cache') {
      const key = mount.id ?? target;
      const keep = place.caches.get(key) ?? new Map<string, Taint>();
      place.caches.set(key, keep);
      points.push(cacheAt(target, keep));
    } else points.push({ target, type, files: filesIn(mount, target, place, stores) });
  }
  return { points, stores };
}

/** A cache is the same wherever it is mounted: what it holds is kept by the path in it. */
function cacheAt(target: string, keep: Map<string, Taint>): MountPoint {
  const files = new Map(Array.from(keep, ([path, taint]) => [target + path, taint]));
  return { target, type: 'cache', files, keep };
}

function filesIn(
  mount: Mount,
  target: string,
  place: MountPlace,
  stores: CopiedStore[],
): ReadonlyMap<string, Taint> {
  const { type, from, source = '/' } = mount;
  const secret = place.secrets.find((one) => one.mount === mount);
  if (secret !== undefined) return new Map([[target, new Map([[secret, undefined]])]]);
  if (type !== 'bind') return new Map();
  if (from !== undefined) return fromStage(place.filesOf(from), absolutePath(source, '/'), target);
  return fromContext(mount, target, place, stores);
}

function fromStage(
  files: ReadonlyMap<string, StoredFile> | undefined,
  source: string,
  target: string,
): Map<string, Taint> {
  const found = new Map<string, Taint>();
  for (const [path, { taint }] of files ?? [])
    if (isBelow(path, source)) found.set(target + path.slice(source === '/' ? 0 : source.length), taint);
  return found;
}

function fromContext(
  { source = '.', span }: Mount,
  target: string,
  { context, instruction, stage }: MountPlace,
  stores: CopiedStore[],
): Map<string, Taint> {
  const found = new Map<string, Taint>();
  const request = { sources: [source], destination: target, exclude: [], parents: false };
  for (const one of context(request)) {
    const store = copiedStore(one, instruction, stage, span);
    stores.push(store);
    const label = `bound from the build context, ${one.path}`;
    found.set(one.target, step(new Map([[store, undefined]]), label, span));
  }
  return found;
}
