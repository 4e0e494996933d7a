import { judgeAssignment, type SecretAssignment } from './assignments.ts';
import { entropy } from './entropy.ts';
import { judgeName } from './names.ts';
import { isVendored } from './vendored.ts';

/** What a file is written in, as far as values in it go. */
export type Syntax = 'config' | 'code';

const CONFIG =
  /(?:\.(?:ini|cfg|cnf|conf|config|properties|props|ya?ml|json|jsonc|json5|toml|xml|plist|tfvars|env|envrc|settings)|\/(?:config|settings|credentials|secrets?))$/i;
const CODE =
  /\.(?:py|js|mjs|cjs|ts|jsx|tsx|rb|php|go|java|kt|scala|cs|rs|sh|bash|zsh|ps1|pl|lua|groovy|gradle|ex|exs|sql)$/i;
/** Tests and documentation are full of made up secrets. */
const EXAMPLES =
  /\/(?:tests?|__tests__|spec|fixtures?|examples?|samples?|docs?|testdata|mocks?)\/|[._-](?:test|spec|mock|example|sample)s?\.[^/]+$/i;

/** How to read a file for values that only their names tell, by its absolute path; undefined for most files. */
export function syntaxAt(path: string): Syntax | undefined {
  if (isVendored(path) || EXAMPLES.test(path) || /\.min\.js$|-lock\.|\.lock$|\/locales?\//i.test(path))
    return undefined;
  if (CONFIG.test(path)) return 'config';
  return CODE.test(path) ? 'code' : undefined;
}

/** `name: "value"`, `name = value`, `'name' => 'value'`: ini, properties, yaml, json, toml, shell, code, attributes. */
const ASSIGNED =
  /(?<![\w.$-])(?:-{1,2}D?)?["']?([A-Za-z_][\w.-]{1,63})["']?[ \t]{0,8}(?:=>|:=|[:=])[ \t]{0,8}(?:"([^"\\\n]{6,512})"|'([^'\\\n]{6,512})'|(?!\/\/)([^\s"'`,;{}()[\]<>&|$#\\]{6,512})(?=[\s"',;#&]|$))/gm;
/** `<password>value</password>`. */
const ELEMENT = /<([A-Za-z][\w.:-]{1,63})(?:[ \t][^<>\n]{0,200})?>([^<>\s]{6,512})<\//g;
/** `<add key="Password" value="…"/>`. */
const KEY_AND_VALUE = /\b(?:key|name)=["']([\w.:-]{2,64})["'][ \t]{1,8}value=["']([^"'\n]{6,512})["']/g;
/** `define('DB_PASSWORD', '…')`, `os.environ["X"] = …` is ASSIGNED. */
const CALL =
  /\b(?:define|setenv|putenv|setProperty|set)\(\s{0,4}["']([\w.-]{2,64})["']\s{0,4},\s{0,4}["']([^"'\n]{6,512})["']/g;
/** `CREATE USER app IDENTIFIED BY '…'`, `ALTER ROLE app PASSWORD '…'`. */
const SQL = /\b(IDENTIFIED BY|WITH PASSWORD|ROLE \S{1,64} PASSWORD)[ \t]{1,4}'([^'\n]{6,512})'/gi;
/** A part of a connection string: `Server=db;Password=…;`. */
const CONNECTION =
  /(?:^|[;"'])[ \t]{0,4}(Password|Pwd|AccountKey|SharedAccessKey)[ \t]?=[ \t]?([^;"'\s]{6,512})/gi;

const WORTH_READING = /identified|pass|pwd|secret|token|key|auth|cred|connection/i;
const MOST_TEXT = 1 << 20;

/**
 * Secrets that a text gives to names that say so. Precision comes first: what does not look random, or stands in
 * code without quotes, is `possible` at most.
 *
 * @param text at most its first MiB is read
 */
export function genericSecrets(text: string, syntax: Syntax): SecretAssignment[] {
  const part = text.length > MOST_TEXT ? text.slice(0, MOST_TEXT) : text;
  if (!WORTH_READING.test(part)) return [];
  const found = new Map<number, SecretAssignment>();
  for (const pattern of [CONNECTION, SQL, CALL, KEY_AND_VALUE, ELEMENT, ASSIGNED]) {
    pattern.lastIndex = 0;
    for (let match = pattern.exec(part); match !== null; match = pattern.exec(part)) {
      const [whole, written = '', ...values] = match;
      const name =
        pattern === SQL || (pattern === CONNECTION && /^pwd$/i.test(written)) ? 'Password' : written;
      const at = values.findIndex((one) => one !== undefined);
      const value = values[at] ?? '';
      if (syntax === 'code' && pattern === ASSIGNED && at === 2) continue;
      const start = match.index + whole.lastIndexOf(value);
      const secret = judged(name, value, start);
      if (secret !== undefined && !found.has(start)) found.set(start, secret);
      // What is in the value may be a name and a value itself: JAVA_OPTS="-Ddb.password=…".
      if (secret === undefined && value.includes('=')) pattern.lastIndex = start;
    }
  }
  return innermost([...found.values()].sort((a, b) => a.start - b.start || b.end - a.end));
}

/** A password within a connection string, not the string. */
function innermost(sorted: readonly SecretAssignment[]): SecretAssignment[] {
  return sorted.filter(({ end }, index) => (sorted[index + 1]?.start ?? Number.POSITIVE_INFINITY) >= end);
}

function judged(name: string, value: string, start: number): SecretAssignment | undefined {
  const { kind } = judgeName(name);
  if (kind !== 'known' && kind !== 'secret') return undefined;
  const verdict = judgeAssignment(name, value);
  if (verdict === undefined || isCode(value) || isWords(value)) return undefined;
  const confidence = verdict.confidence === 'likely' && looksRandom(value) ? 'likely' : 'possible';
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
    /^[A-Za-z][a-z]+(?:[ _.-][A-Za-z]?[a-z]+)*[.:!?]?$/.test(value) ||
    /^[A-Z]+(?:_[A-Z]+)*$/.test(value) ||
    /\s\S+\s/.test(value)
  );
}

const RANDOM_BITS = 2.9;

function looksRandom(value: string): boolean {
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/].filter((kind) => kind.test(value)).length;
  return value.length >= 8 && kinds >= 2 && /\d/.test(value) && entropy(value) >= RANDOM_BITS;
}
