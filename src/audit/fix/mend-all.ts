import type { RewriteOptions } from '../../rewrite/rewrite.ts';
import type { Subject } from '../../rewrite/subject.ts';
import type { Finding } from '../finding.ts';
import type { AuditableFile, Texts } from './dockerfile-texts.ts';
import { isOffer, type NoOffer, type Offer, offerFor, subjectsOf } from './offers.ts';

/** A Dockerfile with all rewrites made that may be. */
export interface MendedFile {
  name: string;
  before: Texts;
  texts: Texts;
  done: readonly Offer[];
  /** Rewrites that a person has to look at first. */
  held: readonly Offer[];
  /** What cannot be rewritten, with why. */
  refused: readonly { finding: Finding; reason: string }[];
}

/** No file has so many; a rewrite that calls for another without end is a fault of ours. */
const MOST_PASSES = 200;
/** Audits of large files are dear: this many characters are audited for the sake of rewrites. */
const MOST_AUDITED = 20_000_000;

/**
 * Rewrites a Dockerfile, one secret after the other, each on what the one before has made. Every one of them makes
 * findings fewer, so it comes to an end.
 *
 * @param unsafe makes rewrites with doubts as well
 * @param counts which findings matter
 */
export function mendAll(
  file: AuditableFile,
  options: RewriteOptions,
  unsafe: boolean,
  counts: (finding: Finding) => boolean,
): MendedFile {
  const done: Offer[] = [];
  const judged = new Set<string>();
  let now = file;
  let left = MOST_AUDITED;
  const writes = (offer: Offer): boolean => unsafe || offer.rewrite.doubts.length === 0;
  for (let pass = 0; pass < MOST_PASSES && left > 0; pass += 1) {
    const next = firstOffer(
      now,
      options,
      counts,
      judged,
      (cost) => {
        left -= cost;
        return left > 0;
      },
      writes,
    );
    if (next === undefined) break;
    now = { ...file, texts: next.texts, origin: next.origin };
    done.push(next);
  }
  const rest = left > 0 ? outcomesFor(now, options, counts) : [];
  return { name: file.name, before: file.texts, texts: now.texts, done, ...sorted(rest) };
}

/** The first rewrite that may be written; what was held back or refused before is not asked for again. */
function firstOffer(
  file: AuditableFile,
  options: RewriteOptions,
  counts: (finding: Finding) => boolean,
  judged: Set<string>,
  spend: (cost: number) => boolean,
  writes: (offer: Offer) => boolean,
): Offer | undefined {
  const now = file.audit(file.texts);
  for (const [subject, findings] of subjectsOf(now)) {
    const key = keyOf(subject);
    if (judged.has(key) || !findings.some(counts)) continue;
    if (!spend(file.texts.dockerfile.length)) return undefined;
    const offer = offerFor(subject, now, file, options);
    if (isOffer(offer) && writes(offer)) return offer;
    judged.add(key);
  }
  return undefined;
}

interface Outcome {
  finding: Finding;
  offer: Offer | NoOffer;
}

/** What can be done about each subject that is left. */
function outcomesFor(
  file: AuditableFile,
  options: RewriteOptions,
  counts: (finding: Finding) => boolean,
): Outcome[] {
  const now = file.audit(file.texts);
  return subjectsOf(now).flatMap(([subject, findings]) => {
    const finding = findings.find(counts);
    return finding === undefined ? [] : [{ finding, offer: offerFor(subject, now, file, options) }];
  });
}

function sorted(outcomes: readonly Outcome[]): Pick<MendedFile, 'held' | 'refused'> {
  const held: Offer[] = [];
  const refused: { finding: Finding; reason: string }[] = [];
  for (const { finding, offer } of outcomes)
    if (isOffer(offer)) held.push(offer);
    else refused.push({ finding, reason: offer.refused });
  return { held, refused };
}

/** What stays the same of a subject while the text changes around it. */
function keyOf(subject: Subject): string {
  switch (subject.kind) {
    case 'secret':
      return `${subject.secret.by} ${subject.secret.name}`;
    case 'literal':
      return `literal ${subject.literal.format?.id} ${subject.literal.name} ${subject.literal.span.start}`;
    case 'mount':
      return `mount ${subject.mistake.code} ${subject.mistake.name} ${subject.mistake.at.start}`;
    default:
      return `changing ${subject.name}`;
  }
}
