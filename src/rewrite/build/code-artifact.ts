import type { BuildPath } from '../../build/build-path.ts';
import type { Builds } from '../../build/read-builds.ts';
import type { BuildRewrite } from './rewrite-build.ts';
import type { Supply } from './supply.ts';

export function codeArtifact(_path: BuildPath, _supplies: readonly Supply[], _builds?: Builds): Partial<BuildRewrite> | undefined {
  return undefined;
}
