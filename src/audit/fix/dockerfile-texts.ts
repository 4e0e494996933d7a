import type { BuildContext } from '../../context/build-context.ts';
import { SourceText } from '../../dockerfile/source-text.ts';
import type { SecretNeed } from '../../rewrite/need.ts';
import type { Origin, Rewrite } from '../../rewrite/rewrite.ts';
import { auditDockerfile, type DockerfileAudit, type DockerfileOptions } from '../audit-dockerfile.ts';
import { storesIn } from '../context-stores.ts';
import type { Engine } from '../engine.ts';
import type { Objection } from './shared-ignore.ts';

/** A Dockerfile and the ignore file of its context, as a rewrite sees and changes them. */
export interface Texts {
  dockerfile: string;
  /** Empty where there is none yet; absent where the context or its ignore file is not known. */
  ignore?: SourceText;
}

/** A Dockerfile that can be audited again with other texts. */
export interface AuditableFile {
  /** As in the report. */
  name: string;
  texts: Texts;
  /** Where the users' own file has what stands here, once it is rewritten. */
  origin?: Origin;
  audit(texts: Texts): DockerfileAudit;
  /** What a person has to decide before the builds can supply what a rewrite asks for. */
  doubts?(needs: readonly SecretNeed[]): string[];
  /** What a rewrite would do to others. */
  objection?(rewrite: Rewrite): Objection;
}

/**
 * @param name as it is to stand in the report
 * @param shown how a path is to stand there
 */
export function auditableFile(
  name: string,
  dockerfile: string,
  engine: Engine,
  options: Omit<DockerfileOptions, 'context'> & { context?: BuildContext },
  shown: (path: string) => string,
): AuditableFile {
  const { context, ...rest } = options;
  const ignore = context?.ignoreFile && new SourceText(shown(context.ignoreFile), context.ignoreText);
  return {
    name,
    texts: { dockerfile, ...(ignore && { ignore }) },
    audit: (texts) => {
      const folder = context?.ignoring(texts.ignore?.text ?? context.ignoreText);
      return auditDockerfile(name, texts.dockerfile, engine, {
        ...rest,
        ...(folder && { context: storesIn(folder, engine.scanner) }),
      });
    },
  };
}
