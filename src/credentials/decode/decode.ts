import { append } from '../../config/append.ts';
import type { CredentialMatch } from '../match.ts';
import { base64 } from './base64.ts';
import { escapes } from './escapes.ts';
import { hex } from './hex.ts';
import { compressionOf, type Stretch } from './stretch.ts';
import { unpack } from './unpack.ts';
import { utf16 } from './utf16.ts';

/** Finds what stands plain in bytes. */
export type PlainSearch = (bytes: Buffer) => CredentialMatch[];

const DECODERS = [escapes, base64, hex, utf16];
const DEEPEST = 4;
/** Decoded bytes a text may cost: this many times its own, and a little for short ones. */
const MOST_TIMES = 12;
const ALLOWANCE = 64 * 1024;

/**
 * The credentials that stand encoded in bytes, up to four encodings deep. Each is told at the outermost stretch that
 * holds it, with the encodings from the outside in.
 */
export function encodedMatches(bytes: Buffer, search: PlainSearch): CredentialMatch[] {
  return new Descent(search, bytes.length * MOST_TIMES + ALLOWANCE).into(bytes, 1);
}

class Descent {
  readonly #search: PlainSearch;
  /** By depth, what was found in each text: one escape after another gives much the same text in any order. */
  readonly #known = Array.from({ length: DEEPEST + 1 }, () => new Map<string, readonly CredentialMatch[]>());
  #left: number;

  constructor(search: PlainSearch, budget: number) {
    this.#search = search;
    this.#left = budget;
  }

  /** What stands encoded in bytes. */
  into(bytes: Buffer, depth: number): CredentialMatch[] {
    return this.#decoded(bytes, bytes.toString('latin1'), depth);
  }

  #decoded(bytes: Buffer, text: string, depth: number): CredentialMatch[] {
    const found: CredentialMatch[] = [];
    for (const decoder of DECODERS) {
      for (const stretch of decoder(text, bytes)) {
        this.#left -= stretch.bytes.length;
        if (this.#left < 0) return found;
        append(found, this.#within(stretch, depth));
      }
    }
    return found;
  }

  #within(stretch: Stretch, depth: number): CredentialMatch[] {
    const { bytes, encoding, place } = stretch;
    const kind = compressionOf(bytes);
    if (kind !== undefined) return this.#packed(stretch, kind, depth);
    return this.#all(bytes, depth).map((match) => outward(match, encoding, place(match.start, match.end)));
  }

  #packed({ bytes, encoding, place }: Stretch, kind: string, depth: number): CredentialMatch[] {
    const unpacked = unpack(bytes);
    this.#left -= unpacked?.length ?? 0;
    if (unpacked === undefined || this.#left < 0) return [];
    const whole = place(0, bytes.length);
    return this.#all(unpacked, depth).map((match) => outward(outward(match, kind, whole), encoding, whole));
  }

  /** What stands plain in bytes, and what stands encoded in them. */
  #all(bytes: Buffer, depth: number): readonly CredentialMatch[] {
    const text = bytes.toString('latin1');
    const known = this.#known[depth]?.get(text);
    if (known !== undefined) return known;
    const plain = this.#search(bytes);
    const found = depth < DEEPEST ? [...plain, ...this.#decoded(bytes, text, depth + 1)] : plain;
    this.#known[depth]?.set(text, found);
    return found;
  }
}

function outward(
  match: CredentialMatch,
  encoding: string,
  at: { start: number; end: number },
): CredentialMatch {
  return { ...match, ...at, encoded: [encoding, ...(match.encoded ?? [])] };
}
