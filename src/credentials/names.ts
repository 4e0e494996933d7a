import { isCarrier, isKnownName } from './known-names.ts';

/**
 * What a variable's name says of its value. `known`: a tool documents it as a secret. `secret`: a word in it
 * means one. `index-url`: an address that in practice carries a credential. `url`: any other address;
 * both are secret only when the value has userinfo. `look-alike`: a word is there, but about something else.
 */
type NameKind = 'known' | 'secret' | 'index-url' | 'url' | 'look-alike' | 'neutral';

export interface NameVerdict {
  kind: NameKind;
  /** The word that decided, upper case. */
  word?: string;
  /** The word also names harmless things: KEY, SALT. */
  weak?: boolean;
}

/** Mean a secret wherever they stand in a name. */
const SECRET_WORDS = words(
  'TOKEN TOKENS PASSWORD PASSWORDS PASSWD PASSPHRASE PASSCODE PWORD SECRET SECRETS APIKEY APIKEYS APITOKEN CREDENTIAL CREDENTIALS CREDS CRED BEARER JWT SAS OTPSEED TOTP CONNSTR CONNECTIONSTRING AUTHKEY REQUIREPASS MASTERAUTH BINDPW ROOTPW HTPASSWD NETRC NPMRC KUBECONFIG',
);
/** Mean a secret at the end of a name. */
const FINAL_WORDS = words('PASS PWD PW PAT AUTH COOKIE KEYSTOREPASS');
const WEAK_WORDS = words('SAS JWT TOTP KUBECONFIG NETRC NPMRC AUTH COOKIE KEY KEYS SALT CRED PAT');
/** Before KEY: a secret for sure. */
const KEY_KINDS = words(
  'API ACCESS SECRET PRIVATE PRIV PRV SIGNING ENCRYPTION MASTER SERVICE LICENSE DEPLOY SSH SESSION ACCOUNT STORAGE ADMIN APP',
);
/** Before KEY: no secret. */
const HARMLESS_KEYS = words(
  'GPG PGP RELEASE APT RPM PRIMARY FOREIGN PARTITION SORT CACHE IDEMPOTENCY ANON HOT MON TUR DON HOST PUB SITE FINGERPRINT REPO REPOSITORY ROUTING GROUP OBJECT S3 UNIQUE INDEX HASH AUTHORIZED',
);
/** Glued compounds: MYSECRET, PGPASSWORD, ACCESSTOKEN. */
const GLUED = /(?:SECRET|PASSWORD|PASSWD|PASSPHRASE|TOKEN|APIKEY|SECRETKEY|ACCESSKEY|PRIVATEKEY)$/;

/** Anywhere in a name: it is about a secret, but does not hold one. */
const HARMLESS_ANYWHERE = words(
  'PUBLIC PUB PUBKEY PUBLISHABLE PARALLELISM MIN MAX ALLOW RANDOM EMPTY FINGERPRINT',
);
const HARMLESS_FIRST = words(
  'DISABLE DISABLED EXPOSE ASK UNUSABLE DELETE PROMPT SHOW PRINT RESET VERIFY VALIDATE CHECK FORGOT NO ENABLE SKIP USE REQUIRE IS HAS WITH WITHOUT TOKENIZER NUM DEBUG',
);
const HARMLESS_LAST = words(
  `FILE FILES FILENAME PATH PATHS DIR DIRECTORY FOLDER NAME NAMES ARN ENDPOINT ENDPOINTS HOST HOSTS HOSTNAME ISSUER AUDIENCE
  ID IDS KEYID VERSION LENGTH LEN SIZE TTL EXPIRY EXPIRE EXPIRES EXPIRATION IN LIFETIME TIMEOUT AGE DURATION INTERVAL
  ALGORITHM ALG ALGO TYPE HEADER PREFIX SUFFIX PROVIDER ENABLED DISABLED REQUIRED POLICY METHOD METHODS MODE PLUGIN COUNT LIMIT
  COLUMN FIELD STORE HASHER AUTHENTICATION SOCK SOCKET MANAGER MOUNT BACKEND FORMAT ENCODING CHARSET REALM
  DOMAIN SERVER PORT SCOPE SCOPES REGION USER USERNAME EMAIL SHA256 SHA512 SHA1 MD5 CHECKSUM DIGEST ETAG COMMIT REF
  ROTATION SERVICE SOURCE CLASS STRATEGY MODULE DRIVER BASE COMMAND CMD HELPER PROMPT REUSE STATUS STATE ENV VAR KEYRING
  STDIN LABEL CLAIM SUBJECT ZONE PROJECT NAMESPACE GROUP ROLE TEXT ONLY USED ADDRESS ENCODER RULES ENCRYPTION PERMISSION PERMISSIONS URN USAGE BUDGET RATE`,
);
const ADDRESSES = words('URL URLS URI URIS DSN WEBHOOK');

