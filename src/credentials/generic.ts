import { judgeAssignment, type SecretAssignment } from './assignments.ts';
import { entropy } from './entropy.ts';
import { GIVINGS, type Giving } from './giving.ts';
import { isVendored } from './vendored.ts';
import type { Vocabulary } from './vocabulary.ts';

/** What a file is written in, as far as values in it go. */
export type Syntax = 'config' | 'code';

/** By extension, by name, and whatever the system and its users are set up with. */
const CONFIG =
  /(?:\.(?:ini|cfg|cnf|conf|config|properties|props|ya?ml|json|jsonc|json5|toml|xml|plist|tfvars|tf|hcl|env|envrc|settings|service|socket|timer|bat|cmd|sql|txt)|_history|\/(?:config|settings|credentials|secrets?|inventory|hosts|Jenkinsfile|Dockerfile[^/]*|Makefile))$|^\/etc\/(?!ssl\/|ca-certificates|alternatives\/|dictionaries-common\/|mime|services$|protocols$)|^\/(?:root|home\/[^/]+)\/\.[^/]+$/i;
const CODE =
  /\.(?:py|js|mjs|cjs|ts|jsx|tsx|rb|php|go|java|kt|scala|cs|rs|swift|sh|bash|zsh|ps1|psm1|pl|lua|groovy|gradle|kts|ex|exs|vue|svelte)$/i;
/** Tests and documentation are full of made up secrets. */
const EXAMPLES =
  /\/(?:examples?|samples?)[^/]*\.[^/]+$|\/(?:tests?|__tests__|spec|fixtures?|examples?|samples?|docs?|testdata|mocks?)\/|[._-](?:test|spec|mock|example|sample)s?\.[^/]+$/i;

/** What people read: labels and messages about passwords. */
const TRANSLATION =
  /\/(?:i18n|l10n|lang|languages|translations?|locales?)\/|\/(?:[a-z]{2}(?:[-_][A-Za-z]{2})?|(?:messages|strings)[^/]*)\.(?:json|properties|ya?ml|xml)$/;

/** How to read a file for values that only their names tell, by its absolute path; undefined for most files. */
export function syntaxAt(path: string): Syntax | undefined {
  if (
    isVendored(path) ||
    EXAMPLES.test(path) ||
    TRANSLATION.test(path) ||
    /\.min\.js$|-lock\.|\.lock$/i.test(path)
  )
    return undefined;
  if (CONFIG.test(path)) return 'config';
  return CODE.test(path) ? 'code' : undefined;
}

const WORTH_READING = /identified|securestring|pass|pwd|pw\b|pat\b|secret|token|key|auth|cred|connection/i;
const MOST_TEXT = 8 << 20;

/**
 * Secrets that a text gives to names that say so. Precision comes first: what does not look random, or stands in
 * code without quotes, is `possible` at most.
 *
 * @param text at most its first eight MiB are read
 */
export function genericSecrets(text: string, syntax: Syntax, names: Vocabulary): SecretAssignment[] {
  const part = text.length > MOST_TEXT ? text.slice(0, MOST_TEXT) : text;
  if (!WORTH_READING.test(part) && !names.isMentionedIn(part)) return [];
  const found = new Map<number, SecretAssignment>();
  for (const giving of GIVINGS) {
    if (giving.only !== undefined && giving.only !== syntax) continue;
    for (const secret of given(part, giving, syntax, names))
      if (!found.has(secret.start)) found.set(secret.start, secret);
  }
  return innermost([...found.values()].sort((a, b) => a.start - b.start || b.end - a.end));
}

/** The secrets that a text gives in one way. */
function* given(
  text: string,
  { pattern, name: fixed, plain }: Giving,
  syntax: Syntax,
  names: Vocabulary,
): Generator<SecretAssignment> {
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const [whole, ...groups] = match;
    const [name = '', ...values] = fixed === undefined ? groups : [fixed, ...groups];
    const at = values.findIndex((one) => one !== undefined);
    const value = values[at] ?? '';
    const start = match.index + whole.lastIndexOf(value);
    const isPlain = at === plain;
    const secret =
      syntax === 'code' && isPlain ? undefined : judgeValue({ name, value, start, isPlain }, names);
    if (secret !== undefined) yield secret;
    // What is in the value may be a name and a value itself: JAVA_OPTS="-Ddb.password=…".
    else if (value.includes('=')) pattern.lastIndex = start;
  }
}

/** A password within a connection string, not the string. */
function innermost(sorted: readonly SecretAssignment[]): SecretAssignment[] {
  return sorted.filter(({ end }, index) => (sorted[index + 1]?.start ?? Number.POSITIVE_INFINITY) >= end);
}

interface GivenValue {
  name: string;
  value: string;
  start: number;
  /** It stands without quotes. */
  isPlain: boolean;
}

/** What a value under a name is worth by itself. */
export function judgeValue(
  { name, value, start, isPlain }: GivenValue,
  names: Vocabulary,
): SecretAssignment | undefined {
  if (!names.isSecret(name)) return undefined;
  const verdict = judgeAssignment(name, value, names);
  if (verdict === undefined || isWords(value)) return undefined;
  // Frameworks make keys of all that a keyboard has.
  if (isCode(value) && (isPlain || value.length < LONG_KEY || entropy(value) < KEY_BITS)) return undefined;
  const isSure = verdict.confidence === 'likely' && looksRandom(value) && !isName(value);
  const confidence = isSure ? 'likely' : 'possible';
  return { ...verdict, confidence, name, start, end: start + value.length };
}

/** A call, a member, a type, a pattern: something that stands for a value. */
function isCode(value: string): boolean {
  return /^[=~]|^[A-Za-z_]\w*(?:\[[^\]]*\])?(?:\.[A-Za-z_]\w*(?:\[[^\]]*\])?)+$|\w\[|\(|\)|^[<[{]|::|^%[\w(]|\$\{|\{\{|#[0-9a-f]{6}\b/i.test(
    value,
  );
}

/** Words as people write them: a label, a message, a name of something. */
function isWords(value: string): boolean {
  return (
    /^[A-Za-z][a-z]+(?:[ _.-](?:[a-z]+|[A-Z][a-z]+))*[.:!?]?$/.test(value) ||
    /^[A-Z]+(?:_[A-Z]+)*$|^[a-z]*(?:[A-Z][a-z]+)+$/.test(value) ||
    /\s\S+\s/.test(value)
  );
}

/** The name of something, numbered: `my-app-secret-v1`, `auth_token_v2`, `Zugriffstoken2`. */
function isName(value: string): boolean {
  const pieces = value.split(/[-_. /:]+/);
  const isWord = (piece: string): boolean =>
    /^v?\d{1,3}$|^\d?[A-Z]{2,4}$/.test(piece) ||
    (/^(?:[A-Z]?[a-z]+|[A-Z]+)\d{0,2}$/.test(piece) && (piece.length < 5 || VOWELS.test(piece)));
  return pieces.length < 8 && pieces.every(isWord);
}

/** Words have vowels all along. */
const VOWELS = /^(?:[^aeiouy]{0,4}[aeiouy])+[^aeiouy]{0,4}\d{0,2}$/i;
const LONG_KEY = 32;
const KEY_BITS = 4;
const RANDOM_BITS = 2.9;

function looksRandom(value: string): boolean {
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/].filter((kind) => kind.test(value)).length;
  return value.length >= 8 && kinds >= 2 && /\d/.test(value) && entropy(value) >= RANDOM_BITS;
}
