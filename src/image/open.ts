import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { openArchive } from './archive.ts';
import { reasonOf } from './bytes.ts';
import { parseSaved } from './docker.ts';
import { openFolder } from './folder.ts';
import { ImageError, type ImageSource } from './image.ts';
import { record } from './json.ts';
import { DEFAULT_LIMITS, type Limits } from './limits.ts';
import { type Contents, LocalSource } from './local-source.ts';
import { type Reading, readJson } from './reading.ts';
import { splitReference } from './reference.ts';
import { Skips } from './skips.ts';
import type { FileTree } from './tree.ts';

export interface OpenOptions {
  /** Where others than the default ones are wanted. */
  limits?: Partial<Limits>;
}

type Table = 'index.json' | 'manifest.json';
type Open = (rest: string, limits: Limits) => Promise<ImageSource>;

/** What stands before the first colon, as containers/image names it. A further kind of source is a further line. */
const TRANSPORTS: Readonly<Record<string, Open>> = {
  'docker-archive': (rest, limits) => openLocal(rest, limits, { kind: 'file', table: 'manifest.json' }),
  'oci-archive': (rest, limits) => openLocal(rest, limits, { kind: 'file', table: 'index.json' }),
  oci: (rest, limits) => openLocal(rest, limits, { kind: 'folder', table: 'index.json' }),
  docker: async (rest) => unsupported(`docker:${rest}`, copyOf(rest)),
  'docker-daemon': async (rest) => unsupported(`docker-daemon:${rest}`, saveOf(rest)),
  'containers-storage': async (rest) => unsupported(`containers-storage:${rest}`, podmanSaveOf(rest)),
};

/**
 * Opens an image by its reference: `docker-archive:PATH[:REF]`, `oci-archive:PATH[:REF]`, `oci:PATH[:REF]`, or a bare
 * path, judged by its content. Throws ImageError where nothing can be read there; damage inside becomes `skipped`.
 */
export async function openImage(ref: string, options: OpenOptions = {}): Promise<ImageSource> {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const [, transport = '', rest = ''] = /^([a-z][a-z-]+):(.*)$/s.exec(ref) ?? [];
  const open = Object.hasOwn(TRANSPORTS, transport) ? TRANSPORTS[transport] : undefined;
  if (open && rest !== '') return open(rest, limits);
  if (ref === '' || open)
    throw new ImageError(`${ref || 'empty reference'}: name a file or folder, e.g. image.tar`);
  const found = await stat(ref).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT' || isPathLike(ref)) throw new ImageError(`${ref}: ${reasonOf(error)}`);
    throw new ImageError(
      `${ref}: no such file or folder; if it is an image of a registry or an engine, save it first: ${saveOf(ref)}`,
    );
  });
  return openTree(ref, found, limits, {});
}

function isPathLike(ref: string): boolean {
  return /^[./~]|\.(tar|tgz|gz|zst|oci)$/.test(ref);
}

async function openLocal(rest: string, limits: Limits, want: { kind: 'file' | 'folder'; table: Table }) {
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
  return openTree(path, found, limits, {
    table: want.table,
    ...(reference ? { reference } : {}),
  });
}

async function openTree(
  path: string,
  found: Stats,
  limits: Limits,
  { table, reference }: { table?: Table; reference?: string },
): Promise<ImageSource> {
  if (!found.isFile() && !found.isDirectory()) {
    throw new ImageError(`${path}: is a pipe or device, which cannot be read twice; save it to a file first`);
  }
  const skips = new Skips();
  const tree = found.isDirectory() ? await openFolder(path) : await openArchive(path, limits, skips);
  const reading: Reading = { tree, limits, skips, used: new Set() };
  try {
    return new LocalSource(reading, await readTables(reading, table), reference);
  } catch (error) {
    await tree.close();
    throw error;
  }
}

/** With `oci-archive:` manifest.json has no say; everywhere else both tables have. */
async function readTables(reading: Reading, table: Table | undefined): Promise<Contents> {
  const { tree } = reading;
  if (table !== undefined && tree.resolve(table) === undefined)
    throw new ImageError(wrongTable(tree, table, reading));
  const indexPath = tree.resolve('index.json');
  const savedPath = table === 'index.json' ? undefined : tree.resolve('manifest.json');
  if (indexPath === undefined && savedPath === undefined) throw new ImageError(noTable(reading));
  const index = indexPath === undefined ? undefined : await readJson(reading, indexPath);
  const saved = savedPath === undefined ? undefined : await readJson(reading, savedPath);
  const hasIndex = Array.isArray(record(index?.value)?.manifests);
  if (index && !hasIndex)
    reading.skips.add('index.json', 'is no OCI image index: it has no list of manifests');
  if (saved && !Array.isArray(saved.value)) reading.skips.add('manifest.json', 'is no list of images');
  const savedImages = parseSaved(saved?.value);
  if (!hasIndex && savedImages.length === 0) throw new ImageError(noTable(reading));
  return { saved: savedImages, ...(hasIndex ? { index: index?.value } : {}) };
}

function wrongTable(tree: FileTree, table: Table, reading: Reading): string {
  const other = table === 'index.json' ? 'manifest.json' : 'index.json';
  if (tree.resolve(other) === undefined) return noTable(reading);
  const transport = other === 'index.json' ? 'oci-archive' : 'docker-archive';
  return `${tree.name}: has no ${table} but ${other}: say ${transport}:${tree.name}`;
}

function noTable({ tree, skips }: Reading): string {
  const reasons = skips.list.map(({ what, reason }) => (what === tree.name ? reason : `${what} ${reason}`));
  const because = reasons.length > 0 ? ` (${reasons.slice(0, 3).join('; ')})` : '';
  return `${tree.name}: is no image: expected a usable manifest.json (\`docker save\`) or index.json (OCI layout)${because}; save it again`;
}

function unsupported(ref: string, command: string): never {
  throw new ImageError(
    `${ref}: this transport is not supported yet; save the image to a file first: ${command}`,
  );
}

function saveOf(name: string): string {
  return `docker save ${name} -o image.tar`;
}

function copyOf(rest: string): string {
  return `skopeo copy docker:${rest} oci-archive:image.tar`;
}

function podmanSaveOf(name: string): string {
  return `podman save --format oci-archive -o image.tar ${name}`;
}
