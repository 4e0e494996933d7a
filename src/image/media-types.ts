/** Media types of the OCI image-spec and of Docker's image manifest v2; what each part of an image may be. */

const IMAGE_CONFIG = new Set([
  '',
  'application/octet-stream',
  'application/vnd.oci.image.config.v1+json',
  'application/vnd.docker.container.image.v1+json',
]);

export const CACHE_CONFIG = 'application/vnd.buildkit.cacheconfig.v0';
export const IN_TOTO = 'application/vnd.in-toto+json';

export function isImageConfig(mediaType: string): boolean {
  return IMAGE_CONFIG.has(mediaType);
}

/** Whatever its compression is said to be: that is told from the bytes. */
export function isLayer(mediaType: string): boolean {
  return /^application\/vnd\.(oci\.image\.layer\.|docker\.image\.rootfs\.)/.test(mediaType);
}

export function isForeign(mediaType: string): boolean {
  return /\.(nondistributable|foreign)\./.test(mediaType);
}

export function isEncrypted(mediaType: string): boolean {
  return mediaType.endsWith('+encrypted');
}
