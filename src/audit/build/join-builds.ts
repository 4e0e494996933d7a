import picomatch from 'picomatch';
import type { BuildPath } from '../../build/build-path.ts';
import type { Repository } from '../../build/repository.ts';

/** Builds by what they build. */
export interface JoinedBuilds {
  /** By the Dockerfile's path, relative to the root, sorted. */
  files: ReadonlyMap<string, readonly BuildPath[]>;
  /** Those that hold their Dockerfile themselves. */
  inline: readonly BuildPath[];
  /** Those whose Dockerfile is not known, or not there. */
  loose: readonly BuildPath[];
}

/**
 * Finds the Dockerfile of each build.
 *
 * @param dockerfiles found by their names; others count once a build names them
 */
export function joinBuilds(
  builds: readonly BuildPath[],
  dockerfiles: readonly string[],
  repository: Repository,
): JoinedBuilds {
  const files = new Map<string, BuildPath[]>(dockerfiles.map((path) => [path, []]));
  const inline: BuildPath[] = [];
  const loose: BuildPath[] = [];
  for (const build of builds) {
    const { dockerfile } = build;
    if (dockerfile.kind === 'inline') inline.push(build);
    else {
      const meant = dockerfile.kind === 'path' ? meantBy(dockerfile.candidates, dockerfiles, repository) : [];
      for (const path of meant) files.set(path, [...(files.get(path) ?? []), build]);
      if (meant.length === 0) loose.push(build);
    }
  }
  return { files: new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1))), inline, loose };
}

/** The first candidate that is there; all that match it where it is a pattern. */
function meantBy(
  candidates: readonly string[],
  dockerfiles: readonly string[],
  repository: Repository,
): readonly string[] {
  for (const candidate of candidates.map((path) => repository.inside(path))) {
    const isPattern = /[*?[]/.test(candidate);
    const matching = isPattern ? matchingPaths(candidate, dockerfiles) : [];
    if (matching.length > 0) return matching;
    if (!isPattern && repository.has(candidate)) return [candidate];
  }
  return [];
}

function matchingPaths(pattern: string, paths: readonly string[]): string[] {
  const matches = picomatch(pattern, { dot: true });
  return paths.filter((path) => matches(path));
}
