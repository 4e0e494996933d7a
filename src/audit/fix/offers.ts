import type { SourceText } from '../../dockerfile/source-text.ts';
import { applyEdits } from '../../rewrite/apply-edits.ts';
import type { TextEdit } from '../../rewrite/edit.ts';
import { placeBefore } from '../../rewrite/place-before.ts';
import {
  isRefusal,
  type Origin,
  type Rewrite,
  type RewriteFacts,
  type RewriteOptions,
} from '../../rewrite/rewrite.ts';
import { rewriteSubject } from '../../rewrite/rewrite-subject.ts';
import { identityOf, type Subject } from '../../rewrite/subject.ts';
import type { DockerfileAudit } from '../audit-dockerfile.ts';
import type { Finding } from '../finding.ts';
import type { AuditableFile, Texts } from './dockerfile-texts.ts';
import { prove } from './prove.ts';

/** A rewrite that an audit of its result has proved. */
export interface Offer {
  rewrite: Rewrite;
  /** Findings that it mends. */
  gone: readonly Finding[];
  /** The texts as it makes them. */
  texts: Texts;
  /** Where the users' own file has what stands in them. */
  origin: Origin;
}

/** Why there is none. */
export interface NoOffer {
  refused: string;
}

/** What the findings of a file are about, each once, with its findings; what is suppressed is left alone. */
export function subjectsOf({
  findings,
  subjects,
}: Pick<DockerfileAudit, 'findings' | 'subjects'>): (readonly [Subject, Finding[]])[] {
  const found = new Map<object | string, readonly [Subject, Finding[]]>();
  for (const finding of findings) {
    const subject = subjects.get(finding);
    if (subject === undefined || finding.suppressed !== undefined) continue;
    const known = found.get(identityOf(subject));
    if (known === undefined) found.set(identityOf(subject), [subject, [finding]]);
    else known[1].push(finding);
  }
  return [...found.values()];
}

/**
 * The rewrite for one subject, proved by an audit of its result: nothing is worse, and something is better.
 *
 * @param before the audit that the subject is of
 * @param texts those that were audited
 */
export function offerFor(
  subject: Subject,
  before: DockerfileAudit,
  { audit, texts, origin, doubts, objection }: AuditableFile,
  options: RewriteOptions,
): Offer | NoOffer {
  const { file, trace, secrets, literals } = before.facts;
  const facts: RewriteFacts = {
    file,
    trace,
    secrets,
    literals,
    ...(texts.ignore && { ignore: texts.ignore }),
    ...(origin && { origin }),
  };
  const rewrite = rewriteSubject(subject, facts, options);
  if (isRefusal(rewrite)) return rewrite;
  if (rewrite.edits.length === 0) return { refused: 'it is rewritten already' };
  const against = objection?.(rewrite);
  if (against?.refused !== undefined) return { refused: against.refused };
  const made = rewritten(texts, rewrite.edits, facts);
  if (made === undefined)
    return { refused: 'two parts of the rewrite touch the same place; mend the step by hand, and ask again' };
  const { holds, gone, added } = prove(before, audit(made));
  if (!holds || (gone.length === 0 && options.keepArgument !== true)) return { refused: unproved(added) };
  const all = [...rewrite.doubts, ...(doubts?.(rewrite.needs) ?? []), ...(against?.doubts ?? [])];
  const lineOf = origin ?? ((offset: number) => file.source.position(offset).line);
  return {
    rewrite: { ...rewrite, doubts: all },
    gone,
    texts: made,
    origin: (offset) => lineOf(placeBefore(offset, file.source, rewrite.edits)),
  };
}

function unproved(added: Finding | undefined): string {
  if (added === undefined)
    return 'no rewrite of it could be proved to be better: move the secret to a mount by hand';
  const { message, rule } = added;
  return `mounted there it would be found again, as ${rule}: ${message.replace(/\.$/, '')}; change what the step does with it first`;
}

export function isOffer(one: Offer | NoOffer): one is Offer {
  return 'rewrite' in one;
}

function rewritten(
  { dockerfile, ignore }: Texts,
  edits: readonly TextEdit[],
  { file }: RewriteFacts,
): Texts | undefined {
  const changed = applyEdits(edits);
  if (changed === undefined) return undefined;
  const now = (source: SourceText) => changed.find(({ path }) => path === source.path);
  return {
    dockerfile: now(file.source)?.text ?? dockerfile,
    ...(ignore && { ignore: now(ignore) ?? ignore }),
  };
}
