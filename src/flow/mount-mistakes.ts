import { append } from '../config/append.ts';
import type { Confidence, Severity } from '../config/levels.ts';
import type { Vocabulary } from '../credentials/vocabulary.ts';
import type { ParsedDockerfile } from '../dockerfile/instruction.ts';
import type { Mount, MountProblem } from '../dockerfile/mounts.ts';
import type { Span } from '../dockerfile/source-text.ts';
import { parseWord, variablesIn } from '../dockerfile/word-parts.ts';
import { commandName, type ShellCommand, type ShellWord } from '../shell/script.ts';
import type { Trace, TracedRun } from './trace.ts';

/** A secret mount that does not do what its author meant. */
export interface MountMistake {
  code:
    | MountProblem['code']
    | 'other-run'
    | 'never-mounted'
    | 'no-variable'
    | 'not-expanded'
    | 'old-frontend'
    | 'rotating-id'
    | 'goes-unnoticed'
    | 'too-open'
    | 'not-readable'
    | 'no-type';
  /** What is named in the sentence: a key, a path, a variable. */
  what: string;
  name: string;
  at: Span;
  severity: Severity;
  confidence: Confidence;
}

/** Every mistake in a file's secret mounts, in the file's order. */
export function mountMistakes(file: ParsedDockerfile, { runs, names }: Trace): MountMistake[] {
  const frontend = frontendVersion(file);
  const elsewhere = suppliedBy(runs);
  return runs.flatMap((run) => [
    ...run.mounts.flatMap((mount) => [
      ...keyMistakes(mount),
      ...useMistakes(mount, run, { frontend, names }),
    ]),
    ...pathMistakes(run, elsewhere),
    ...variableMistakes(run, elsewhere),
    ...execMistakes(run),
  ]);
}

function mistake(
  mount: Pick<Mount, 'id' | 'span'>,
  code: MountMistake['code'],
  what: string,
  severity: Severity = 'medium',
  confidence: Confidence = 'certain',
): MountMistake {
  return { code, what, name: mount.id ?? what, at: mount.span, severity, confidence };
}

const ONLY_SECRETS = ['env', 'required', 'id'];

function keyMistakes(mount: Mount): MountMistake[] {
  const { problems, type, written } = mount;
  if (type === 'bind' && !written.has('type') && ONLY_SECRETS.some((key) => written.has(key)))
    return [mistake(mount, 'no-type', 'type=secret')];
  const meant = /^s[ecrt]{3,6}s?$/i.test(type) || ONLY_SECRETS.some((key) => written.has(key));
  const about = type === 'secret' || (meant && problems.some(({ code }) => code === 'unknown-type'));
  if (!about) return [];
  const told = new Map(problems.map((problem) => [`${problem.code} ${problem.key}`, problem]));
  return Array.from(told.values(), ({ code, key }) => mistake(mount, code, key));
}

function useMistakes(
  mount: Mount,
  run: TracedRun,
  { frontend, names }: { frontend: number | undefined; names: Vocabulary },
): MountMistake[] {
  if (mount.type !== 'secret') return [];
  const found: MountMistake[] = [];
  if (mount.env !== undefined && frontend !== undefined && frontend < 10)
    found.push(mistake(mount, 'old-frontend', `docker/dockerfile:1.${frontend}`, 'high'));
  const rotating = variablesOf(mount).find((name) => changes(name, names));
  if (rotating !== undefined) found.push(mistake(mount, 'rotating-id', rotating, 'medium', 'likely'));
  append(found, permissionMistakes(mount, run));
  if (!mount.required && unnoticed(mount, run))
    found.push(mistake(mount, 'goes-unnoticed', 'required=true', 'low', 'possible'));
  return found;
}

function variablesOf({ written }: Mount): string[] {
  const text = written.get('id') ?? written.get('source') ?? '';
  return [...variablesIn(parseWord(text, '\\'))].map(({ name }) => name);
}

const CHANGES =
  /(?:^|_)(?:BUILD_?(?:ID|NUMBER|DATE|TIME)|RUN_?(?:ID|NUMBER)|TIMESTAMP|DATE|NOW|EPOCH|NONCE|UUID|RANDOM|CACHE_?BUST|SHA|COMMIT)(?:_|$)/i;

/** A name whose value is another one at every build, or is the secret itself. */
function changes(name: string, names: Vocabulary): boolean {
  return CHANGES.test(name) || names.rotates(name) || names.isSecret(name);
}

function permissionMistakes(mount: Mount, { asRoot }: TracedRun): MountMistake[] {
  const { target, mode, owned } = mount;
  if (target === undefined || /^[A-Za-z]:/.test(target)) return [];
  const bits = mode === undefined || !/^[0-7]+$/.test(mode) ? undefined : Number.parseInt(mode, 8);
  if (bits === undefined) {
    const unreadable = !asRoot && !owned && mode === undefined;
    return unreadable ? [mistake(mount, 'not-readable', target, 'low', 'likely')] : [];
  }
  if ((bits & 0o022) !== 0) return [mistake(mount, 'too-open', mode ?? '', 'low', 'likely')];
  return asRoot && (bits & 0o004) !== 0 ? [mistake(mount, 'too-open', mode ?? '', 'low', 'possible')] : [];
}

/** The absence of a secret changes nothing that the shell would notice: a variable is empty, `$(cat …)` as an argument. */
function unnoticed({ env, target }: Mount, { script }: TracedRun): boolean {
  if (env !== undefined) return !script.commands.some((command) => asksAfter(command, env));
  if (target === undefined) return false;
  return script.commands.some(({ words }) =>
    words.some(({ slots }) =>
      slots.some(
        (slot) =>
          slot.script?.some(
            (node) => node.kind === 'command' && node.words.some(({ template }) => template === target),
          ) === true,
      ),
    ),
  );
}

