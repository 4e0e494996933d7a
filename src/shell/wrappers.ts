import { append } from '../config/append.ts';
import { commandName, type ShellWord } from './script.ts';

/** Commands that run another one: how many operands stand before it, and which of their options take a value. */
const WRAPPERS: Readonly<Record<string, { operands?: number; values?: string }>> = {
  builtin: {},
  busybox: {},
  chroot: { operands: 1 },
  command: {},
  corepack: {},
  doas: { values: 'uC' },
  env: { values: 'uCS' },
  exec: { values: 'a' },
  flock: { operands: 1, values: 'wEc' },
  gosu: { operands: 1 },
  ionice: { values: 'cn' },
  nice: { values: 'n' },
  nohup: {},
  pkexec: {},
  setsid: {},
  'ssh-agent': { values: 'at' },
  stdbuf: { values: 'ioe' },
  'su-exec': { operands: 1 },
  sudo: { values: 'ugpChrtUD' },
  time: { values: 'fo' },
  timeout: { operands: 1, values: 'sk' },
  xargs: { values: 'InPdLsEa' },
};
const SHELLS = new Set(['sh', 'bash', 'dash', 'ash', 'zsh', 'ksh', 'su', 'runuser', 'sg']);
const ASSIGNMENT = /^[A-Za-z_]\w*=/;
const MOST_WRAPPERS = 8;
/** What stands in front of a script in one word with it. */
export const GLUED = '--command=';

export interface Unwrapped {
  /** Those of the command that is run in the end, its name first. */
  words: readonly ShellWord[];
  /** What is run instead of the shell: `exec npm …`. */
  replaces?: true;
  /** `NAME=value` words of `env`. */
  assigned: readonly ShellWord[];
  /** Set when its standard input becomes arguments: the mark that stands for them, empty when they come last. */
  xargs?: string;
}

/** Takes off what only wraps another command: `sudo -E env A=b npm …` runs `npm …`. */
export function unwrap(words: readonly ShellWord[]): Unwrapped {
  let rest = words;
  let xargs: string | undefined;
  let replaces = false;
  const assigned: ShellWord[] = [];
  for (let depth = 0; depth < MOST_WRAPPERS; depth += 1) {
    const name = commandName(rest);
    if (/^python[\d.]*$/.test(name) && rest[1]?.template === '-m') rest = rest.slice(2);
    const wrapper = Object.hasOwn(WRAPPERS, name) ? WRAPPERS[name] : undefined;
    if (wrapper === undefined) break;
    const inner = behind(rest, wrapper.operands ?? 0, wrapper.values ?? '');
    if (inner.length === 0) break;
    if (name === 'xargs') xargs ??= markOf(rest);
    replaces ||= name === 'exec';
    if (name === 'env')
      append(
        assigned,
        rest.slice(1, -inner.length).filter(({ template }) => ASSIGNMENT.test(template)),
      );
    rest = inner;
  }
  return { words: rest, assigned, ...(replaces && { replaces }), ...(xargs !== undefined && { xargs }) };
}

/** `{}` of `xargs -I {}`, `xargs -I{}`, `xargs -i`. */
function markOf(words: readonly ShellWord[]): string {
  const at = words.findIndex(({ template }) => /^-[Ii]/.test(template));
  const option = words[at]?.template ?? '';
  if (option === '-I') return words[at + 1]?.template ?? '';
  return option === '-i' ? '{}' : option.slice(2);
}

const DROPS = /^(?:sudo|doas|pkexec|su|runuser|gosu|su-exec|chroot)$/;
const WITHOUT = /^-(?:$|[a-zA-Z]*[iu]|-(?:ignore-environment|unset))/;

/** True for what runs a command with another environment than its own: `sudo sh -c WORD`, `su -c WORD`, `env -i sh …`. */
export function dropsEnvironment(words: readonly ShellWord[]): boolean {
  const inner = unwrap(words).words;
  const outer = words.slice(0, words.length - inner.length + 1);
  const options = outer.some(({ template }) => WITHOUT.test(template));
  return outer.some((word) => {
    const name = commandName([word]);
    return DROPS.test(name) || (name === 'env' && options);
  });
}

function behind(words: readonly ShellWord[], operands: number, values: string): readonly ShellWord[] {
  let at = 1;
  for (; at < words.length; at += 1) {
    const option = words[at]?.template ?? '';
    if (option === '--') return words.slice(at + 1 + operands);
    if (ASSIGNMENT.test(option)) continue;
    if (!/^-./.test(option)) break;
    if (option.length === 2 && values.includes(option.charAt(1))) at += 1;
  }
  return words.slice(at + operands);
}

/**
 * The words of a command that are a script for a shell: `bash -eux -c WORD`, `su -c WORD user`, `eval WORD…`. Of
 * `--command=WORD` all of it.
 */
export function scriptWords(words: readonly ShellWord[]): readonly ShellWord[] {
  const name = commandName(words);
  if (name === 'eval') return words.slice(1);
  if (name === 'trap') return /^-?$/.test(words[1]?.template ?? '') ? [] : words.slice(1, 2);
  if (!SHELLS.has(name)) return [];
  for (let at = 1; at < words.length; at += 1) {
    const option = words[at]?.template ?? '';
    if (option.startsWith(GLUED)) return words.slice(at, at + 1);
    if (/^-[a-z]*c$/.test(option) || option === '--command') return words.slice(at + 1, at + 2);
    if (/^[-+][a-z]*[oO]$/.test(option)) at += 1;
  }
  return name === 'sg' ? words.slice(2, 3) : [];
}

/** True for a shell that is given no script but its standard input: `bash <<EOF`, `sh -s OPERAND…`. */
export function readsScript(words: readonly ShellWord[]): boolean {
  const name = commandName(words);
  const operand = words.findIndex(({ template }, at) => at > 0 && !/^-/.test(template));
  const options = words.slice(1, operand === -1 ? undefined : operand);
  return (
    SHELLS.has(name) &&
    (operand === -1 || options.some(({ template }) => /^-[a-z]*s$/.test(template))) &&
    !/^(?:su|runuser|sg)$/.test(name)
  );
}
