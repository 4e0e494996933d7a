import { CONFIDENCES } from '../config/levels.ts';
import type { CredentialMatch } from './match.ts';

/**
 * Of matches whose secrets overlap, the best: proven by a check before unproven before doubted, a vendor's
 * format before a generic one, then the surer, then the longer. A known secret joins the match that it overlaps.
 * @returns the winners in the order of the text.
 */
export function resolveOverlaps(matches: readonly CredentialMatch[]): CredentialMatch[] {
  const winners: CredentialMatch[] = [];
  for (const match of [...matches].sort(compareRank)) {
    const at = insertionPoint(winners, match.start);
    const rival = [winners[at - 1], winners[at]].find(
      (other) => other !== undefined && overlaps(other, match),
    );
    if (rival === undefined) winners.splice(at, 0, { ...match });
    else adopt(rival, match);
  }
  return winners;
}

/** What the loser knows beyond the winner: that the secret is a known one, and, of the very same text, its surroundings. */
function adopt(winner: CredentialMatch, loser: CredentialMatch): void {
  if (loser.known !== undefined) winner.known ??= loser.known;
  const same = winner.start === loser.start && winner.end === loser.end;
  if (same && loser.groups !== undefined) winner.groups ??= loser.groups;
}

function overlaps(one: CredentialMatch, other: CredentialMatch): boolean {
  return one.start < other.end && other.start < one.end;
}

function compareRank(one: CredentialMatch, other: CredentialMatch): number {
  return (
    rank(other) - rank(one) ||
    CONFIDENCES.indexOf(one.confidence) - CONFIDENCES.indexOf(other.confidence) ||
    other.end - other.start - (one.end - one.start) ||
    one.start - other.start ||
    compareText(one.format?.id ?? '', other.format?.id ?? '')
  );
}

function rank(match: CredentialMatch): number {
  if (match.format === undefined || match.validity === 'invalid') return 0;
  const proven = match.validity === 'valid' || match.validity === 'expired' ? 4 : 0;
  return proven + (match.format.vendor === 'generic' ? 1 : 2);
}

function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** The index of the first winner that starts after `start`. */
function insertionPoint(winners: readonly CredentialMatch[], start: number): number {
  let low = 0;
  let high = winners.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((winners[middle]?.start ?? 0) <= start) low = middle + 1;
    else high = middle;
  }
  return low;
}
