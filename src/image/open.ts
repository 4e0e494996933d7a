import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { cacheFolder } from '../config/cache-folder.ts';
import { DEFAULT_LIMITS, type Limits } from '../config/limits.ts';
import type { Patience } from '../config/patience.ts';
import { abortableTree } from './abort.ts';
import { openArchive } from './archive.ts';
import { reasonOf } from './bytes.ts';
import { Daemon } from './engine/daemon.ts';
import { copyFromStorage } from './engine/storage.ts';
import { openFolder } from './folder.ts';
import { ImageError, type ImageSource } from './image.ts';
import { LocalSource } from './local-source.ts';
import { parsePlatform } from './platform.ts';
import type { Reading } from './reading.ts';
import { splitReference } from './reference.ts';
import type { RegistryOptions } from './registry/open.ts';
import { Skips } from './skips.ts';
import { type SpoolFile, type Spooling, spool, spoolBy } from './spool.ts';
import { readTables, type Table } from './tables.ts';
import { timely, timelyTree } from './timely.ts';
import type { FileTree } from './tree.ts';

export interface OpenOptions {
  /** Where others than the default ones are wanted. */
  limits?: Partial<Limits>;
  /** Of the images of an index, only those for this one: `linux/arm64`. */
  platform?: string;
  /** How registries are reached. */
  registry?: RegistryOptions;
  /** Says where engines and caches are; the process's own by default. */
  environment?: NodeJS.ProcessEnv;
  /** How long it may take, all that is read of it included. */
  patience?: Patience | undefined;
  /** Ends everything that is on its way: what is asked rejects with its reason. */
  signal?: AbortSignal | undefined;
}

interface Opening {
  limits: Limits;
  environment: NodeJS.ProcessEnv;
  registry: RegistryOptions;
  platform?: string;
  patience?: Patience | undefined;
  signal: AbortSignal | undefined;
}

type Open = (rest: string, opening: Opening) => Promise<ImageSource>;

/** What stands before the first colon, as containers/image names it. A further kind of source is a further line. */
const TRANSPORTS: Readonly<Record<string, Open>> = {
  'docker-archive': (rest, opening) => openLocal(rest, opening, { kind: 'file', table: 'manifest.json' }),
  'oci-archive': (rest, opening) => openLocal(rest, opening, { kind: 'file', table: 'index.json' }),
  oci: (rest, opening) => openLocal(rest, opening, { kind: 'folder', table: 'index.json' }),
  docker: openFromRegistry,
  'docker-daemon': openFromDaemon,
  'containers-storage': openFromStorage,
};

/**
 * Opens an image by its reference: a transport of TRANSPORTS, a colon and what it is called there; or a bare path,
 * judged by its content; or, where there is no such path, the name of an image, which is asked of the container engine
 * first and then of the registry. Throws ImageError where nothing can be read there; damage inside becomes `skipped`.
 */
export async function openImage(ref: string, options: OpenOptions = {}): Promise<ImageSource> {
  const { environment = process.env, registry = {}, signal } = options;
  signal?.throwIfAborted();
  const opening: Opening = {
    limits: { ...DEFAULT_LIMITS, ...options.limits },
    environment,
    registry: { env: environment, ...registry, timing: { ...registry.timing, signal } },
    patience: options.patience,
    signal,
    ...(options.platform !== undefined && { platform: parsePlatform(options.platform) }),
  };
  const [, transport = '', rest = ''] = /^([a-z][a-z-]+):(.*)$/s.exec(ref) ?? [];
  const open = Object.hasOwn(TRANSPORTS, transport) ? TRANSPORTS[transport] : undefined;
  if (open && rest !== '') return open(rest, opening);
  if (ref === '' || open)
    throw new ImageError(`${ref || 'empty reference'}: name a file or folder, or an image, e.g. image.tar`);
  const found = await stat(ref).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT' || isPathLike(ref)) throw new ImageError(`${ref}: ${reasonOf(error)}`);
    return undefined;
  });
  return found === undefined ? openByName(ref, opening) : openPath(ref, found, opening, {});
}

function isPathLike(ref: string): boolean {
  return /^[./~]|\.(tar|tgz|gz|zst|oci)$/.test(ref);
}

