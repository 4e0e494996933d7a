import type { Confidence } from '../../config/levels.ts';
import { judgeAssignment } from '../../credentials/assignments.ts';
import { describeFormat } from '../../credentials/format.ts';
import { genericSecrets } from '../../credentials/generic.ts';
import type { NamedSecret } from '../../credentials/named.ts';
import { plausibleSecretValue } from '../../credentials/placeholder.ts';
import type { CredentialMatch, CredentialScanner } from '../../credentials/scanner.ts';
import { Secret } from '../../credentials/secret.ts';
import type { ImageLocation } from '../finding.ts';
import type { Leak } from '../leak.ts';
import { commandSecrets } from './script-secrets.ts';
import type { ImageText } from './texts.ts';

/**
 * The credentials in one text: by format, as a value known from elsewhere, by the name it is given to, by what a
 * command makes of it, or by the names within.
 */
export function judgeText(
  { channel, pointer, name, text, script, usedAs }: ImageText,
  image: Pick<ImageLocation, 'kind' | 'image' | 'platform'>,
  scanner: CredentialScanner,
): Leak[] {
  if (text === '') return [];
  const at: ImageLocation = { ...image, channel, pointer, ...(name !== undefined && { name }) };
  const matches = scanner.scanText(text);
  const leaks = matches.map((match) => leakOf(match, at));
  if (name !== undefined && !matches.some(({ format }) => format !== undefined)) {
    const confidence = judgeAssignment(name, text)?.confidence ?? usedConfidence(usedAs, text);
    if (confidence !== undefined) return [namedLeak(at, name, text, confidence)];
  }
  const within = name === undefined && script === undefined ? [] : namedWithin(text, script);
  const rest = within.filter(({ start, end }) => !matches.some((one) => one.start < end && start < one.end));
  const named = rest.map((one) => namedLeak(at, one.name, text.slice(one.start, one.end), one.confidence));
  return [...leaks, ...named];
}

/** A value that a command sends as a password is one, unless it cannot be. */
function usedConfidence(usedAs: string | undefined, text: string): Confidence | undefined {
  return usedAs !== undefined && plausibleSecretValue(text) ? 'likely' : undefined;
}

/** What a text gives to names in it: `JAVA_OPTS=-Ddb.password=…`, `docker login -p …`. */
function namedWithin(text: string, script: number | undefined): NamedSecret[] {
  const from = script ?? 0;
  const part = text.slice(from);
  const found = [...genericSecrets(part, 'config'), ...(script === undefined ? [] : commandSecrets(part))];
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
