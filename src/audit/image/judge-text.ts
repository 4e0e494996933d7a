import type { Confidence } from '../../config/levels.ts';
import type { Patience } from '../../config/patience.ts';
import { judgeAssignment } from '../../credentials/assignments.ts';
import { describeFormat } from '../../credentials/format.ts';
import { genericSecrets } from '../../credentials/generic.ts';
import type { NamedSecret } from '../../credentials/named.ts';
import { plausibleSecretValue } from '../../credentials/placeholder.ts';
import type { CredentialMatch, CredentialScanner } from '../../credentials/scanner.ts';
import { Secret } from '../../credentials/secret.ts';
import type { Vocabulary } from '../../credentials/vocabulary.ts';
import type { ImageLocation } from '../finding.ts';
import type { Leak } from '../leak.ts';
import { Lines } from './lines.ts';
import { commandSecrets } from './script-secrets.ts';
import type { ImageText } from './texts.ts';

/**
 * The credentials in one text: by format, as a value known from elsewhere, by the name it is given to, by what a
 * command makes of it, or by the names within.
 */
export function judgeText(
  { channel, pointer, name, text, script, usedAs, gives }: ImageText,
  image: Pick<ImageLocation, 'kind' | 'image' | 'platform'>,
  scanner: CredentialScanner,
): Leak[] {
  if (text === '') return [];
  const at: ImageLocation = { ...image, channel, pointer, ...(name !== undefined && { name }) };
  const matches = scanner.scanText(text);
  const leaks = matches.map((match) => leakOf(match, at));
  if (name !== undefined && !matches.some(({ format }) => format !== undefined)) {
    const confidence = judgeAssignment(name, text, scanner.names)?.confidence ?? usedConfidence(usedAs, text);
    if (confidence !== undefined) return [namedLeak(at, name, text, confidence)];
  }
  const isGiving =
    text.length <= MOST_GIVING && (name !== undefined || script !== undefined || gives === true);
  const within = isGiving ? namedWithin(text, script, scanner.names) : [];
  const rest = within.filter(({ start, end }) => !matches.some((one) => one.start < end && start < one.end));
  const named = rest.map((one) => namedLeak(at, one.name, text.slice(one.start, one.end), one.confidence));
  return [...leaks, ...named];
}

/** A text, and what it holds. */
export interface JudgedText {
  text: ImageText;
  leaks: Leak[];
}

/** Texts that are searched together first, in bytes more or less. */
const BATCH = 256 * 1024;
/** Nobody writes longer ones by hand: they are searched for what has a form of its own. */
const MOST_GIVING = 256 * 1024;
/** Longer ones are searched by themselves. */
const SHORT = 4096;

/**
 * The credentials in many texts. An SBOM has a million short ones, nearly all of which hold nothing: they are searched
 * as lines of one text, and judged by themselves where that finds anything.
 *
 * @param patience where it ends, so do they
 */
export function* judgeTexts(
  texts: Iterable<ImageText>,
  image: Pick<ImageLocation, 'kind' | 'image' | 'platform'>,
  scanner: CredentialScanner,
  patience?: Patience,
): Generator<JudgedText> {
  let batch: ImageText[] = [];
  let size = 0;
  for (const text of texts) {
    if (patience?.reason !== undefined) return;
    batch.push(text);
    size += text.text.length;
    if (size < BATCH) continue;
    yield* judgeBatch(batch, image, scanner, patience);
    batch = [];
    size = 0;
  }
  yield* judgeBatch(batch, image, scanner, patience);
}

function* judgeBatch(
  batch: readonly ImageText[],
  image: Pick<ImageLocation, 'kind' | 'image' | 'platform'>,
  scanner: CredentialScanner,
  patience: Patience | undefined,
): Generator<JudgedText> {
  for (const text of worthJudging(batch, scanner)) {
    if (patience?.reason !== undefined) return;
    yield { text, leaks: judgeText(text, image, scanner) };
  }
}

/** Those that hold something, and those that only tell when they are judged by themselves. */
function worthJudging(texts: readonly ImageText[], scanner: CredentialScanner): ImageText[] {
  const plain = texts.map((text) => isPlain(text, scanner.names));
  const lines = texts.map(({ text }, at) => (plain[at] === true ? text : ''));
  const joined = lines.join('\n');
  const found = [...scanner.scanText(joined), ...genericSecrets(joined, 'config', scanner.names)];
  const marked = new Set<number>();
  const lineOf = new Lines(joined);
  for (const { start, end } of found)
    for (let line = lineOf.at(start); line <= lineOf.at(end); line += 1) marked.add(line - 1);
  return texts.filter((_, at) => plain[at] !== true || marked.has(at));
}

function isPlain({ name, text, script, usedAs }: ImageText, names: Vocabulary): boolean {
  if (script !== undefined || usedAs !== undefined || text.length > SHORT || /[\n\0]/.test(text))
    return false;
  return name === undefined || judgeAssignment(name, text, names) === undefined;
}

/** A value that a command sends as a password is one, unless it cannot be. */
function usedConfidence(usedAs: string | undefined, text: string): Confidence | undefined {
  return usedAs !== undefined && plausibleSecretValue(text) ? 'likely' : undefined;
}

/** What a text gives to names in it: `JAVA_OPTS=-Ddb.password=…`, `docker login -p …`. */
function namedWithin(text: string, script: number | undefined, names: Vocabulary): NamedSecret[] {
  const from = script ?? 0;
  const part = text.slice(from);
  const found = [
    ...genericSecrets(part, 'config', names),
    ...(script === undefined ? [] : commandSecrets(part, names)),
  ];
  const first = new Map(found.map((one) => [one.start, one]));
  return [...first.values()].map((one) => ({ ...one, start: one.start + from, end: one.end + from }));
}

function namedLeak(at: ImageLocation, name: string, text: string, confidence: Confidence): Leak {
  const secret = { name, value: new Secret(text) };
  return { at, secret, what: `value of ${name}`, severity: 'high', confidence };
}

/** A match of the scanner as a leak. */
export function leakOf(
  { format, known, secret: value, validity, confidence, line, encoded, told }: CredentialMatch,
  at: ImageLocation,
): Leak {
  const place = line === undefined ? at : { ...at, line };
  const name = at.name === undefined ? {} : { name: at.name };
  if (format === undefined) {
    const { name: givenBy = at.name, label: what = 'secret' } = known ?? {};
    const secret = { value, ...(givenBy !== undefined && { name: givenBy }) };
    return { at: place, secret, what, severity: 'high', confidence: 'certain', again: true };
  }
  const { id: kind } = format;
  const severity = told?.severity ?? format.severity;
  const what = describeFormat(format, { ...(told && { told }), ...(encoded && { encoded }) });
  return { at: place, secret: { ...name, kind, value, validity }, what, severity, confidence };
}
