import type { BuildFile } from '../build-file.ts';
import type { BuildPath } from '../build-path.ts';
import { findBuilds } from './find-builds.ts';
import { JAVASCRIPT_SHAPES, KEYED_SHAPES } from './javascript-shapes.ts';
import { LANGUAGES } from './language.ts';
import { readProgram } from './read-program.ts';
import { readTestcontainers } from './testcontainers.ts';

const DIALECT = { language: LANGUAGES.javascript };

/** The builds that a TypeScript or JavaScript program starts. Never throws. */
export function readJavaScript(file: BuildFile): BuildPath[] {
  return readProgram(file, DIALECT, (program) =>
    findBuilds(program, { shapes: JAVASCRIPT_SHAPES, byKey: KEYED_SHAPES, special: readTestcontainers }),
  );
}
