import { basename, join } from 'node:path';

/** What decides which ignore file a build reads. */
export interface IgnoreChoice {
  builder: 'buildkit' | 'classic' | 'buildah' | 'kaniko';
  /** The file that it is told to read (`--ignorefile`). */
  named?: string;
}

export interface IgnorePlace {
  path: string;
  /** A build asks for it, and it is not there: a script may make it first, or its name is not known. */
  isMissing: boolean;
}

/**
 * The ignore files that builds of one Dockerfile read, each once; where a build has none, the one that it would read.
 *
 * @param choices of its builds; without any a Containerfile is podman's, all else docker's
 */
export function ignoreFilesOf(
  folder: string,
  dockerfile: string | undefined,
  choices: readonly IgnoreChoice[],
  exists: (path: string) => boolean,
): IgnorePlace[] {
  const all: readonly IgnoreChoice[] = choices.length > 0 ? choices : [{ builder: usualBuilder(dockerfile) }];
  const usual = join(folder, '.dockerignore');
  const places = all.map(({ builder, named }): [string, IgnorePlace] => {
    const path = named ?? candidates(builder, folder, dockerfile).find(exists) ?? usual;
    return [path, { path, isMissing: named !== undefined && !exists(named) }];
  });
  return [...new Map(places).values()];
}

function usualBuilder(dockerfile: string | undefined): IgnoreChoice['builder'] {
  return /^containerfile|\.containerfile$/i.test(basename(dockerfile ?? '')) ? 'buildah' : 'buildkit';
}

/** The likeliest first. (docker/cli, build/dockerignore.go; BuildKit, dockerui/config.go; buildah 1.28, parse.go, ContainerIgnoreFile) */
function candidates(
  builder: IgnoreChoice['builder'],
  folder: string,
  dockerfile: string | undefined,
): readonly string[] {
  const own = (name: string) => (dockerfile === undefined ? [] : [dockerfile + name]);
  const docker = join(folder, '.dockerignore');
  if (builder === 'classic') return [docker];
  if (builder !== 'buildah') return [...own('.dockerignore'), docker];
  return [...own('.dockerignore'), ...own('.containerignore'), join(folder, '.containerignore'), docker];
}
