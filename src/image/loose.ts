import { sniff } from './decompress.ts';
import { ImageError, type LooseText } from './image.ts';
import { type Reading, readBlob } from './reading.ts';

/** Files of the format itself, which hold no words of a user. */
const FORMAT = new Set(['oci-layout', 'index.json', 'manifest.json']);

/** The paths of text files that nothing referred to; other such files become skips. Everything else must be read before. */
export async function findLoose(reading: Reading): Promise<string[]> {
  const { tree, used, skips } = reading;
  const loose: string[] = [];
  for (const [path, size] of tree.files) {
    if (used.has(path) || FORMAT.has(path)) continue;
    if (await isText(reading, path, size)) loose.push(path);
    else skips.add(path, `${size} bytes that no image refers to: not audited`);
  }
  return loose;
}

export async function* looseTexts(reading: Reading, paths: readonly string[]): AsyncGenerator<LooseText> {
  for (const path of paths) {
    const bytes = await readBlob(reading, path);
    if (bytes) yield { path, text: bytes.toString('utf8') };
  }
}

async function isText({ tree, limits }: Reading, path: string, size: number): Promise<boolean> {
  if (size > limits.jsonBytes) return false;
  try {
    for await (const chunk of tree.read(path)) return sniff(chunk) === 'none' && !chunk.includes(0);
    return true;
  } catch (error) {
    if (error instanceof ImageError) return false;
    throw error;
  }
}
