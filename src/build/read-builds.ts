import type { Files } from '../context/files.ts';
import type { BuildFile, BuildReader } from './build-file.ts';
import type { BuildPath } from './build-path.ts';
import type { BuildProblem } from './build-problem.ts';
import { readerOf } from './readers.ts';
import { Repository } from './repository.ts';

/** What a repository says of how its images are built. */
export interface Builds {
  repository: Repository;
  builds: readonly BuildPath[];
  problems: readonly BuildProblem[];
}

/**
 * Reads every file of a folder that may say how images are built.
 *
 * @param paths of those files, relative to the folder
 */
export async function readBuilds(folder: string, paths: readonly string[], files?: Files): Promise<Builds> {
  const problems = new Map<string, BuildProblem>();
  const tell = (problem: BuildProblem): void => {
    problems.set(`${problem.what} ${problem.reason}`, problem);
  };
  const repository = new Repository(folder, tell, files);
  const builds: BuildPath[] = [];
  for (const path of paths) {
    const read = await readerOf(path);
    const source = read === undefined ? undefined : repository.source(path);
    if (read !== undefined && source !== undefined)
      builds.push(...withinLimits(read, { source, path, repository, tell }));
  }
  return { repository, builds: distinct(builds), problems: [...problems.values()] };
}

/** What is nested deeper than the stack is told like anything else that cannot be read. */
function withinLimits(read: BuildReader, file: BuildFile): BuildPath[] {
  try {
    return read(file);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const reason = 'is nested too deep to be read; what it says of builds is not known';
    file.tell({ what: file.source.path, reason, grave: true });
    return [];
  }
}

/** A loop or a matrix that changes nothing builds the same once. */
function distinct(builds: readonly BuildPath[]): BuildPath[] {
  const seen = new Map<string, BuildPath>();
  for (const build of builds) {
    const { at, how, dockerfile, context, target, args } = build;
    const which = dockerfile.kind === 'path' ? dockerfile.candidates : dockerfile.kind;
    const given = args.map(({ name, value }) => [name, value]);
    const key = JSON.stringify([at.source.path, at.start, how, which, context, target?.value, given]);
    if (!seen.has(key)) seen.set(key, build);
  }
  return [...seen.values()];
}
