import type { auditDockerfile, auditImage } from '../../src/index.ts';

/** What the package exports, as it is built. */
export interface Library {
  auditDockerfile: typeof auditDockerfile;
  auditImage: typeof auditImage;
}
