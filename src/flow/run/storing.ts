import { secretMadeBy } from '../../shell/secret-makers.ts';
import { CLEAN, step, type Taint, union, withoutOutputs } from '../taint.ts';
import type { Call } from './call.ts';
import { imageVariable } from './image-variables.ts';
import { absolutePath, baseName } from './paths.ts';
import type { Value } from './state.ts';
import { MOVED } from './tools/moved.ts';
import type { StoringTool } from './tools/storing-tool.ts';
import { STORING_TOOLS } from './tools/storing-tools.ts';

const BY_TOOL = new Map<string, StoringTool[]>();
for (const row of STORING_TOOLS)
  for (const tool of row.tool.split('|')) BY_TOOL.set(tool, [...(BY_TOOL.get(tool) ?? []), row]);

/** Options of `git clone` that take the next word. */
const CLONE_VALUES =
  '--branch --depth --origin --config --reference --filter -C --separate-git-dir --jobs --template'.split(
    ' ',
  );

/** Writes what a tool stores; answers what it prints of secrets that it fetches. */
export function storeByTool(call: Call): Taint {
  const rows = BY_TOOL.get(call.name)?.filter((row) => matches(row, call)) ?? [];
  for (const row of rows.filter(({ clears }) => clears)) clear(row, call);
  for (const row of rows.filter(({ clears }) => clears !== true)) store(row, call);
  return fetched(call);
}

function matches({ words, only, not, off }: StoringTool, call: Call): boolean {
  if (off?.some((setting) => isSet(setting, call)) === true) return false;
  if (only !== undefined && !call.has(only)) return false;
  if (not !== undefined && call.has(not)) return false;
  return words === undefined || words === '' || behind(words, call.operands()) !== undefined;
}

function isSet(setting: string, call: Call): boolean {
  const [name = '', value] = setting.split('=');
  return valueOf(name, call) === value;
}

function valueOf(name: string, { state, shell }: Call): string | undefined {
  return (state.variables.get(name) ?? shell.world.variable(name))?.text;
}

/** The operands behind a row's words, which may follow an option's value or two. */
function behind(words: string, operands: readonly Value[]): Value[] | undefined {
  const wanted = words.split(' ').map((word) => word.split('|'));
  for (let from = 0; from < 3; from += 1) {
    const hit = wanted.every((names, at) => names.includes(operands[from + at]?.text.toLowerCase() ?? ''));
    if (hit) return operands.slice(from + wanted.length);
  }
  return undefined;
}

function store(row: StoringTool, call: Call): void {
  const taint = row.makes === undefined ? given(row, call) : call.shell.world.made(row.makes, call.at);
  const how = `stored by ${call.name}${row.words === undefined ? '' : ` ${row.words.replace(/\|\S+/g, '')}`}`;
  for (const written of filesOf(row, call)) {
    note(row, written, call);
    if (taint.size > 0) call.write({ taint: CLEAN, text: written }, step(taint, how, call.at), true);
  }
}

/** What only takes URLs may have been given none. */
function note(row: StoringTool, written: string, { shell, state, args, at }: Call): void {
  if (row.literally === true || (row.urls === true && !args.some(({ text }) => text.includes('://')))) return;
  shell.world.stored.push({ path: absolutePath(written, state.folder), written, at });
}

/** What stands behind a row's words: options of the program itself are not stored (`git -c KEY=VALUE clone`). */
function argumentsBehind({ words = '' }: StoringTool, { args }: Call): readonly Value[] {
  if (words === '') return args;
  const first = words.split(' ')[0]?.split('|') ?? [];
  const at = args.findIndex(({ text }) => first.includes(text.toLowerCase()));
  return args.slice(at + 1);
}

/** The content of a file that an argument names: `--key-file=/run/secrets/key`. */
function named(arg: Value, call: Call): Taint {
  const path = arg.text
    .slice(arg.text.startsWith('-') ? arg.text.indexOf('=') + 1 : 0)
    .replace(/^(?:file|fileb):\/\/|^@/, '');
  return path.includes('/') ? call.read({ taint: CLEAN, text: path }) : CLEAN;
}

