const PLATFORM = /^(?:BUILD|TARGET)(?:PLATFORM|OS|OSVERSION|ARCH|VARIANT)$|^TARGETSTAGE$/;
/** Matched whatever the case (proxyEnvFromBuildArgs, convert.go). */
const PROXY = /^(?:http|https|ftp|no|all)_proxy$/i;
const KEPT_OUT = new Set(['BUILDKIT_SBOM_SCAN_CONTEXT', 'BUILDKIT_SBOM_SCAN_STAGE']);

/** Build arguments that the builder gives, of the platforms (BuildKit, platform.go). */
export function isOfPlatform(name: string): boolean {
  return PLATFORM.test(name);
}

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
