import type { BuildReader } from '../build-file.ts';
import { readJavaScript } from './read-javascript.ts';
import { readJenkins } from './read-jenkins.ts';
import { readPython } from './read-python.ts';
import { readTerraform } from './read-terraform.ts';
import { readTilt } from './read-tilt.ts';

/** Who reads which programs, by a file's name or path. */
export const CODE_READERS: readonly { name: RegExp; read: BuildReader }[] = [
  { name: /(?<!\.d)\.[cm]?[jt]sx?$/, read: readJavaScript },
  { name: /\.py$/, read: readPython },
  { name: /(?:^|\/)Tiltfile$|\.tiltfile$/i, read: readTilt },
  { name: /\.tf$/, read: readTerraform },
  { name: /(?:^|\/)Jenkinsfile[^/]*$|\.(?:jenkinsfile|groovy)$/i, read: readJenkins },
];
