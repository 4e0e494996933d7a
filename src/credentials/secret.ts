import { createHmac } from 'node:crypto';
import { inspect } from 'node:util';
import { isGuessable } from './guessable.ts';

/** What is kept of a secret that an earlier run found: enough to know it again, nothing to know it by. */
export interface SealedSecret {
  /** In UTF-16 units. */
  length: number;
  /** As Secret.fingerprint gave it under the key that is still in use. */
  fingerprint: string;
  /** As Secret.valueHash gave it. */
  valueHash?: string;
}

/**
 * The text of a secret, held so that it cannot slip into a log, a report or a crash message: printing,
 * inspecting or serialising it yields its length alone. Only `reveal` gives the text, for matching.
 */
export class Secret {
  readonly #held: string | SealedSecret;

  constructor(text: string | SealedSecret) {
    this.#held = text;
  }

  /** In UTF-16 units. */
  get length(): number {
    return this.#held.length;
  }

  /** True where the text is not known any more. */
  get isSealed(): boolean {
    return typeof this.#held !== 'string';
  }

  /** The text itself. For comparing and searching; never for output. Throws TypeError for a sealed secret. */
  reveal(): string {
    if (typeof this.#held !== 'string') throw new TypeError('the text of a sealed secret is not known');
    return this.#held;
  }

  /** HMAC-SHA-256 of the text under `key`, the first 16 bytes as hex. */
  fingerprint(key: Uint8Array): string {
    return typeof this.#held === 'string' ? fingerprintOf(this.#held, key) : this.#held.fingerprint;
  }

  /**
   * The same under a key that whoever has the project can make; undefined for a value that could be guessed by trying,
   * whose hash would give it away.
   */
  valueHash(key: Uint8Array): string | undefined {
    if (typeof this.#held !== 'string') return this.#held.valueHash;
    return isGuessable(this.#held) ? undefined : fingerprintOf(this.#held, key);
  }

  toString(): string {
    return `[secret, ${this.length} characters]`;
  }

  toJSON(): string {
    return this.toString();
  }

  [inspect.custom](): string {
    return this.toString();
  }
}

/** HMAC-SHA-256 of a text under `key`, the first 16 bytes as hex. */
export function fingerprintOf(text: string, key: Uint8Array): string {
  return createHmac('sha256', key).update(text).digest('hex').slice(0, 32);
}
