import type { TracedRun } from '../flow/trace.ts';
import { commandName, type ShellCommand, type ShellWord } from '../shell/script.ts';
import { unwrap } from '../shell/wrappers.ts';
import { isConfiguring } from './configuring.ts';
import { looksFor } from './tools.ts';

/** Programs that change or remove what their operands name. */
const CHANGES = /^(?:rm|mv|shred|truncate|chmod|chown|chgrp|tee|touch|ln|trap|sed|unlink)$/;
/** Programs whose last operand is written. */
const COPIES = /^(?:cp|install|rsync)$/;

/** Words of a tool that make it write its own configuration. */
const STORES = /^(?:config|set|login|logout|configure|auth|adduser|credential)$/;

/** A RUN with some of its commands. */
export interface Commands extends Pick<TracedRun, 'home' | 'folder' | 'text' | 'stored'> {
  commands: readonly ShellCommand[];
}

/** True where commands look for a file, or name it. */
export function reads({ commands, home, folder }: Commands, path: string): boolean {
  const folders = foldersIn(commands, folder);
  // Whoever a base image runs as, a file in some home is read as if it were theirs.
  const homes = [home, homeOf(path) ?? home];
  return commands.some((command) => {
    const { words } = unwrap(command.words);
    const program = commandName(words);
    const looks = homes.some((own) => folders.some((one) => looksFor(program, path, own, one)));
    return (looks && !isIdle(program, words, path)) || wordsNaming(command, path, { home }).length > 0;
  });
}

/** True for a command that makes a tool write into a file of its own, and do nothing else. */
export function storesIn(
  { words: all, redirects }: ShellCommand,
  { home, folder }: Pick<TracedRun, 'home' | 'folder'>,
  path: string,
): boolean {
  const { words } = unwrap(all);
  if (redirects.length > 0 || !looksFor(commandName(words), path, home, folder)) return false;
  return (
    isConfiguring(words) && words.every(({ slots }) => slots.every(({ variable }) => variable !== undefined))
  );
}

/** The home folder that a path is in: `/home/gradle`. */
function homeOf(path: string): string | undefined {
  return /^\/(?:root|home\/[^/]+)(?=\/)/.exec(path)?.[0];
}

/** `git config` and `git init` ask no remote. */
function isIdle(program: string, words: readonly ShellWord[], path: string): boolean {
  const isOwn = /\/(?:\.gitconfig|git\/config)$/.test(path);
  return program === 'git' && !isOwn && /^(?:config|init)$/.test(words[1]?.template ?? '');
}

/** Where the commands of a script may run. */
function foldersIn(commands: readonly ShellCommand[], folder: string): string[] {
  const entered = commands
    .filter(({ words }) => /^(?:cd|pushd)$/.test(commandName(words)))
    .flatMap(({ words }) => words[1]?.template ?? []);
  return [folder, ...entered.map((to) => (to.startsWith('/') ? to : `${folder.replace(/\/$/, '')}/${to}`))];
}

/** True where commands name a file: a script that is given it cannot do without the file. */
export function names({ commands, home }: Commands, path: string): boolean {
  return commands.some((one) => !handles(one, path) && wordsNaming(one, path, { home }).length > 0);
}

/** True where commands may change or remove a file, which a mount does not allow. */
export function changes(run: Commands, path: string): boolean {
  const { commands, home, folder } = run;
  return commands.some((command) => {
    const { words } = unwrap(command.words);
    const name = commandName(words);
    if (stores(command, run, path)) return true;
    if (
      (CHANGES.test(name) || name === 'find') &&
      words.slice(1).some((word) => isAbove(word.template, path, home, folder))
    )
      return true;
    const named = wordsNaming(command, path, { home });
    if (named.length === 0) return false;
    if (CHANGES.test(name)) return true;
    if (COPIES.test(name) && named.includes(command.words.at(-1)?.template ?? '')) return true;
    return command.redirects.some(
      ({ operator, target }) => !operator.startsWith('<') && named.includes(target.template),
    );
  });
}

/** True where a tool writes a file of its own: which one, its rows tell; of other tools, what they look for. */
function stores(command: ShellCommand, { home, folder, text, stored }: Commands, path: string): boolean {
  const { start, end } = text.span(command.start, command.end);
  const own = stored.filter(({ at }) => start <= at.start && at.start < end);
  if (own.length > 0) return own.some((one) => one.path === path);
  const { words } = unwrap(command.words);
  return (
    looksFor(commandName(words), path, home, folder) && words.some(({ template }) => STORES.test(template))
  );
}

/** A folder that a file is in, or a pattern that may match one. */
function isAbove(written: string, path: string, home: string, folder: string): boolean {
  if (written.startsWith('-') || written === '') return false;
  const inHome = written.replace(/^~(?=\/|$)/, home);
  const whole = inHome.startsWith('/')
    ? inHome
    : `${folder.replace(/\/$/, '')}/${inHome.replace(/^\.\/?/, '')}`;
  const plain = whole.replace(/[*?[].*$/, '').replace(/\/$/, '');
  return plain.length < path.length && path.startsWith(/[*?[]/.test(whole) ? plain : `${plain}/`);
}

/** The words, texts of redirects included, that name a path: whole, from the home folder, or by its last part. */
function wordsNaming(
  { words, redirects }: ShellCommand,
  path: string,
  { home }: Pick<TracedRun, 'home'>,
): string[] {
  const base = path.slice(path.lastIndexOf('/') + 1);
  const names = [path, ...(path.startsWith(`${home}/`) ? [`~${path.slice(home.length)}`] : [])];
  const all = [...words.slice(1), ...redirects.map(({ target }) => target)];
  return all
    .map(({ template }) => template)
    .filter(
      (text) => text === base || text.endsWith(`/${base}`) || names.some((name) => text.includes(name)),
    );
}

/** Takes a value out of a tool's own file again: `pip config unset KEY`, `git config --global --unset KEY`. */
function undoes(words: readonly ShellWord[], path: string): boolean {
  const isUndone = words.some(({ template }) =>
    /^(?:unset|delete|rm|remove|--(?:unset|unset-all|remove|remove-key|remove-section|delete))$/.test(
      template,
    ),
  );
  const isConfig = words.slice(1, 4).some(({ template }) => template === 'config');
  const folder = path.slice(0, path.lastIndexOf('/'));
  return isConfig && isUndone && looksFor(commandName(words), path, homeOf(path) ?? '/root', folder);
}

/** `chmod 600 FILE`, `chown … FILE`, `rm FILE`, of this file alone; and what takes a value out of it. */
export function handles({ words, redirects }: ShellCommand, path: string): boolean {
  const name = commandName(words);
  if (redirects.length === 0 && undoes(words, path)) return true;
  if (!/^(?:chmod|chown|rm|shred)$/.test(name) || redirects.length > 0) return false;
  const operands = words.slice(1).filter(({ template }) => !template.startsWith('-'));
  const files = /^ch/.test(name) ? operands.slice(1) : operands;
  return files.length > 0 && files.every(({ template }) => isNameOf(template, path));
}

/** A path as it may be written: whole, from the home folder, from where one is. */
export function isNameOf(written: string, path: string): boolean {
  const name = written.replace(/^~(?=\/)/, '').replace(/^\.\//, '');
  return name !== '' && path.endsWith(name.startsWith('/') ? name : `/${name}`);
}
