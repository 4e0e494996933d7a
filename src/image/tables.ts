import { parseSaved } from './docker.ts';
import { ImageError } from './image.ts';
import { record } from './json.ts';
import type { Contents } from './local-source.ts';
import { type Reading, readJson } from './reading.ts';
import type { FileTree } from './tree.ts';

/** The files that say what a tree holds. */
export type Table = 'index.json' | 'manifest.json';

/** With `oci-archive:` manifest.json has no say; everywhere else both tables have. */
export async function readTables(reading: Reading, table: Table | undefined): Promise<Contents> {
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
