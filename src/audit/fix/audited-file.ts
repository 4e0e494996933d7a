import type { Builds } from '../../build/read-builds.ts';
import type { DockerfileAudit } from '../audit-dockerfile.ts';
import type { Finding } from '../finding.ts';
import type { JudgedBuild } from '../rule.ts';
import type { AuditableFile } from './dockerfile-texts.ts';

/** A Dockerfile that was audited, and can be again. */
export interface AuditedFile {
  /** Absent for standard input. */
  path?: string;
  file: AuditableFile;
  audit: DockerfileAudit;
  builds: readonly JudgedBuild[];
  /** What the rules about builds find in them. */
  buildFindings: readonly Finding[];
  /** Its folder, whose builds may have to be mended with it. */
  repository?: Builds;
  /** What may be a build of any Dockerfile, and was not understood. */
  hidden: readonly string[];
  /** Takes the secrets of the Dockerfile and of the build files out of a text. */
  scrub(text: string): string;
}
