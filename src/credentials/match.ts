import type { Confidence } from '../config/levels.ts';
import { bytePattern } from './byte-pattern.ts';
import type { CredentialFormat, Told, Validity } from './format.ts';
import { isFakeToken } from './placeholder.ts';
import { documentedExample } from './samples.ts';
import { Secret } from './secret.ts';

/** A literal found elsewhere, say in an image's history, that has to be found again in files. */
export interface KnownSecret {
  secret: Secret;
  /** What it is, for the reader: `value of TOKEN`. */
  label: string;
  /** The variable that gave it away. */
  name?: string;
}

/** One credential in a text or file. */
export interface CredentialMatch {
  /** Absent when only a known secret was found again. */
  format?: CredentialFormat;
  known?: KnownSecret;
  /** Of the secret part: bytes in a stream, UTF-16 units in a text. */
  start: number;
  end: number;
  /** 1-based; absent in a binary file. */
  line?: number;
  secret: Secret;
  validity: Validity;
  confidence: Confidence;
  /** The encodings that it stands in, from the outside in; it is told where the outermost one stands. */
  encoded?: readonly string[];
  told?: Told;
  /** The pattern's other named groups, such as the host of a URL. */
  groups?: Readonly<Record<string, string>>;
}

const DEFAULT_BEFORE = 256;
const DEFAULT_AFTER = 2048;
/** Caps every format's reach, so that a stream's buffer is bounded. */
export const MAX_REACH = 32 * 1024;

/** A format made ready for searching; its pattern is compiled when it is first needed, as few ever are. */
export class CompiledFormat {
  readonly format: CredentialFormat;
  readonly before: number;
  readonly after: number;
  #search: RegExp | undefined;

  constructor(format: CredentialFormat) {
    this.format = format;
    this.before = Math.min(format.reach?.before ?? DEFAULT_BEFORE, MAX_REACH);
    this.after = Math.min(format.reach?.after ?? DEFAULT_AFTER, MAX_REACH);
  }

  get search(): RegExp {
    if (this.#search === undefined) {
      const { source, flags } = this.format.pattern;
      this.#search = new RegExp(bytePattern(source), [...new Set(`${flags}gd`)].join(''));
    }
    return this.#search;
  }
}

/** The format's credentials in `window`, with offsets in it; what a check or the samples rule out is left out. */
export function* matchesIn(compiled: CompiledFormat, window: string): Generator<CredentialMatch> {
  const { format, search } = compiled;
  search.lastIndex = 0;
  for (let found = search.exec(window); found !== null; found = search.exec(window)) {
    if (found[0] === '') search.lastIndex++;
    const match = judge(format, found, window);
    if (match !== undefined) yield match;
  }
}

function judge(
  format: CredentialFormat,
  found: RegExpExecArray,
  window: string,
): CredentialMatch | undefined {
  const groups = found.groups ?? {};
  const text = groups['secret'] ?? found[0];
  if (documentedExample(text)) return undefined;
  const context = { match: found[0], groups, window, offset: found.index };
  const validity = format.check?.(text, context) ?? 'unknown';
  if (validity === 'invalid' && format.onInvalid === 'drop') return undefined;
  const proven = validity === 'valid' || validity === 'expired';
  if (!proven && isFakeToken(text)) return undefined;
  const told = format.tells?.(text, context);
  const start = found.index + offsetIn(found, text);
  return {
    format,
    start,
    end: start + text.length,
    secret: new Secret(text),
    validity,
    confidence: proven ? 'certain' : validity === 'invalid' ? 'possible' : format.confidence,
    ...(told && { told }),
    ...otherGroups(groups),
  };
}

/** Where the secret part begins in a match; only where it stands there twice does that take the pattern once more. */
function offsetIn(found: RegExpExecArray, secret: string): number {
  const [match] = found;
  const first = match.indexOf(secret);
  if (first >= 0 && first === match.lastIndexOf(secret)) return first;
  return (found.indices?.groups?.['secret']?.[0] ?? found.index) - found.index;
}

function otherGroups(groups: Record<string, string | undefined>): Pick<CredentialMatch, 'groups'> {
  const others = Object.entries(groups).filter(
    (entry): entry is [string, string] => entry[0] !== 'secret' && entry[1] !== undefined,
  );
  return others.length === 0 ? {} : { groups: Object.fromEntries(others) };
}
