import { documentedExample } from './samples.ts';

/** Text that stands for a value kept elsewhere: variables, templates, vault paths, encrypted values. */
const REFERENCES: readonly RegExp[] = [
  /^\$[A-Za-z_][A-Za-z0-9_]*$/,
  /^\$\{[^{}]*\}$/,
  /^\$\{\{.*\}\}$/s,
  /^\$\(.*\)$/s,
  /^`.*`$/s,
  /^\$\[.*\]$/s,
  /^%[A-Za-z_][A-Za-z0-9_]*%$/,
  /^%~?[a-z]{0,6}\d$/,
  /^\$?env:[A-Za-z_]\w*$/i,
  /^%(?:\([A-Za-z0-9_]+\))?[sdvq@]$/,
  /^@[A-Za-z_][A-Za-z0-9_.]*@$/,
  /^\{\{.*\}\}$/s,
  /^#\{.*\}#?$/s,
  /^<[^<>]+>$/,
  // Bytes of UTF-8 come one character each: the sign is two.
  /^\u00c2?«[^«»]+»$/,
  /^\[[^[\]]+\]$/,
  /^\{[A-Za-z_][A-Za-z0-9_.]*\}$/,
  /^ENC\[.*\]$/s,
  /^\{cipher\}/,
  /^\$ANSIBLE_VAULT/,
  /^!vault\b/,
  /^(?:op|sm|gcpsm|secret|keyvault|awssm|awsssm|ssm|vault):/,
  /^ref\+[a-z]+:\/\//,
  /^gcp:secretmanager/,
  /^arn:aws[a-z-]*:(?:secretsmanager|ssm|kms):/,
  /^projects\/[^/]+\/secrets\//,
  /^\{\{?resolve:/,
  /^@Microsoft\.KeyVault\(/,
  /^process\.env\b|^os\.environ\b|^getenv\(|^ENV\[/,
];

/**
 * True when `value` only refers to a secret: `$TOKEN`, `${{ secrets.X }}`, `vault:…`.
 * `${TOKEN:-default}` is a reference unless the default itself could be a value.
 */
export function isReference(value: string): boolean {
  const text = value.trim();
  const fallback = /^\$\{[A-Za-z_][A-Za-z0-9_]*:?[-+=]([^{}]+)\}$/.exec(text)?.[1];
  if (fallback !== undefined) return isReference(fallback) || isPlaceholder(fallback);
  return REFERENCES.some((pattern) => pattern.test(text));
}

const NOTHING = /^(?:base64:|true|false|null|nil|none|undefined|n\/a|na|yes|no|on|off|empty|unset|tbd|\s*)$/i;
/** Words that nobody puts into a real secret. */
const TELLING =
  /example|sample|dummy|fake|placeholder|change[-_ ]?(?:me|it|this)|replace|redacted|your[-_ ]|xxxx|\*\*\*|foobar|notasecret|not[-_]a[-_](?:real|secret)|must[-_]be[-_]changed|^hunter2$|insert[-_ ]|<hidden>|unique phrase|insecure|\.\.\.|…|lorem/i;
/** Words that say that the value comes from elsewhere, or later. */
const LATER =
  /^(?=[a-z _-]+$)(?:.*[-_ ])?(?:(?:run|build|deploy|start)[-_ ]?(?:time|up)|override|not[-_ ]set|missing|provided|only[-_ ]for|set[-_ ](?:at|by|in|via|later|me))(?:[-_ ].*)?$/i;
/** Words that make a placeholder when a value is made of nothing else. */
const FILLER =
  /my|your|the|an?|some|super|very|this|is|for|test(?:ing)?|todo|fixme|s3cr3t|secrets?|pass(?:w(?:or)?d|w0rd|phrase)?|pwd|letmein|token|api|key|auth|access|private|user(?:name)?|name|value|here|string|random|default|demo|local|dev|foo|bar|baz|qux|abc|xyzzy|xyz|xxx|client|db|database|app|id|nothing|un(?:used|set)|build|temp(?:orary)?|disabled?|required?|optional|auto|generated?|not?|used|needed|invalid|no-?op|blank|ignored?|static|collect|skip|validation|env|precompile|compile|assets|only|injected|vault|from|see|manager|runtime|time|null|empty|mock|stub|cred(?:ential)?s?/gi;
const RUNS = [
  '0123456789012345678901234567890',
  'abcdefghijklmnopqrstuvwxyzabcdef',
  'qwertyuiopasdfghjklzxcvbnm',
];
const WALKS = new RegExp(RUNS.map((walk) => walk.slice(0, 16)).join('|'), 'i');
const RUN = /(.)\1{5,}/s;

/** True when `value` is no secret but fills the place of one: `changeme`, `xxxx`, `your-token-here`, `12345678`. */
export function isPlaceholder(value: string): boolean {
  const text = value.trim();
  return NOTHING.test(text) || TELLING.test(text) || LATER.test(text) || isMonotonous(text) || isFiller(text);
}

/** True when a token of random characters is visibly made up: one character over and over, or a telling word. */
export function isFakeToken(token: string): boolean {
  if (token.length > 256) return false;
  return (
    /example|placeholder|change_?me|dummy|redacted|xxxxxx|\*\*\*\*|\.\.\.\./i.test(token) ||
    isRepetitive(token)
  );
}

/** Half of the text or more is one run of one character, or a walk along the alphabet or keyboard. */
function isRepetitive(text: string): boolean {
  return longestRun(text) * 2 >= text.length || WALKS.test(text);
}

/** Of one character, six times or more; -1 where there is none. */
function longestRun(text: string): number {
  if (!RUN.test(text)) return -1;
  return Math.max(...Array.from(text.matchAll(new RegExp(RUN, 'gs')), ([run]) => run.length));
}

function isMonotonous(text: string): boolean {
  if (/^(.)\1*$/s.test(text)) return true;
  const folded = text.toLowerCase();
  if (folded.length >= 4 && RUNS.some((walk) => walk.includes(folded))) return true;
  return isRepetitive(text);
}

function isFiller(text: string): boolean {
  if (text.length > 64) return false;
  return text.replace(FILLER, '').replace(/[\d\W_]+/g, '').length === 0;
}

const DEFAULT_PASSWORDS: ReadonlySet<string> = new Set(
  'postgres root admin administrator guest sa mysql mariadb mongo mongodb redis rabbitmq rabbit minio minioadmin user password passw0rd secret test tomcat s3cret elastic changeit neo4j oracle docker toor vagrant sonar jenkins keycloak airflow superset grafana'.split(
    ' ',
  ),
);

/** True for a password that a service ships with: `postgres`, `admin`, `minioadmin`. A weakness, but no leak. */
export function isDefaultPassword(value: string): boolean {
  const text = unquote(value).toLowerCase();
  return DEFAULT_PASSWORDS.has(text) || isFiller(spelt(text));
}

const LEET: Readonly<Record<string, string>> = {
  '@': 'a',
  '4': 'a',
  '3': 'e',
  '1': 'l',
  '0': 'o',
  $: 's',
  '5': 's',
};

/** `P@ssw0rd1!` as it is meant; without what is put behind to please a rule. */
function spelt(text: string): string {
  return /[@$0345]/.test(text.slice(0, -1))
    ? text.replace(/[\d!?.]+$/, '').replace(/[@$01345]/g, (one) => LEET[one] ?? one)
    : text;
}

const SHORTEST = 4;

/**
 * True when `value`, found under a secret's name, could be the secret itself: not a reference,
 * a placeholder, a path, a number, a version, an address without credentials or a sentence.
 */
export function plausibleSecretValue(value: string): boolean {
  const text = unquote(value);
  if (documentedExample(text)) return false;
  if (text.length < SHORTEST || isReference(text) || isPlaceholder(text) || isDefaultPassword(text))
    return false;
  return !isPath(text) && !isPlainUrl(text) && !IMPLAUSIBLE.some((pattern) => pattern.test(text));
}

const IMPLAUSIBLE: readonly RegExp[] = [
  /^[+-]?[\d.,_]+(?:ms|[smhd]|[kmg]i?b)?$/i,
  /^v?\d+(?:\.\d+)+(?:[-+.][a-z0-9]+)*$/i,
  /^\S+ \S+ \S+ /,
  /\$\{[A-Za-z_]|\$[A-Z_]{3}/,
  /^(?:sha256|sha512|md5):[0-9a-f]+$/i,
  // An address on a block chain; a time.
  /^0x[0-9a-f]{40}$/i,
  /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:?\d\d)?$/,
  /^(?:(?:scram|hmac)-)?(?:sha-?(?:[0-3]|\d{3})|aes-?\d{3}|md-?[2-6]|rsa-?\d{3,5}|ed-?(?:25519|448)|[hre]s-?\d{3})(?:[-_/](?:[a-z]{1,12}\d{0,4}|\d{1,4}))*$|^(?:bcrypt|scrypt|argon2\w*|pbkdf2\S*)$/i,
];

function isPath(text: string): boolean {
  return /^(?:file:|~\/|\.{1,2}\/|[A-Za-z]:\\|\/[\w.@%+:-]+(?:\/[\w.@%+:-]*)*$)/.test(text);
}

function isPlainUrl(text: string): boolean {
  return (
    /^[a-z][a-z0-9+.-]*:\/\/[^\s@]*$/i.test(text) && !/[?&;](?:sig|token|key|password|secret)=/i.test(text)
  );
}

function unquote(value: string): string {
  const text = value.trim();
  return /^(["'])(.*)\1$/s.exec(text)?.[2] ?? text;
}
