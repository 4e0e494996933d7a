import { setImmediate as turn } from 'node:timers/promises';
import type { Interrupt } from '../config/interrupt.ts';
import { GivenUp, withinTime } from '../config/patience.ts';
import type { BuildFile, BuildReader } from './build-file.ts';
import type { BuildPath } from './build-path.ts';
import type { BuildProblem } from './build-problem.ts';
import { mentionsBuilds, readerOf } from './readers.ts';
import { Repository, type RepositoryOptions } from './repository.ts';

/** So many characters are read before a signal could be missed. */
const QUICK = 8192;

/** What a repository says of how its images are built. */
export interface Builds {
  repository: Repository;
  builds: readonly BuildPath[];
  problems: readonly BuildProblem[];
  /** Those that were read for each file that mentions any, and its reader. */
  files: readonly ReadFile[];
}

interface ReadFile {
  path: string;
  read: BuildReader;
  builds: readonly BuildPath[];
}

/** What a repository is read with, and what ends the reading. */
export interface ReadOptions extends RepositoryOptions {
  interrupt?: Interrupt | undefined;
}

/**
 * Reads every file of a folder that may say how images are built.
 *
 * @param paths of those files, relative to the folder
 */
export async function readBuilds(
  folder: string,
  paths: readonly string[],
  { names, files: from, limits, interrupt }: ReadOptions = {},
): Promise<Builds> {
  const problems = new Map<string, BuildProblem>();
  const tell = (problem: BuildProblem): void => {
    problems.set(`${problem.what} ${problem.reason}`, problem);
  };
  const repository = new Repository(folder, tell, { names, files: from, limits });
  const files: ReadFile[] = [];
  let unheard = 0;
  for (const path of paths) {
    const source = repository.source(path);
    unheard += source?.text.length ?? 0;
    if (unheard > QUICK) {
      await turn();
      unheard = 0;
    }
    if (interrupt?.signal !== undefined) break;
    if (source === undefined || !mentionsBuilds(path, source.text)) continue;
    const read = await readerOf(path);
    if (source.text.length > QUICK) await interrupt?.expectWork();
    if (read !== undefined)
      files.push({ path, read, builds: withinLimits(read, { source, path, repository, tell }, interrupt) });
  }
  const builds = distinct(files.flatMap((file) => file.builds));
  return { repository, builds, problems: [...problems.values()], files };
}

/** The builds of one of the files as it would be read in another state of the repository. */
export function readAgain({ path, read }: ReadFile, repository: Repository): BuildPath[] {
  const source = repository.source(path);
  const { tell } = repository;
  return source === undefined ? [] : withinLimits(read, { source, path, repository, tell });
}

/** What takes too long or is nested deeper than the stack is told like anything else that cannot be read. */
function withinLimits(read: BuildReader, file: BuildFile, interrupt?: Interrupt): BuildPath[] {
  try {
    return withinTime('buildFileSeconds', file.repository.limits, () => read(file), interrupt);
  } catch (error) {
    if (error instanceof GivenUp) {
      file.tell({
        what: file.source.path,
        reason: `${error.message}; what it says of builds is not known`,
        grave: true,
      });
      return [];
    }
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