/** `[ -n "$TOKEN" ]`, `${TOKEN:+…}`, `${TOKEN:-other}`: a build without it is meant to work. */
function asksAfter({ words, assignments }: ShellCommand, name: string): boolean {
  const all = [...words, ...assignments.map(({ value }) => value)];
  const isTest = /^(?:test|\[|\[\[)$/.test(commandName(words));
  const asks = isTest && words.some(({ template }) => /^-[nz]$/.test(template));
  return all.some(({ slots }) =>
    slots.some(
      ({ variable, presence, operand }) =>
        variable === name &&
        (presence === true || asks || (operand !== undefined && operand.template !== '')),
    ),
  );
}

interface Supplied {
  paths: ReadonlyMap<string, TracedRun>;
  variables: ReadonlyMap<string, TracedRun>;
  ids: ReadonlyMap<string, TracedRun>;
}

function suppliedBy(runs: readonly TracedRun[]): Supplied {
  const paths = new Map<string, TracedRun>();
  const variables = new Map<string, TracedRun>();
  const ids = new Map<string, TracedRun>();
  for (const run of runs) {
    for (const { type, target, env, id } of run.mounts) {
      if (type !== 'secret') continue;
      if (target !== undefined) paths.set(target, run);
      if (env !== undefined) variables.set(env, run);
      if (id !== undefined) ids.set(id, run);
    }
  }
  return { paths, variables, ids };
}

const SECRET_PATH = /(?:\b[A-Za-z]:)?\/run\/secrets\/[\w.-]+/g;

/** Secrets' files that a RUN reads and does not mount. */
function pathMistakes(run: TracedRun, elsewhere: Supplied): MountMistake[] {
  const own = run.mounts.flatMap(({ target }) => target ?? []);
  const seen = new Set<string>();
  return wordsOf(run).flatMap((word) => {
    const whole = elsewhere.paths.has(word.template) ? [word.template] : [];
    const named = [...(word.template.match(SECRET_PATH) ?? []), ...whole];
    return named.flatMap((path): MountMistake[] => {
      const known = elsewhere.paths.has(path);
      const about = known || /^(?:[A-Za-z]:)?\/run\/secrets\/[\w./-]+$/.test(path);
      if (!about || seen.has(path) || own.some((target) => path === target || path.startsWith(`${target}/`)))
        return [];
      seen.add(path);
      const at = run.text.span(word.start, word.end);
      const code = known ? 'other-run' : 'never-mounted';
      const sure = known || run.script.problems.length === 0 ? 'likely' : 'possible';
      return [
        { code, what: path, name: path.replace(/^.*\//, ''), at, severity: 'medium', confidence: sure },
      ];
    });
  });
}

/** Commands that only name a file, as a link's target or in a text. */
const NAMING =
  /^(?:\[|\[\[|test|ln|touch|mkdir|rm|chmod|chown|echo|printf|sed|ls|stat|export|readonly|if|exist|Test-Path)$/i;

/** Words that a RUN's commands read: a copy's last operand is written. */
function wordsOf({ script }: TracedRun): ShellWord[] {
  return script.commands.flatMap(({ words, assignments, redirects }) => [
    ...(NAMING.test(commandName(words))
      ? []
      : /^(?:cp|mv|install)$/.test(commandName(words))
        ? words.slice(0, -1)
        : words),
    ...assignments.map(({ value }) => value),
    ...redirects.filter(({ operator }) => operator.startsWith('<')).map(({ target }) => target),
  ]);
}

/** Variables that only another RUN's mount sets, or that have a file's id as their name. */
function variableMistakes(run: TracedRun, elsewhere: Supplied): MountMistake[] {
  return Array.from(run.unset).flatMap(([name, at]): MountMistake[] => {
    const common = { what: name, name, at, severity: 'medium', confidence: 'likely' } as const;
    if (run.mounts.some(({ env }) => env === name)) return [];
    if (elsewhere.variables.has(name)) return [{ ...common, code: 'other-run' }];
    const file = run.mounts.find(
      ({ type, id, env }) => type === 'secret' && id === name && env === undefined,
    );
    return file === undefined ? [] : [{ ...common, code: 'no-variable' }];
  });
}

/** The exec form has no shell that would expand anything. */
function execMistakes({ instruction, mounts, script }: TracedRun): MountMistake[] {
  const secret = mounts.find(({ type }) => type === 'secret');
  if (instruction.exec === undefined || secret === undefined) return [];
  const program = script.commands[0]?.words[0]?.template ?? '';
  if (script.commands.some(({ words }) => words.some(({ slots }) => slots.length > 0))) return [];
  const waiting = instruction.exec.find((word) => /\$\(|\$\{?[A-Za-z_]/.test(word));
  if (waiting === undefined || /sh$/.test(program)) return [];
  const at = instruction.args.span();
  return [
    {
      code: 'not-expanded',
      what: 'the exec form',
      name: secret.id ?? '',
      at,
      severity: 'medium',
      confidence: 'likely',
    },
  ];
}

/** The minor version of a frontend that `# syntax=` pins, of docker/dockerfile:1.x. */
function frontendVersion({ directives }: ParsedDockerfile): number | undefined {
  const syntax = directives.find(({ name }) => name === 'syntax')?.value ?? '';
  const minor = /^(?:docker\.io\/)?docker\/dockerfile(?:-upstream)?:1\.(\d+)/.exec(syntax)?.[1];
  return minor === undefined ? undefined : Number(minor);
}
