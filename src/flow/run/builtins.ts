import { CLEAN, step, type Taint, union, withoutOutputs } from '../taint.ts';
import type { Call } from './call.ts';
import { absolutePath } from './paths.ts';

type Command = (call: Call) => Taint | undefined;

const all = ({ args }: Call): Taint => union(...args.map(({ taint }) => taint));

const environment: Command = (call) => {
  const { shell, state, at } = call;
  const [only] = call.operands('uCS');
  if (only !== undefined) return call.name === 'printenv' ? named(call) : CLEAN;
  const all = call.name === 'set';
  const set = [...state.variables.values()].filter(({ exported }) => exported || all);
  const sourced = all ? state.sourced : state.sourcedExported;
  const whole = union(shell.world.environment(), sourced, ...set.map(({ taint }) => taint));
  return step(whole, 'the whole environment', at);
};

function named({ args, state, shell }: Call): Taint {
  return union(
    ...args.map(({ text }) => (state.variables.get(text) ?? shell.world.variable(text))?.taint ?? CLEAN),
  );
}

/** `export $(cat .env | xargs)`: what names it sets, only the file knows. */
const declare: Command = (call) => {
  const { args, words, state } = call;
  if (call.has(/^-[a-z]*p$/) || (words.length === 0 && !call.assigns)) return environment(call);
  const exports = call.name === 'export' || call.has(/^-[a-z]*x/);
  for (const [index, { template, slots }] of words.entries()) {
    const variable = state.variables.get(template);
    if (exports && variable !== undefined) state.set(template, variable, true);
    if (slots.length === 1 && template.length === 1)
      state.source(withoutOutputs(args[index]?.taint ?? CLEAN), exports);
  }
  return CLEAN;
};

const source: Command = (call) => {
  const [file] = call.args;
  if (file === undefined) return CLEAN;
  call.state.source(call.read(file));
  return CLEAN;
};

const read: Command = (call) => {
  const { stdin, state, at } = call;
  for (const { text } of call.operands('adinNptu'))
    if (/^[A-Za-z_]\w*$/.test(text))
      state.set(text, { taint: step(stdin, `read into ${text}`, at), text: `$${text}` });
  return CLEAN;
};

const set: Command = (call) => {
  const { state, words } = call;
  if (words.length === 0) return environment(call);
  for (const [index, { text }] of call.args.entries()) {
    if (text === '--') return positional(call, index + 1);
    const on = text.startsWith('-') || call.args[index - 1]?.text.startsWith('-') === true;
    if (/^[-+][a-wyz]*x|^xtrace$/.test(text)) state.traced = on;
    if (/^[-+][b-z]*a|^allexport$/.test(text)) state.exportsAll = on;
  }
  return CLEAN;
};

/** `set -- WORD…` gives the script its parameters. */
function positional({ args, state }: Call, from: number): Taint {
  const given = args.slice(from);
  for (const [index, value] of given.entries()) state.set(`${index + 1}`, value);
  const all = { taint: union(...given.map(({ taint }) => taint)), text: '$@' };
  for (const name of ['@', '*']) state.set(name, all);
  return CLEAN;
}

const exit: Command = ({ args, state, shell }) => {
  if (/^[1-9]\d*$/.test(args[0]?.text ?? '')) state.ended = 'failed';
  else state.end(shell.ends);
  return CLEAN;
};

const cd: Command = (call) => {
  const [folder] = call.operands();
  if (folder !== undefined && folder.text !== '-')
    call.state.folder = absolutePath(folder.text, call.state.folder);
  return CLEAN;
};

const print: Command = (call) => {
  const into = call.name === 'printf' ? call.option('-v') : undefined;
  if (into === undefined) return all(call);
  call.state.set(into.text, { taint: all(call), text: `$${into.text}` });
  return CLEAN;
};

/** `eval` of what no text tells: names that nothing else sets may be from it. */
export function evaluate(call: Call): Taint {
  call.state.source(withoutOutputs(all(call)));
  return CLEAN;
}

/** Puts variables into a template. Without a list of them, those that are meant to be secret. */
const substitute: Command = (call) => {
  const [list] = call.operands();
  const names = list?.text.match(/[A-Za-z_]\w*/g) ?? secretNames(call);
  const { state, shell, at } = call;
  const values = names.map(
    (name) => (state.variables.get(name) ?? shell.world.variable(name))?.taint ?? CLEAN,
  );
  const sourced = list === undefined ? state.sourced : CLEAN;
  return union(
    call.stdin,
    step(union(...values, sourced), 'put into a template by envsubst', at, list === undefined),
  );
};

function secretNames({ state, shell }: Call): string[] {
  const mounted = shell.world.around.secrets.flatMap(({ mount }) => mount.env ?? []);
  const own = [...state.variables.keys()].filter((name) => shell.world.around.names.isSecret(name));
  return [...mounted, ...own];
}

/** What a shell does itself, and programs that do the same. */
export const builtins: Readonly<Record<string, Command>> = {
  '.': source,
  cd,
  declare,
  echo: print,
  env: environment,
  envsubst: substitute,
  eval: evaluate,
  exit,
  export: declare,
  mapfile: read,
  print,
  printenv: environment,
  printf: print,
  pushd: cd,
  read,
  readarray: read,
  set,
  source,
  typeset: declare,
  xargs: ({ stdin }) => stdin,
  unset: ({ args, state }) => {
    for (const { text } of args) state.set(text, { taint: CLEAN, text: '' }, false);
    return CLEAN;
  },
};
