import { auditDockerfile } from '../../src/audit/audit-dockerfile.ts';
import { createEngine } from '../../src/audit/engine.ts';
import type { Finding } from '../../src/audit/finding.ts';
import type { AuditableFile } from '../../src/audit/fix/dockerfile-texts.ts';
import { type MendedFile, mendAll } from '../../src/audit/fix/mend-all.ts';
import { SourceText } from '../../src/dockerfile/source-text.ts';
import type { RewriteOptions } from '../../src/rewrite/rewrite.ts';

const engine = createEngine();

export interface MendOptions extends RewriteOptions {
  /** Only rewrites without doubts. */
  safe?: boolean;
  ignore?: string;
}

/** A Dockerfile whose context nobody knows. */
function auditable(dockerfile: string, ignore = ''): AuditableFile {
  return {
    name: 'Dockerfile',
    texts: { dockerfile, ignore: new SourceText('.dockerignore', ignore) },
    audit: (texts) => auditDockerfile('Dockerfile', texts.dockerfile, engine),
  };
}

/** Rewrites a Dockerfile as `--fix --unsafe-fixes --min-confidence possible` does. */
export function mend(dockerfile: string, options: MendOptions = {}): MendedFile {
  const { safe = false, ignore, ...rest } = options;
  return mendAll(auditable(dockerfile, ignore), rest, !safe, () => true);
}

/** What an audit says of a text. */
export function findingsOf(dockerfile: string): readonly Finding[] {
  return auditDockerfile('Dockerfile', dockerfile, engine).findings;
}
