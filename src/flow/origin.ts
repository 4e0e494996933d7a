import type { Instruction } from '../dockerfile/instruction.ts';
import type { Mount } from '../dockerfile/mounts.ts';
import type { Span } from '../dockerfile/source-text.ts';
import type { Stage } from '../dockerfile/stages.ts';
import type { ContextStore } from './context-stores.ts';
import type { Declaration, Use } from './declaration.ts';
import type { LiteralCredential } from './literal.ts';

/** Where a value comes from. Two origins are the same only if they are one object. */
export type Origin = Declaration | MountedSecret | CopiedStore | CommandOutput | WrittenLiteral;

interface Source {
  name: string;
  instruction: Instruction;
  stage: Stage;
  span: Span;
  uses: Use[];
}

/** A secret that a RUN mounts, as a file, a variable, or both. */
export interface MountedSecret extends Source {
  kind: 'mount';
  mount: Mount;
}

/** A credential store that a COPY or ADD brings in from the build context, or a RUN binds. */
export interface CopiedStore extends Source {
  kind: 'file';
  /** `npm configuration`. */
  what: string;
  /** What was found in it, where the file could be read. */
  credentials?: readonly LiteralCredential[];
  /** The name alone does not tell that there is a secret in it. */
  doubtful: boolean;
}

/** What a command prints or makes: a secret if it is known to, or by what becomes of it. */
export interface CommandOutput extends Source {
  kind: 'output';
  /** What is known of it: `an access token by gcloud`. */
  known?: string;
  /** The first shell variable that takes it. */
  variable?: string;
}

/** A credential that stands in the Dockerfile. */
export interface WrittenLiteral extends Source {
  kind: 'literal';
  literal: LiteralCredential;
}

/** The origin of a credential that stands in an instruction. */
export function writtenLiteral(
  literal: LiteralCredential,
  instruction: Instruction,
  stage: Stage,
): WrittenLiteral {
  const { format, span } = literal;
  return { kind: 'literal', name: format?.id ?? 'literal', literal, instruction, stage, span, uses: [] };
}

/** The origin of a credential store that an instruction takes from the build context. */
export function copiedStore(
  store: ContextStore,
  instruction: Instruction,
  stage: Stage,
  span: Span,
): CopiedStore {
  const { path: name, what, confidence, credentials } = store;
  const found = credentials?.map((one) => ({ ...one, span }));
  const doubtful = confidence === 'possible';
  return {
    kind: 'file',
    name,
    what,
    doubtful,
    ...(found && { credentials: found }),
    instruction,
    stage,
    span,
    uses: [],
  };
}
