import type { CredentialFormat } from './format.ts';
import { CompiledFormat, type CredentialMatch, type KnownSecret } from './match.ts';
import { ScanPlan, SHORT_TEXT } from './scan-plan.ts';
import type { Keyword } from './search/keyword.ts';
import { CredentialStream } from './stream.ts';
import { STANDARD, type Vocabulary } from './vocabulary.ts';

export type { CredentialMatch, KnownSecret } from './match.ts';
export type { CredentialStream } from './stream.ts';

/** Texts of together more than this are worth the tables, however short each is. */
const FEW_TEXTS = 64 * 1024;
/** Known secrets shorter than this would be found everywhere. */
const MIN_KNOWN = 8;
/** A longer known secret is recognised by its beginning. */
const MAX_KNOWN = 1024;

/** Finds credentials in texts and byte streams. Build one and use it for every file. */
export class CredentialScanner {
  /** What names mean to whoever reads the same texts for them. */
  readonly names: Vocabulary;
  readonly #plan: ScanPlan;
  /** Bytes of all texts so far. */
  #texts = 0;

  /** @throws RangeError when a format has a keyword of fewer than three bytes. */
  constructor(
    formats: readonly CredentialFormat[],
    known: readonly KnownSecret[] = [],
    names: Vocabulary = STANDARD,
  ) {
    this.names = names;
    this.#plan = makePlan(formats, known);
  }

  /** The credentials in `text`, in order, with offsets in UTF-16 units. */
  scanText(text: string): CredentialMatch[] {
    const bytes = Buffer.from(text, 'utf8');
    this.#texts += bytes.length;
    const short = bytes.length <= SHORT_TEXT && this.#texts <= FEW_TEXTS;
    const stream = new CredentialStream(this.#plan, { short });
    stream.write(bytes);
    const matches = stream.end();
    return bytes.length === text.length ? matches : matches.map(textOffsets(bytes));
  }

  /** @param plain nothing is decoded: what stands encoded is not found, and time is saved */
  stream(plain = false): CredentialStream {
    return new CredentialStream(this.#plan, { plain });
  }
}

function makePlan(formats: readonly CredentialFormat[], known: readonly KnownSecret[]): ScanPlan {
  const compiled = formats.map((format) => new CompiledFormat(format));
  const { keywords, users } = shareKeywords(compiled);
  const literals = known.filter((one) => Buffer.byteLength(one.secret.reveal()) >= MIN_KNOWN);
  const known0 = keywords.length;
  keywords.push(
    ...literals.map((one) => ({
      bytes: Buffer.from(one.secret.reveal()).subarray(0, MAX_KNOWN),
      fold: false,
    })),
  );
  return new ScanPlan(
    keywords,
    users,
    new Map(literals.map((one, index) => [known0 + index, one])),
    Math.max(0, ...compiled.map((one) => one.before)),
  );
}

/** Each distinct keyword once, with the formats that want it. */
function shareKeywords(formats: readonly CompiledFormat[]): {
  keywords: Keyword[];
  users: CompiledFormat[][];
} {
  const index = new Map<string, number>();
  const keywords: Keyword[] = [];
  const users: CompiledFormat[][] = [];
  for (const compiled of formats) {
    const fold = compiled.format.foldCase === true;
    for (const text of new Set(compiled.format.keywords.map((k) => (fold ? k.toLowerCase() : k)))) {
      const key = `${fold} ${text}`;
      const at = index.get(key) ?? keywords.push({ bytes: Buffer.from(text), fold }) - 1;
      index.set(key, at);
      users[at] = [...(users[at] ?? []), compiled];
    }
  }
  return { keywords, users };
}

/** Turns byte offsets into UTF-16 ones; to be applied to matches in order. */
function textOffsets(bytes: Buffer): (match: CredentialMatch) => CredentialMatch {
  let byte = 0;
  let unit = 0;
  const advance = (to: number): number => {
    unit += bytes.toString('utf8', byte, to).length;
    byte = to;
    return unit;
  };
  return (match) => {
    const start = advance(match.start);
    return { ...match, start, end: advance(match.end) };
  };
}
