import type { Image } from './image.ts';
import { record, text } from './json.ts';
import type { Manifest } from './manifest.ts';
import { type Reading, readBlob } from './reading.ts';

/** The statements of attestation manifests, as text. Missing ones and such as are too large become skips. */
export async function readStatements(
  reading: Reading,
  manifests: readonly Manifest[],
): Promise<Image['attestations']> {
  const statements: Image['attestations'][number][] = [];
  for (const layer of manifests.flatMap((manifest) => manifest.layers)) {
    const path = layer.path === undefined ? undefined : reading.tree.resolve(layer.path);
    if (path === undefined) {
      reading.skips.add(layer.digest, `attestation is not in ${reading.tree.name}`);
      continue;
    }
    reading.used.add(path);
    const bytes = await readBlob(reading, path, 'attestationBytes');
    if (!bytes) continue;
    const content = bytes.toString('utf8');
    const predicateType = layer.annotations['in-toto.io/predicate-type'] ?? statedType(content);
    statements.push({ digest: layer.digest, predicateType, text: content });
  }
  return statements;
}

function statedType(statement: string): string {
  try {
    return text(record(JSON.parse(statement))?.predicateType) ?? '';
  } catch {
    return '';
  }
}
