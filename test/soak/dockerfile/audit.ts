import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Report } from '../../../src/audit/finding.ts';
import type { Library } from '../library.ts';
import type { DockerfileSubject } from './generate.ts';

/** Audits a Dockerfile as a text, its build context in `folder` for as long as that takes. */
export async function auditSubject(
  { text, context }: DockerfileSubject,
  { auditDockerfile }: Library,
  { folder, environment }: { folder: string; environment: NodeJS.ProcessEnv },
): Promise<Report> {
  const source = { text, path: 'soak/Dockerfile' };
  if (context === undefined) return auditDockerfile(source, { environment });
  const root = join(folder, 'context');
  try {
    for (const [path, content] of context) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), content);
    }
    return await auditDockerfile(source, { context: root, environment });
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
