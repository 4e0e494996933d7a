/** Build arguments that the builder gives, of the platforms: seen by FROM and the ARGs before it (BuildKit, platform.go). */
export const PLATFORM_ARGUMENTS: readonly string[] = [
  ...['BUILD', 'TARGET'].flatMap((side) =>
    ['PLATFORM', 'OS', 'OSVERSION', 'ARCH', 'VARIANT'].map((part) => `${side}${part}`),
  ),
  'TARGETSTAGE',
];
/** Prefixed to the ids of cache mounts. */
export const CACHE_NAMESPACE = 'BUILDKIT_CACHE_MOUNT_NS';
/** Matched whatever the case (proxyEnvFromBuildArgs, convert.go). */
const PROXY = /^(?:http|https|ftp|no|all)_proxy$/i;
const KEPT_OUT = new Set(['BUILDKIT_SBOM_SCAN_CONTEXT', 'BUILDKIT_SBOM_SCAN_STAGE']);

/** Build arguments that every RUN sees, declared or not. */
export function isProxy(name: string): boolean {
  return PROXY.test(name);
}

/** Declared build arguments that no RUN sees (nonEnvArgs, convert.go). */
export function isKeptOut(name: string): boolean {
  return KEPT_OUT.has(name);
}

/** Build arguments that change every RUN, declared or not: the host's name in it. */
export function runVariable(name: string): boolean {
  return name === 'BUILDKIT_SANDBOX_HOSTNAME';
}

/** Build arguments that mean something to builders, declared or not. */
export function isKnownToBuilders(name: string): boolean {
  return (
    isProxy(name) ||
    PLATFORM_ARGUMENTS.includes(name) ||
    name === 'SOURCE_DATE_EPOCH' ||
    name.startsWith('BUILDKIT_')
  );
}
