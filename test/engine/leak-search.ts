import { lstat, mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Unplanted } from './bases.ts';
import { type Daemon, docker } from './daemon.ts';
import type { Leaks } from './flow-shapes.ts';
import type { Plant } from './plant.ts';
import { run } from './run.ts';

/** An image as `docker save` has it. */
export interface SavedImage {
  /** The archive. */
  path: string;
  config: string;
  history: string;
  /** The archives of the layers that the build added. */
  layers: readonly string[];
}

/** @param folder where the archive and what is in it go */
export async function saveImage(
  daemon: Daemon,
  tag: string,
  folder: string,
  { layers: unplanted }: Unplanted,
): Promise<SavedImage> {
  const place = join(folder, 'image');
  await mkdir(place);
  await docker(daemon, ['save', '-o', `${place}.tar`, tag]);
  const extract = (...members: string[]) => run('tar', ['-xf', `${place}.tar`, '-C', place, ...members]);
  const parse = async (path: string) => {
    await extract(path);
    return JSON.parse(await readFile(join(place, path), 'utf8'));
  };
  const [{ Config, Layers }] = (await parse('manifest.json')) as [{ Config: string; Layers: string[] }];
  const { history, ...config } = await parse(Config);
  const added = Layers.filter((_, i) => !unplanted.has(config.rootfs.diff_ids[i]));
  if (added.length > 0) await extract(...added);
  return {
    path: `${place}.tar`,
    config: JSON.stringify(config),
    history: JSON.stringify(history),
    layers: added.map((layer) => join(place, layer)),
  };
}

/** Where a saved image holds a value. */
export async function searchImage({ config, history, layers }: SavedImage, plant: Plant): Promise<Leaks> {
  const leaks: Leaks = { config: plant.isIn(config), history: plant.isIn(history) };
  for (const path of layers) {
    if (!plant.isIn(await readFile(path))) continue;
    leaks.name ||= plant.isIn(await run('tar', ['-tvf', path]));
    leaks.layer ||= plant.isIn(await run('tar', ['-xOf', path]));
  }
  return leaks;
}

/** Whether the builder keeps the value outside of the image and of what was sent to it. */
export async function isOnDisk(
  daemon: Daemon,
  plant: Plant,
  { tag, start, sent }: { tag: string; start: number; sent: readonly string[] },
  { folders }: Unplanted,
): Promise<boolean> {
  const folder = join(daemon.folder, 'root/overlay2');
  const ofImage = await docker(daemon, ['image', 'inspect', '--format', '{{json .GraphDriver.Data}}', tag]);
  for (const id of await readdir(folder)) {
    const diff = join(folder, id, 'diff');
    if (folders.has(id) || ofImage.includes(diff)) continue;
    for (const path of await filesSince(diff, start)) {
      if (!sent.includes(path) && plant.isIn(await readFile(join(diff, path)).catch(() => ''))) return true;
    }
  }
  return false;
}

/** Paths below a folder of files that were written or changed since; what another build removes meanwhile is none. */
async function filesSince(folder: string, start: number): Promise<string[]> {
  const since = async (path: string) =>
    lstat(path).then(
      ({ ctimeMs }) => ctimeMs >= start,
      () => false,
    );
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => []);
  const found: string[] = [];
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && (await since(path))) found.push(path.slice(folder.length + 1));
  }
  return found;
}
