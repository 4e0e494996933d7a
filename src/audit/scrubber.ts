import type { Secret } from '../credentials/secret.ts';

const SHORTEST = 4;

/** Takes the secrets found so far out of any text on its way to a report: a name or a path can hold one too. */
export class Scrubber {
  readonly #texts = new Set<string>();

  add(secret: Secret): void {
    const text = secret.reveal();
    if (text.length >= SHORTEST) this.#texts.add(text);
  }

  scrub(text: string): string {
    let clean = text;
    for (const secret of this.#texts)
      if (clean.includes(secret)) clean = clean.replaceAll(secret, '[secret]');
    return clean;
  }
}
