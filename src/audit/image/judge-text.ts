import { judgeAssignment } from '../../credentials/assignments.ts';
import { describeFormat } from '../../credentials/format.ts';
import type { CredentialMatch, CredentialScanner } from '../../credentials/scanner.ts';
import { Secret } from '../../credentials/secret.ts';
import type { ImageLocation } from '../finding.ts';
import type { Leak } from '../leak.ts';
import type { ImageText } from './texts.ts';

/** The credentials in one text: by format, as a value known from elsewhere, or by the name it is given to. */
export function judgeText(
  { channel, pointer, name, text }: ImageText,
  image: Pick<ImageLocation, 'kind' | 'image' | 'platform'>,
  scanner: CredentialScanner,
): Leak[] {
  if (text === '') return [];
  const at: ImageLocation = { ...image, channel, pointer, ...(name !== undefined && { name }) };
  const matches = scanner.scanText(text);
  if (matches.some(({ format }) => format !== undefined) || name === undefined) {
    return matches.map((match) => leakOf(match, at));
  }
  const verdict = judgeAssignment(name, text);
  if (verdict === undefined) return matches.map((match) => leakOf(match, at));
  const secret = { name, value: new Secret(text) };
  return [{ at, secret, what: `value of ${name}`, severity: 'high', confidence: verdict.confidence }];
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
