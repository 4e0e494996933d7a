import type { RewriteOptions } from '../../rewrite/rewrite.ts';
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
  let texts = file.texts;
  for (;;) {
    const outcomes: Outcome[] = [];
    const isNext = (offer: Offer | NoOffer): offer is Offer =>
      done.length < MOST_PASSES && isOffer(offer) && (unsafe || offer.rewrite.doubts.length === 0);
    const next = firstOffer(outcomesFor({ ...file, texts }, options, counts), outcomes, isNext);
    if (next === undefined) return { name: file.name, before: file.texts, texts, done, ...left(outcomes) };
    texts = next.texts;
    done.push(next);
  }
}

/** The first one that is to be made; `seen` takes all up to it. Each costs an audit: those behind it are not looked at. */
function firstOffer(
  outcomes: Iterable<Outcome>,
  seen: Outcome[],
  isNext: (offer: Offer | NoOffer) => offer is Offer,
): Offer | undefined {
  for (const outcome of outcomes) {
    if (isNext(outcome.offer)) return outcome.offer;
    seen.push(outcome);
  }
  return undefined;
}

interface Outcome {
  finding: Finding;
  offer: Offer | NoOffer;
}

/** What can be done about each subject, one after the other, as far as it is asked for. */
function* outcomesFor(
  file: AuditableFile,
  options: RewriteOptions,
  counts: (finding: Finding) => boolean,
): Generator<Outcome> {
  const now = file.audit(file.texts);
  for (const [subject, findings] of subjectsOf(now)) {
    const finding = findings.find(counts);
    if (finding !== undefined) yield { finding, offer: offerFor(subject, now, file, options) };
  }
}

function left(outcomes: readonly Outcome[]): Pick<MendedFile, 'held' | 'refused'> {
  const held: Offer[] = [];
  const refused: { finding: Finding; reason: string }[] = [];
  for (const { finding, offer } of outcomes)
    if (isOffer(offer)) held.push(offer);
    else refused.push({ finding, reason: offer.refused });
  return { held, refused };
}
