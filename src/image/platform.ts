import { ImageError } from './image.ts';

/** Variants that go without saying (containerd, platforms, "Normalization"). */
const USUAL_VARIANTS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    arm64: 'v8',
    arm: 'v7',
    amd64: 'v1',
  }),
);
const OTHER_NAMES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    x86_64: 'amd64',
    'x86-64': 'amd64',
    aarch64: 'arm64',
    i386: '386',
    i686: '386',
    armhf: 'arm',
  }),
);

/**
 * A platform as `os/architecture[/variant]`, in one spelling: `linux/arm64/v8` and `linux/aarch64` are one.
 * Throws ImageError where it is none.
 */
export function parsePlatform(text: string): string {
  const [, os = '', architecture = '', variant] =
    /^([\w.-]+)\/([\w.-]+)(?:\/([\w.-]+))?$/.exec(text.trim().toLowerCase()) ?? [];
  if (os === '')
    throw new ImageError(`--platform ${text}: is no platform; say os/architecture, e.g. linux/arm64`);
  const known = OTHER_NAMES.get(architecture) ?? architecture;
  const usual = USUAL_VARIANTS.get(known);
  return [os, known, ...(variant === undefined || variant === usual ? [] : [variant])].join('/');
}

/** True where a platform, as an index or a config states it, is the one that was asked for. */
export function isPlatform(stated: string, wanted: string): boolean {
  try {
    return parsePlatform(stated) === wanted;
  } catch {
    return false;
  }
}
