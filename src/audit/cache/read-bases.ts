import type { KnownBase } from '../../cachekey/known-base.ts';
import { ImageError } from '../../image/image.ts';
import { type OpenOptions, openImage } from '../../image/open.ts';

/** Reads the configs of base images. Throws ImageError where one cannot be read, or its platforms differ in triggers. */
export async function readBases(references: readonly string[], options: OpenOptions): Promise<KnownBase[]> {
  const bases: KnownBase[] = [];
  for (const reference of references) bases.push(await readBase(reference, options));
  return bases;
}

async function readBase(reference: string, options: OpenOptions): Promise<KnownBase> {
  const source = await openImage(reference, options);
  const found: KnownBase[] = [];
  try {
    for await (const { kind, name, tags, config } of source.images())
      if (kind === 'image')
        found.push({ names: [reference, name, ...tags], triggers: config.onbuild, environment: config.env });
  } finally {
    await source.close();
  }
  const [first, ...others] = found;
  if (first === undefined) throw new ImageError(`${reference}: holds no image`);
  const triggers = JSON.stringify(first.triggers);
  if (others.some((other) => JSON.stringify(other.triggers) !== triggers))
    throw new ImageError(
      `${reference}: its images have different ONBUILD triggers; choose one with --platform`,
    );
  return first;
}
