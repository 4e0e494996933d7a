import type { BuildFile } from '../build-file.ts';
import type { BuildPath } from '../build-path.ts';
import { MOST_BUILDS } from './find-builds.ts';
import { type Dialect, Program } from './program.ts';
import { MOST_TOKENS } from './tokenize.ts';

/** Reads the builds of a program; what is too long to be read, or costs too much, is told. Never throws. */
export function readProgram(
  file: BuildFile,
  dialect: Dialect,
  find: (program: Program) => BuildPath[],
): BuildPath[] {
  const { path } = file.source;
  const tell = (reason: string): void =>
    file.tell({ what: path, reason: `${reason}; builds that it starts are not known`, grave: true });
  const program = new Program(file, dialect);
  const builds = find(program);
  if (program.walk.tokens.length >= MOST_TOKENS)
    tell(`has more than ${MOST_TOKENS} words and was not read to its end`);
  else if (builds.length > MOST_BUILDS)
    tell(`starts more than ${MOST_BUILDS} builds and was not read to its end`);
  else if (program.walk.budget.isSpent) tell('is too tangled to be read to its end');
  return builds;
}
