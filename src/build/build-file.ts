import type { SourceText } from '../dockerfile/source-text.ts';
import type { BuildPath } from './build-path.ts';
import type { BuildProblem } from './build-problem.ts';
import type { Repository } from './repository.ts';

/** A file that may say how images are built, as its reader gets it. */
export interface BuildFile {
  source: SourceText;
  /** Relative to the repository's root, with `/`. */
  path: string;
  repository: Repository;
  /** Takes note of what is wrong with the file. */
  tell(problem: BuildProblem): void;
}

/** Finds the builds that a file starts or describes. Never throws: what is malformed is told, and the rest read. */
export type BuildReader = (file: BuildFile) => BuildPath[];