async function openLocal(
  rest: string,
  opening: Opening,
  want: { kind: 'file' | 'folder'; table: Table },
): Promise<ImageSource> {
  const { path, reference } = splitReference(rest);
  const found = await stat(path).catch((error: unknown) => {
    throw new ImageError(`${path}: ${reasonOf(error)}`);
  });
  if (found.isDirectory() && want.kind === 'file') {
    throw new ImageError(`${path}: is a folder, expected a tar; for an OCI layout folder say oci:${path}`);
  }
  if (!found.isDirectory() && want.kind === 'folder') {
    throw new ImageError(
      `${path}: is a file, expected an OCI layout folder; for a tar of one say oci-archive:${path}`,
    );
  }
  return openPath(path, found, opening, { table: want.table, ...(reference ? { reference } : {}) });
}

async function openPath(
  path: string,
  found: Stats,
  opening: Opening,
  named: { table?: Table; reference?: string },
): Promise<ImageSource> {
  if (!found.isFile() && !found.isDirectory()) {
    throw new ImageError(`${path}: is a pipe or device, which cannot be read twice; save it to a file first`);
  }
  const skips = new Skips();
  const spooled = cacheFolder(opening.environment);
  const tree = found.isDirectory()
    ? await openFolder(path)
    : await openArchive(path, { ...opening, skips, spooled });
  return openTree(tree, skips, opening, named);
}

async function openTree(
  files: FileTree,
  skips: Skips,
  opening: Opening,
  { table, reference }: { table?: Table; reference?: string },
): Promise<ImageSource> {
  const { platform } = opening;
  const reading = readingOf(files, skips, opening);
  const wanted = {
    ...(reference !== undefined && { reference }),
    ...(platform !== undefined && { platform }),
  };
  try {
    return new LocalSource(reading, await readTables(reading, table), wanted);
  } catch (error) {
    await files.close();
    throw error;
  }
}

/** No more is read once the time is over or the signal is aborted. */
function readingOf(files: FileTree, skips: Skips, { limits, patience, signal }: Opening): Reading {
  const tree = abortableTree(timelyTree(files, patience), signal);
  return { tree, limits, skips, used: new Set(), patience };
}

/** The engine has what was built here, the registry what was pushed: the first is asked first. */
async function openByName(ref: string, opening: Opening): Promise<ImageSource> {
  let why = 'no container engine was found';
  try {
    const daemon = Daemon.find(opening.environment, opening.signal);
    if (daemon !== undefined) {
      if (await daemon.has(ref)) return openFromDaemon(ref, opening);
      why = `the container engine at ${daemon.name} has no such image`;
    }
  } catch (error) {
    if (!(error instanceof ImageError)) throw error;
    why = error.message;
  }
  return openFromRegistry(ref, opening).catch((error: unknown) => {
    if (!(error instanceof ImageError)) throw error;
    throw new ImageError(`${ref}: no such file or folder; ${why}; ${error.message}`, error.code);
  });
}

async function openFromDaemon(name: string, opening: Opening): Promise<ImageSource> {
  const daemon = Daemon.find(opening.environment, opening.signal);
  if (daemon === undefined)
    throw new ImageError(
      `docker-daemon:${name}: no container engine was found; start one, set DOCKER_HOST, or save the image first: docker save ${name} -o image.tar`,
    );
  const what = `docker-daemon:${name}`;
  const saved = await daemon.save(name);
  const bytes = opening.patience === undefined ? saved : timely(saved, opening.patience, what);
  return openSpooled(await spool(bytes, opening.limits, spooling(what, opening)), what, opening);
}

async function openFromStorage(name: string, opening: Opening): Promise<ImageSource> {
  const what = `containers-storage:${name}`;
  const fill = (file: string) => copyFromStorage(name, file, opening.environment, opening.signal);
  return openSpooled(await spoolBy(fill, spooling(what, opening)), what, opening);
}

function spooling(what: string, { environment, signal }: Opening): Spooling {
  return { folder: cacheFolder(environment), what, signal };
}

async function openSpooled(file: SpoolFile, what: string, opening: Opening): Promise<ImageSource> {
  const skips = new Skips();
  const spooled = cacheFolder(opening.environment);
  try {
    const tree = await openArchive(file.path, { ...opening, skips, spooled, name: what });
    const close = async () => {
      await tree.close();
      await file.close();
    };
    return await openTree({ ...tree, close }, skips, opening, {});
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function openFromRegistry(rest: string, opening: Opening): Promise<ImageSource> {
  const { openRegistry } = await import('./registry/open.ts');
  const { limits, platform } = opening;
  const { tree, index } = await openRegistry(rest, limits, opening.registry);
  const reading = readingOf(tree, new Skips(), opening);
  return new LocalSource(reading, { index, saved: [] }, platform === undefined ? {} : { platform });
}
