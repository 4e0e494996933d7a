import type { LiteralCredential } from '../flow/literal.ts';
import type { MountMistake } from '../flow/mount-mistakes.ts';
import type { TrackedSecret } from '../flow/tracked-secret.ts';

/** What a finding is about, for those who mend it. */
export type Subject =
  | { kind: 'secret'; secret: TrackedSecret }
  | { kind: 'literal'; literal: LiteralCredential }
  | { kind: 'mount'; mistake: MountMistake }
  /** A build argument that changes from build to build, and is no secret. */
  | { kind: 'changing'; name: string };

/** What two subjects have in common when they are the same. */
export function identityOf(subject: Subject): object | string {
  switch (subject.kind) {
    case 'secret':
      return subject.secret;
    case 'literal':
      return subject.literal;
    case 'mount':
      return subject.mistake;
    default:
      return subject.name;
  }
}
