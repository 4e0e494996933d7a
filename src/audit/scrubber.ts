import type { Secret } from '../credentials/secret.ts';
import type { Span } from '../dockerfile/source-text.ts';

/** Shorter ones would tear words apart that have nothing to do with them. */
const SHORTEST = 4;

const WORD = /^[A-Za-z_]{1,7}$/;

/** Takes the secrets found so far out of any text on its way to a report: a name or a path can hold one too. */
export class Scrubber {
  /** Secrets by their first characters: one look-up for each place of a text, however many there are. */
  readonly #byStart = new Map<string, Set<string>>();

  add(secret: Secret): void {
    const text = secret.reveal();
    if (text.length < SHORTEST) return;
    const start = text.slice(0, SHORTEST);
    const others = this.#byStart.get(start);
    if (others === undefined) this.#byStart.set(start, new Set([text]));
    else others.add(text);
  }

  /** Where secrets stand in a text, those included that nothing else gave away; in order, without overlaps. */
  occurrences(text: string): Span[] {
    const spans: Span[] = [];
    for (let at = 0; at + SHORTEST <= text.length; at += 1) {
      const candidates = this.#byStart.get(text.slice(at, at + SHORTEST));
      let length = 0;
      for (const secret of candidates ?? [])
        if (secret.length > length && text.startsWith(secret, at)) length = secret.length;
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
