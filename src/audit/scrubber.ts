import type { Secret } from '../credentials/secret.ts';
import type { Span } from '../dockerfile/source-text.ts';

const SHORTEST = 4;

/** Takes the secrets found so far out of any text on its way to a report: a name or a path can hold one too. */
export class Scrubber {
  readonly #texts = new Set<string>();

  add(secret: Secret): void {
    const text = secret.reveal();
    if (text.length >= SHORTEST) this.#texts.add(text);
  }

  /** Where the secrets stand in a text, those included that nothing else gave away. */
  occurrences(text: string): Span[] {
    const spans: Span[] = [];
    for (const secret of this.#texts) {
      for (let at = text.indexOf(secret); at !== -1; at = text.indexOf(secret, at + secret.length)) {
        spans.push({ start: at, end: at + secret.length });
      }
    }
    return spans;
  }

  scrub(text: string): string {
    let clean = text;
    for (const secret of this.#texts)
      if (clean.includes(secret)) clean = clean.replaceAll(secret, '[secret]');
    return clean;
  }
}
