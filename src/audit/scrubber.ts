import { fingerprintOf, type Secret } from '../credentials/secret.ts';
import type { Span } from '../dockerfile/source-text.ts';

/** Shorter ones would tear words apart that have nothing to do with them. */
const SHORTEST = 4;

/** Shorter ones are words of other texts. */
const SHORTEST_FORM = 8;

const WORD = /^[A-Za-z_]{1,7}$/;

/** Takes the secrets found so far out of any text on its way to a report: a name or a path can hold one too. */
export class Scrubber {
  /** Secrets by their first characters: one look-up for each place of a text, however many there are. */
  readonly #byStart = new Map<string, Set<string>>();
  /** Fingerprints of secrets whose texts are not known any more, by length. */
  readonly #sealed = new Map<number, Set<string>>();
  readonly #key: Uint8Array;

  /** @param key of the secrets' fingerprints */
  constructor(key: Uint8Array) {
    this.#key = key;
  }

  add(secret: Secret): void {
    if (secret.length < SHORTEST) return;
    if (secret.isSealed) this.#addSealed(secret);
    else this.#addText(secret.reveal());
  }

  /** As it is, and as it stands in names that a tool made of it. */
  #addText(text: string): void {
    for (const form of [text, ...encodedForms(text), ...linesOf(text)]) this.#addForm(form);
  }

  #addForm(text: string): void {
    const start = text.slice(0, SHORTEST);
    const others = this.#byStart.get(start);
    if (others === undefined) this.#byStart.set(start, new Set([text]));
    else others.add(text);
  }

  #addSealed(secret: Secret): void {
    const others = this.#sealed.get(secret.length) ?? new Set();
    this.#sealed.set(secret.length, others.add(secret.fingerprint(this.#key)));
  }

  /** The length of the longest secret that stands there, `least` or more. */
  #sealedAt(text: string, at: number, least: number): number {
    let longest = least;
    // Any other place would take a fingerprint for each length at each character of a report.
    if (!isEdge(text, at)) return longest;
    for (const [length, fingerprints] of this.#sealed) {
      if (length <= longest || at + length > text.length || !isEdge(text, at + length)) continue;
      if (fingerprints.has(fingerprintOf(text.slice(at, at + length), this.#key))) longest = length;
    }
    return longest;
  }

  /** Where secrets stand in a text, those included that nothing else gave away; in order, without overlaps. */
  occurrences(text: string): Span[] {
    const spans: Span[] = [];
    for (let at = 0; at + SHORTEST <= text.length; at += 1) {
      const candidates = this.#byStart.get(text.slice(at, at + SHORTEST));
      let length = 0;
      for (const secret of candidates ?? [])
        if (secret.length > length && text.startsWith(secret, at)) length = secret.length;
      length = this.#sealedAt(text, at, length);
      if (length === 0) continue;
      spans.push({ start: at, end: at + length });
      at += length - 1;
    }
    return spans;
  }

  /** A text of ours, a name or a path: a short word is left in it, which has nothing to do with the secret there. */
  scrub(text: string): string {
    let clean = '';
    let done = 0;
    for (const { start, end } of this.occurrences(text)) {
      if (WORD.test(text.slice(start, end))) continue;
      clean += `${text.slice(done, start)}[secret]`;
      done = end;
    }
    return clean + text.slice(done);
  }
}

/** A patch has a part of a text of several lines, each with a mark before it. */
function linesOf(text: string): string[] {
  if (!text.includes('\n')) return [];
  const lines = text.split('\n').map((line) => line.trim());
  return lines.filter((line) => line.length >= SHORTEST_FORM && !/^-----[A-Z ]+-----$/.test(line));
}

/** Base64 without what its end may be, hex, and as in a URL. */
function encodedForms(text: string): string[] {
  const bytes = Buffer.from(text);
  const base64 = bytes.subarray(0, bytes.length - (bytes.length % 3)).toString('base64');
  const inUrl = encodeURIComponent(text.replace(/[\ud800-\udfff]/g, ''));
  const forms = [base64, base64.replaceAll('+', '-').replaceAll('/', '_'), bytes.toString('hex'), inUrl];
  return [...new Set(forms)].filter((form) => form.length >= SHORTEST_FORM && form !== text);
}

/** Where a word of a text begins or ends. */
function isEdge(text: string, at: number): boolean {
  const isInside = (index: number): boolean => /[A-Za-z0-9]/.test(text.charAt(index));
  return at === 0 || at === text.length || !isInside(at - 1) || !isInside(at);
}
