import { decompress, sniff } from './decompress.ts';
import { ImageError, type LooseBlob } from './image.ts';
import { createLayer } from './layer.ts';
import { type Reading, readBlob } from './reading.ts';
import { TarReader } from './tar/reader.ts';

/** Files of the format itself, which hold no words of a user. */
const FORMAT = new Set(['oci-layout', 'index.json', 'manifest.json']);

type Kind = 'text' | 'tar' | 'file';

/** A file that nothing refers to. */
export interface LooseFile {
  path: string;
  kind: Kind;
}

/** The files that nothing referred to. Everything else must be read before. */
export async function findLoose(reading: Reading): Promise<LooseFile[]> {
  const { tree, used } = reading;
  const loose: LooseFile[] = [];
  for (const [path, size] of tree.files) {
    if (!used.has(path) && !FORMAT.has(path)) loose.push({ path, kind: await kindOf(reading, path, size) });
  }
  return loose;
}

/** Their contents; what cannot be read becomes a skip. */
export async function* readLoose(reading: Reading, files: readonly LooseFile[]): AsyncGenerator<LooseBlob> {
  for (const [index, { path, kind }] of files.entries()) {
    if (kind !== 'text')
      yield { layer: createLayer(reading, { index, blob: path, isFile: kind === 'file' }) };
    else {
      const bytes = await readBlob(reading, path);
      if (bytes) yield { path, text: bytes.toString('utf8') };
    }
  }
}

async function kindOf({ tree, limits }: Reading, path: string, size: number): Promise<Kind> {
  try {
    for await (const chunk of tree.read(path)) {
      const isText = size <= limits.jsonBytes && sniff(chunk) === 'none' && !chunk.includes(0);
      if (isText) return 'text';
      break;
    }
    const tar = new TarReader({ entry: () => undefined, problem: () => {} }, limits);
    for await (const chunk of decompress(tree.read(path), path)) {
      tar.write(chunk);
      if (tar.offset > 0) break;
    }
    return tar.entries > 0 ? 'tar' : 'file';
  } catch (error) {
    if (error instanceof ImageError) return 'file';
    throw error;
  }
}
