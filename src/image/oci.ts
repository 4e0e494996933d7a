import { readStatements } from './attestations.ts';
import { imageOfManifest } from './build-image.ts';
import type { Image } from './image.ts';
import { IndexWalk } from './index-walk.ts';
import { kindOf, type Manifest } from './manifest.ts';
import type { Reading } from './reading.ts';
import type { Wanted } from './reference.ts';

/**
 * The images of a parsed index.json, each with the attestations that speak of it; statements about others stay loose.
 *
 * @param follows decides by the platform that an index states, before anything of it is read
 */
export async function* ociImages(
  reading: Reading,
  index: unknown,
  wanted: Wanted,
  follows: (platform: string | undefined) => boolean = () => true,
): AsyncGenerator<Image> {
  const walk = new IndexWalk(reading, follows);
  await walk.index(index, wanted);
  const { manifests } = walk;
  const attestations = bySubject(manifests);
  for (const manifest of manifests) {
    const kind = kindOf(manifest);
    if (kind === 'artifact') {
      markUsed(reading, manifest);
      const type = manifest.artifactType ?? manifest.config.mediaType;
      reading.skips.add(manifest.digest, `an artifact of type ${type}, no container image: not audited`);
    } else if (kind !== 'attestation') {
      const spoken = attestations.get(manifest.digest) ?? [];
      for (const attestation of spoken) markUsed(reading, attestation);
      const image = await imageOfManifest(reading, manifest, kind, await readStatements(reading, spoken));
      if (image) yield image;
    }
  }
}

function bySubject(manifests: readonly Manifest[]): Map<string, Manifest[]> {
  const found = new Map<string, Manifest[]>();
  for (const manifest of manifests) {
    if (manifest.subject === undefined || kindOf(manifest) !== 'attestation') continue;
    const others = found.get(manifest.subject);
    if (others) others.push(manifest);
    else found.set(manifest.subject, [manifest]);
  }
  return found;
}

/** Blobs that are none of an image's own, yet no loose ones. */
function markUsed({ tree, used }: Reading, { config, layers }: Manifest): void {
  for (const { path } of [config, ...layers]) {
    const found = path === undefined ? undefined : tree.resolve(path);
    if (found !== undefined) used.add(found);
  }
}
