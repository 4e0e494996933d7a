import type { Vocabulary } from '../credentials/vocabulary.ts';
import { commandName, type ShellWord } from '../shell/script.ts';

/** What a command line hands over as a secret. */
export interface GivenSecret {
  word: ShellWord;
  /** The part of the word's template that is the secret; the end of it. */
  part: string;
  /** The option that takes it: `curl -u`. */
  as: string;
}

interface Taking {
  /** Options whose value is the next word, or behind `=`. */
  options?: readonly string[];
  /** Options that the value is glued to: `-pSECRET`. */
  glued?: readonly string[];
  /** Letters can stand together, the one with a value last: `-fsSu user:password`. */
  cluster?: RegExp;
}

const MYSQL: Taking = { glued: ['-p'] };

/** Options that do not say in their name that they take a secret, by command and, where it matters, its first operand. */
const TAKING: ReadonlyMap<string, Taking> = new Map(
  Object.entries({
    '7z': { glued: ['-p'] },
    'az acr': { options: ['-p'] },
    'az login': { options: ['-p'] },
    buildah: { options: ['--creds'] },
    'buildah login': { options: ['-p'] },
    'conan remote': { options: ['-p'] },
    'conan user': { options: ['-p'] },
    curl: { options: ['-U', '--user', '--proxy-user', '--oauth2-bearer'], cluster: /^-[a-zA-Z]*u$/ },
    'docker login': { options: ['-p'] },
    'dotnet nuget': { options: ['-p', '-k'] },
    'helm registry': { options: ['-p'] },
    hf: { options: ['--token'] },
    jarsigner: { options: ['-storepass', '-keypass'] },
    keytool: { options: ['-storepass', '-keypass', '-srcstorepass', '-deststorepass'] },
    ldapsearch: { options: ['-w'] },
    mariadb: MYSQL,
    'mariadb-dump': MYSQL,
    mongo: { options: ['-p'] },
    mongosh: { options: ['-p'] },
    mysql: MYSQL,
    mysqladmin: MYSQL,
    mysqldump: MYSQL,
    openssl: { options: ['-k', '-K', '-pass', '-passin', '-passout'] },
    'mix hex.organization': { options: ['--key'] },
    'mix hex.repo': { options: ['--auth-key'] },
    'podman login': { options: ['-p'] },
    'redis-cli': { options: ['-a'] },
    skopeo: { options: ['--creds', '--src-creds', '--dest-creds'] },
    'skopeo login': { options: ['-p'] },
    'ssh-keygen': { options: ['-N', '-P'] },
    sqlcmd: { options: ['-P'], glued: ['-P'] },
    sshpass: { options: ['-p'], glued: ['-p'] },
    twine: { options: ['-p'] },
    unzip: { options: ['-P'], glued: ['-P'] },
    useradd: { options: ['-p'] },
    usermod: { options: ['-p'] },
    wget: { options: ['--http-password'] },
    zip: { options: ['-P'], glued: ['-P'] },
  }),
);
/** Where openssl is to find a password; of `pass:SECRET` and `user:SECRET` the part behind the colon is it. */
const ELSEWHERE = /^(?:env|file|fd|stdin)(?::|$)/;

/** The secrets that a command's options are given, by the options' names or by what the command makes of them. */
export function givenSecrets(words: readonly ShellWord[], names: Vocabulary): GivenSecret[] {
  const command = commandName(words);
  const first = words.slice(1).find(({ template }) => !template.startsWith('-'))?.template;
  const taking = TAKING.get(`${command} ${first}`) ?? TAKING.get(command) ?? {};
  const store = words.findIndex(({ template }) => STORES.has(template));
  return words.flatMap((word, index): GivenSecret[] => {
    const { template } = word;
    if (index === 0) return [];
    if (!template.startsWith('-'))
      return store > 0 && index > store ? storedUnder({ words, index, store }, names) : [];
    const glued = taking.glued?.find((option) => template.startsWith(option) && template !== option);
    if (glued !== undefined) return [{ word, part: template.slice(glued.length), as: `${command} ${glued}` }];
    const next = words[index + 1];
    const takes = taking.options?.includes(template) === true || taking.cluster?.test(template) === true;
    if (
      next === undefined ||
      next.template.startsWith('-') ||
      (!takes && !isSecretName(template.replace(/^-{1,2}/, ''), names))
    )
      return [];
    if (template.includes('=') || (takes && ELSEWHERE.test(next.template))) return [];
    const part = next.template.replace(/^[^:]*:(?=.)/s, '');
    return [{ word: next, part, as: `${command} ${template}` }];
  });
}

/** Commands whose `config KEY VALUE` or `login VALUE` stores a secret. */
const STORES = new Set(['config', 'configure', 'set', 'setApiKey', 'login', 'auth', 'add', 'attach']);
/** Whose only operand is the secret. */
const DIRECT = new Set([
  'cargo login',
  'nuget setApiKey',
  'pro attach',
  'snyk auth',
  'ua attach',
  'wandb login',
]);
/** Settings whose last value is a secret though their names do not say so, by command: how many values they have. */
const LAST_VALUES: ReadonlyMap<string, readonly (readonly [key: RegExp, values: number])[]> = new Map(
  Object.entries({
    bundle: [[/^(?!build\.|local\.|mirror\.|gem\.|github\.https)(?:https:\/\/)?[\w-]+(?:\.[\w-]+)+\/?$/, 1]],
    composer: [
      [/^(?:github-oauth|gitlab-oauth|gitlab-token|bearer)\./, 1],
      [/^(?:http-basic|bitbucket-oauth)\./, 2],
    ],
    poetry: [[/^http-basic\./, 2]],
  }),
);

/** Settings about secrets: `credential.helper`. */
const ABOUT = /[.:/](?:helper|user(?:name)?|name|host|provider|store|url|cache)$/i;

/** `npm config set //host/:_authToken VALUE`, `aws configure set aws_secret_access_key VALUE`, `cargo login VALUE`. */
function storedUnder(
  { words, index, store }: { words: readonly ShellWord[]; index: number; store: number },
  names: Vocabulary,
): GivenSecret[] {
  const word = words[index];
  if (word === undefined) return [];
  const command = commandName(words);
  const { template } = words[index - 1] ?? word;
  const isSetting = template.startsWith('-') || ABOUT.test(template);
  const told = LAST_VALUES.get(command)?.find(([pattern, values]) =>
    pattern.test(words[index - values]?.template ?? ''),
  );
  if (told !== undefined && index - told[1] > store)
    return [
      { word, part: word.template.replace(/^[^:]*:(?=.)/s, ''), as: `${command} ${words[store]?.template}` },
    ];
  const key = isSetting ? undefined : template.split(/[.:/]/).find((part) => isSecretName(part, names));
  const verb = words[store]?.template;
  if (key === undefined && !(index === store + 1 && DIRECT.has(`${command} ${verb}`))) return [];
  return [{ word, part: word.template, as: `${command} ${key ?? verb}` }];
}

/** Words such as KEY name too many other things to make a secret of what they are given. */
export function isSecretName(name: string, names: Vocabulary): boolean {
  const { kind, weak } = names.judge(name);
  return kind === 'known' || (kind === 'secret' && weak !== true);
}
