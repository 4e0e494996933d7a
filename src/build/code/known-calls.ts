/** Calls that give another value at nearly every build. */
const CHANGING: readonly (readonly [RegExp, string])[] = [
  [
    /^(?:Date|Date\.now|(?:\w+\.)*(?:datetime|date)\.(?:utc)?(?:now|today)|time\.time|\w*timestamp|LocalDate(?:Time)?\.now|dayjs|moment)$/,
    'the time',
  ],
  [
    /(?:^|\.)(?:uuid[14]?|uuidv[147]|v4|nanoid|randomUUID|randomBytes|token_hex|token_urlsafe)$|^Math\.random$/,
    'a random value',
  ],
  [/(?:^|\.)(?:revparse|git_?(?:sha|commit|hash|revision))$|get_?git_?(?:sha|commit|hash)/i, 'the commit'],
];
/** Properties that do. */
const CHANGING_NAME = /^(?:hexsha)$/;

/** Calls of clients of stores of secrets. */
const FETCHING: readonly (readonly [RegExp, string])[] = [
  [/get_?authorization_?token(?:command)?$/i, 'authorization token by AWS'],
  [/get_?secret_?value(?:command)?$/i, 'secret by AWS'],
  [/(?:get_?session_?token|assume_?role(?:_?with_?\w+)?)(?:command)?$/i, 'credentials by AWS'],
  [/access_?secret_?version$/i, 'secret by Google Cloud'],
  [/read_?secret(?:_?version|_?data)?$/i, 'secret by Vault'],
  [/create_?installation_?access_?token$/i, 'token by GitHub'],
  [/(?:get|generate|fetch)_?access_?token$|get_?id_?token$/i, 'access token'],
];

/** Commands whose output is another one at nearly every build. */
const CHANGING_LINE: readonly (readonly [RegExp, string])[] = [
  [
    /^git (?:-C \S+ )?(?:rev-parse (?!--show-toplevel|--abbrev-ref)|describe|log|show|rev-list)/,
    'the commit',
  ],
  [/^date\b/, 'the time'],
];

const find = (rows: readonly (readonly [RegExp, string])[], text: string): string | undefined =>
  rows.find(([pattern]) => pattern.test(text))?.[1];

/** What changes, where a call gives another value each time. */
export const changingCall = (path: string): string | undefined => find(CHANGING, path);
export const changingLine = (line: string): string | undefined => find(CHANGING_LINE, line);
export const changingName = (name: string): string | undefined =>
  CHANGING_NAME.test(name) ? 'the commit' : undefined;
/** What kind of secret a call fetches. */
export const fetchedBy = (path: string): string | undefined => find(FETCHING, path);

/** Functions whose value is that of their first argument, as far as secrets go. */
export const WRAPS =
  /^(?:String|str|dedent|textwrap\.dedent|repr|encodeURIComponent|encodeURI|btoa|bytes|Buffer\.from|JSON\.stringify|json\.dumps|fileURLToPath|url\.fileURLToPath|(?:\w+\.)*(?:quote|quote_plus|b64encode|standard_b64encode|urlsafe_b64encode)|(?:\w+\.)?(?:PurePath|PosixPath|Path)|os\.path\.(?:abspath|realpath|normpath|expanduser)|path\.normalize|abspath|nonsensitive|sensitive|tostring|trimspace|jsonencode|base64encode|(?:pulumi|Output|pulumi\.Output)\.(?:output|secret|interpolate|of|from_input|create|all|concat)|Object\.freeze|Secret\.of)$/;
/** Methods whose value is that of what they are called on. */
export const KEEPS =
  /^(?:trim|trimEnd|trimStart|strip|rstrip|lstrip|toString|to_string|decode|encode|toISOString|toJSON|isoformat|strftime|getTime|valueOf|lower|upper|stripIndent|stripMargin|toLowerCase|toUpperCase|apply|unsafeUnwrap|unsafe_unwrap|text|read|resolve|absolute|as_posix|expanduser|timestamp)$/;
/** Methods that leave a part of it. */
export const CUTS =
  /^(?:slice|substring|substr|split|replace|replaceAll|padStart|padEnd|removeprefix|removesuffix|take)$/;
/** Functions that are asked for a variable of the environment, or an input, by its name. */
export const ASKS =
  /(?:^|\.)(?:getenv|environ\.get|env\.(?:get|str|string|required)|getInput|get_input|config|param|(?:get|require|must|read|need|assert|ensure|required)_?env(?:_?(?:var|variable))?|env)$/i;
/** What asks a store of settings, by a name. */
export const SETTINGS =
  /^(?:get|require|getString|get_string|getOrThrow|try_?get|try_?context)(?:_?object)?$/i;
export const SECRET_SETTINGS = /^(?:get|require)_?secret(?:_?object)?$/i;
