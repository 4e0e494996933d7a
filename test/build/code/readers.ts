import type { BuildReader } from '../../../src/build/build-file.ts';
import { readJavaScript } from '../../../src/build/code/read-javascript.ts';
import { readJenkins } from '../../../src/build/code/read-jenkins.ts';
import { readPython } from '../../../src/build/code/read-python.ts';
import { readTerraform } from '../../../src/build/code/read-terraform.ts';
import { readTilt } from '../../../src/build/code/read-tilt.ts';

/** Who reads which programs, by a file's name. */
export const CODE_READERS: readonly { name: RegExp; read: BuildReader }[] = [
  { name: /\.[cm]?[jt]sx?$/, read: readJavaScript },
  { name: /\.py$/, read: readPython },
  { name: /Tiltfile$/, read: readTilt },
  { name: /\.tf$/, read: readTerraform },
  { name: /Jenkinsfile$/, read: readJenkins },
];
