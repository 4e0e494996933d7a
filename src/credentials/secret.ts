import { createHmac } from 'node:crypto';
import { inspect } from 'node:util';

/**
 * The text of a secret, held so that it cannot slip into a log, a report or a crash message: printing,
 * inspecting or serialising it yields its length alone. Only `reveal` gives the text, for matching.
 */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** In UTF-16 units. */
  get length(): number {
    return this.#text.length;
  }

  /** The text itself. For comparing and searching; never for output. */
  reveal(): string {
    return this.#text;
  }

  /** HMAC-SHA-256 of the text under `key`, the first 16 bytes as hex. */
  fingerprint(key: Uint8Array): string {
    return createHmac('sha256', key).update(this.#text).digest('hex').slice(0, 32);
  }

  toString(): string {
    return `[secret, ${this.#text.length} characters]`;
  }

  toJSON(): string {
    return this.toString();
  }

  [inspect.custom](): string {
    return this.toString();
  }
}
