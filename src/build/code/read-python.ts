import type { BuildFile } from '../build-file.ts';
import type { BuildPath } from '../build-path.ts';
import { findBuilds } from './find-builds.ts';
import { LANGUAGES } from './language.ts';
import { KEYED_SHAPES, PYTHON_SHAPES } from './python-shapes.ts';
import { readProgram } from './read-program.ts';

const DIALECT = { language: LANGUAGES.python };

/** The builds that a Python program starts. Never throws. */
export function readPython(file: BuildFile): BuildPath[] {
  return readProgram(file, DIALECT, (program) =>
    findBuilds(program, { shapes: PYTHON_SHAPES, byKey: KEYED_SHAPES }),
  );
}