/** What of its arguments and its input goes into the file. */
function given(row: StoringTool, call: Call): Taint {
  const args = argumentsBehind(row, call).filter(({ text }) => row.urls !== true || text.includes('://'));
  const held = row.literally === true ? [] : args.map((arg) => named(arg, call));
  const all = union(...args.map(({ taint }) => taint), ...held, row.input === true ? call.stdin : CLEAN);
  return row.hashes === true ? withoutOutputs(all) : all;
}

/** What a row takes out of its file, all of it as far as anyone can tell. */
function clear(row: StoringTool, call: Call): void {
  for (const written of filesOf(row, call)) {
    note(row, written, call);
    call.state.files.write(absolutePath(written, call.state.folder), CLEAN);
  }
}

/** The files of a row, as its options and the environment have it. */
function filesOf(row: StoringTool, call: Call): string[] {
  const { instead = [], also } = row;
  const found = instead.find(([option]) =>
    call.has(new RegExp(`^${option.replace(/[-.]/g, '\\$&')}${option.includes('=') ? '$' : '(?:=|$)'}`)),
  );
  const { home } = call.shell.world.around;
  const onWindows = /^[A-Z]:/.test(home) ? row.windows : undefined;
  if (found !== undefined) return [fileOf(found[1], row, call, found[0])];
  const usual = onWindows === undefined && also !== undefined ? [row.file, also] : [onWindows ?? row.file];
  return usual.map((file) => fileOf(file, row, call));
}

/** @param option the one that says which file it is */
function fileOf(file: string, { words }: StoringTool, call: Call, option = ''): string {
  const { home } = call.shell.world.around;
  const path = moved(file, call)
    .replace('{}', () => call.option(option)?.text ?? '')
    .replace(
      '{1}',
      () => (words === undefined ? call.operands() : (behind(words, call.operands()) ?? []))[0]?.text ?? '',
    )
    .replace('{last}', () => call.operands().at(-1)?.text ?? '')
    .replace('{repository}', () => repository(call))
    .replace('{editable}', () => nameOf(call.option('-e', '--editable')?.text ?? ''))
    .replace(/^~(?=\/)/, () => call.state.variables.get('HOME')?.text ?? home);
  const folder = call.name === 'git' ? (call.option('-C')?.text ?? '') : '';
  return folder !== '' && !path.startsWith('/') ? `${folder}/${path}` : path;
}

/** A file's path with what the environment says of the folder it is in. */
function moved(file: string, call: Call): string {
  for (const [variable, path] of MOVED) {
    if (file !== path && !file.startsWith(`${path}/`)) continue;
    const given = valueOf(variable, call) ?? imageVariable(call.shell.world.around.stage, variable);
    if (given !== undefined && given !== '') return given + file.slice(path.length);
  }
  return file;
}

/** Where `git clone URL [FOLDER]` puts its clone. */
function repository(call: Call): string {
  const [url, folder] = behind('clone', call.operands('bouc', CLONE_VALUES)) ?? [];
  if (folder !== undefined) return folder.text;
  return nameOf(url?.text ?? '');
}

/** What a clone of a URL is called: `#egg=` says so to pip. */
function nameOf(url: string): string {
  const [path = '', fragment = ''] = url.split('#');
  const egg = /(?:^|&)egg=([\w.-]+)/.exec(fragment)?.[1];
  return (
    egg ??
    baseName(path.replace(/\/+$/, ''))
      .replace(/@[^@]*$/, '')
      .replace(/\.git$/, '')
  );
}

function fetched(call: Call): Taint {
  const line = `${call.name} ${call.args.map(({ text }) => text).join(' ')}`;
  const known = secretMadeBy(line);
  return known === undefined ? CLEAN : call.shell.world.made(known, call.at);
}
