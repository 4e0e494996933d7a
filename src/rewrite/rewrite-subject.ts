import type { LiteralCredential } from '../flow/literal.ts';
import { mendMount } from './mend-mount.ts';
import { moveArgument } from './move-argument.ts';
import { refusalOf } from './refusals.ts';
import type { Refusal, Rewrite, RewriteFacts, RewriteOptions } from './rewrite.ts';
import { rewriteFile } from './rewrite-file.ts';
import { rewriteLiteral } from './rewrite-literal.ts';
import { rewriteMounted } from './rewrite-mounted.ts';
import { rewriteVariable } from './rewrite-variable.ts';
import type { Subject } from './subject.ts';
import { onWindows } from './windows.ts';

/** The rewrite that mends what a finding is about, or why there is none. */
export function rewriteSubject(
  subject: Subject,
  facts: RewriteFacts,
  options: RewriteOptions = {},
): Rewrite | Refusal {
  const refused = refusalOf(facts);
  return refused === undefined ? onWindows(rewriteOf(subject, facts, options), facts) : { refused };
}

function rewriteOf(subject: Subject, facts: RewriteFacts, options: RewriteOptions): Rewrite | Refusal {
  switch (subject.kind) {
    case 'literal':
      return rewriteText(subject.literal, facts, options);
    case 'mount':
      return mendMount(subject.mistake, facts);
    case 'changing':
      return moveArgument(subject.name, facts);
    default:
      break;
  }
  const { secret } = subject;
  switch (secret.by) {
    case 'argument':
    case 'environment':
      return rewriteVariable(secret, facts, options);
    case 'file':
      return rewriteFile(secret, facts, options);
    case 'mount':
      return rewriteMounted(secret, facts, options);
    case 'literal':
      return secret.literal === undefined
        ? {
            refused:
              'where the value stands is not known; look for it by its name, revoke it, and mount a new one',
          }
        : rewriteLiteral(secret.literal, facts, options);
    default:
      return {
        refused:
          'a command of the build makes this secret: use it and remove it in the same RUN, or make it before the build and mount it',
      };
  }
}

/** A credential that is the value of an ARG or ENV goes with that. */
function rewriteText(
  literal: LiteralCredential,
  facts: RewriteFacts,
  options: RewriteOptions,
): Rewrite | Refusal {
  const declared = facts.secrets.find(
    ({ by, literal: own }) => /^(?:argument|environment)$/.test(by) && own?.span.start === literal.span.start,
  );
  if (declared !== undefined) return rewriteVariable(declared, facts, options);
  return rewriteLiteral(literal, facts, options);
}