/** Well-known names that the words would judge wrongly. */
const LOOK_ALIKES = words(
  `AWS_ACCESS_KEY_ID GPG_KEY GPG_KEYS APT_KEY KEY_ID KEYID RELEASE_KEY AUTH NO_AUTH PASSWORD_STORE
  SSH_AUTH_SOCK PWD OLDPWD PATH KEY KEYS TWINE_USERNAME GOAUTH PIP_TRUSTED_HOST SECRET_KEY_BASE_DUMMY
  GOOGLE_APPLICATION_CREDENTIALS GIT_ASKPASS SSH_ASKPASS NETRC KUBECONFIG TOKENIZERS_PARALLELISM CI_REGISTRY_AUTH`,
);

/** What frameworks put into the pages that they make, for everybody to read. */
const IN_EVERY_PAGE = /^(?:VITE|REACT_APP|GATSBY|VUE_APP|NG_APP|NUXT_ENV|EXPO)_/;

/** Judges a variable's name by the field's vocabulary, whatever its case and style (`DB_PASS`, `dbPassword`, `db.password`). */
export function judgeName(name: string): NameVerdict {
  const upper = name.trim().toUpperCase();
  if (isKnownName(upper)) return { kind: 'known', word: upper };
  if (isCarrier(upper)) return { kind: 'index-url', word: upper };
  if (LOOK_ALIKES.has(upper)) return { kind: 'look-alike', word: upper };
  const segments = split(stripWrapper(name.trim()));
  const last = segments.at(-1) ?? '';
  if (ADDRESSES.has(last)) return { kind: 'url', word: last };
  const secret = secretWord(segments);
  if (secret === undefined) return { kind: 'neutral' };
  const harmless = harmlessWord(segments);
  if (harmless !== undefined) return { kind: 'look-alike', word: harmless };
  return { kind: 'secret', ...secret, ...(IN_EVERY_PAGE.test(name) && { weak: true }) };
}

/** Build tools pass properties through prefixed variables; the rest of the name is what counts. */
function stripWrapper(name: string): string {
  return name.replace(/^(?:ORG_GRADLE_PROJECT_|TF_VAR_)(?=.)/i, '');
}

/** The segments of a name in upper case, numbers at the end left out. */
function split(name: string): string[] {
  const segments = name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .toUpperCase()
    .split(/[^A-Z0-9]+/)
    .filter((segment) => segment !== '');
  while (segments.length > 1 && /^\d+$/.test(segments.at(-1) ?? '')) segments.pop();
  return segments;
}

function secretWord(segments: readonly string[]): Omit<NameVerdict, 'kind'> | undefined {
  const last = segments.at(-1) ?? '';
  const whole = segments.join('_');
  if (/CONNECTION_STRING$|OTP_SEED/.test(whole)) return { word: 'CONNECTION_STRING' };
  const word =
    segments.find((s) => SECRET_WORDS.has(s) && !WEAK_WORDS.has(s)) ?? segments.find((s) => GLUED.test(s));
  if (word !== undefined) return { word };
  if (last === 'KEY' || last === 'KEYS') return keyWord(segments);
  if (last === 'SALT' || last === 'SALTS') return { word: last, weak: true };
  const weak = segments.find((s) => SECRET_WORDS.has(s)) ?? (FINAL_WORDS.has(last) ? last : undefined);
  if (weak === undefined) return undefined;
  return WEAK_WORDS.has(weak) ? { word: weak, weak: true } : { word: weak };
}

/** FOO_KEY: sure when it is said what kind of key, doubtful otherwise. */
function keyWord(segments: readonly string[]): Omit<NameVerdict, 'kind'> {
  const kind = segments.at(-2) ?? '';
  return KEY_KINDS.has(kind) ? { word: `${kind}_KEY` } : { word: 'KEY', weak: true };
}

/** Before TOKEN: how far one has come, or which request it was. */
const HARMLESS_TOKENS = words(
  'NEXT PAGE CONTINUATION PAGINATION CURSOR CHANGE IDEMPOTENCY CSRF XSRF INPUT OUTPUT SYNC DESIGN FONT COLOR REQUEST',
);

function harmlessWord(segments: readonly string[]): string | undefined {
  const last = segments.at(-1) ?? '';
  const before = segments.at(-2) ?? '';
  if (/SECRETS?_?MANAGER/.test(segments.join('_'))) return 'SECRETS_MANAGER';
  if ((last === 'KEY' || last === 'KEYS') && HARMLESS_KEYS.has(before)) return `${before}_${last}`;
  if (/^TOKENS?$/.test(last) && HARMLESS_TOKENS.has(before)) return `${before}_${last}`;
  if (HARMLESS_FIRST.has(segments[0] ?? '')) return segments[0];
  if (HARMLESS_LAST.has(last)) return last;
  return segments.find((segment) => HARMLESS_ANYWHERE.has(segment));
}

function words(list: string): ReadonlySet<string> {
  return new Set(list.trim().split(/\s+/));
}
