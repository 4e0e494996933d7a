import { CLEAN, type Taint, union } from '../taint.ts';
import type { Call } from './call.ts';
import { absolutePath, baseName, globOf, isUsualFolder } from './paths.ts';
import type { Value } from './state.ts';

type Command = (call: Call) => Taint | undefined;

/** `cp`, `mv`, `install`, `rsync`, `ln`: sources, then where they go. */
function transfer(values: string, moves = false): Command {
  return (call) => {
    const { state, shell, at } = call;
    const folder = call.option('-t', '--target-directory');
    const operands = call.operands(`${values}t`, [
      '--target-directory',
      '--mode',
      '--owner',
      '--group',
      '--suffix',
    ]);
    const to = folder ?? operands.pop();
    if (to === undefined) return CLEAN;
    const into = folder !== undefined || operands.length > 1 || isFolder(to, call);
    for (const from of operands) {
      // rename(2) and link(2) fail on a mount, and neither falls back on copying.
      if (moves && isMount(from, call)) continue;
      const target = into ? { ...to, text: `${to.text}/${baseName(from.text)}` } : to;
      const taint = call.read(from);
      const inFolder =
        state.files.below(call.path(from)).length > 0 && state.files.get(call.path(from)) === undefined;
      if (inFolder) state.files.copy(call.path(from), call.path(to), into);
      else shell.write(target.text, taint, at, state);
      if (moves && call.name !== 'ln') state.files.remove(call.path(from), true);
    }
    return CLEAN;
  };
}

/** A path that is a folder by its form, in every image, or because something is known to be in it. */
function isFolder({ text }: Value, { state, shell }: Call): boolean {
  if (/(?:^|\/)\.{0,2}$/.test(text)) return true;
  const path = absolutePath(text, state.folder);
  return (
    state.files.isFolder(path) ||
    isUsualFolder(path) ||
    path === shell.world.around.home ||
    path === state.folder
  );
}

function isMount(value: Value, call: Call): boolean {
  const path = call.path(value);
  return call.shell.world.around.mounts.some(({ target }) => target === path);
}

const link: Command = (call) => {
  if (!call.has(/^-[a-z]*s|^--symbolic$/)) return transfer('S', true)(call);
  const operands = call.operands('S');
  const [target, name] = operands;
  if (target === undefined) return CLEAN;
  const { state } = call;
  const path = call.path(name ?? { ...target, text: baseName(target.text) });
  state.files.link(path, absolutePath(target.text, path.slice(0, path.lastIndexOf('/')) || '/'));
  return CLEAN;
};

const makeFolder: Command = (call) => {
  for (const operand of call.operands('m')) call.state.files.makeFolder(call.path(operand));
  return CLEAN;
};

const remove: Command = (call) => {
  const { world } = call.shell;
  const recursive = call.has(/^-[a-zA-Z]*[rR]|^--recursive$/);
  if (call.xargs) for (const path of world.listed) call.state.files.remove(path, recursive);
  for (const operand of call.operands()) call.state.files.remove(call.path(operand), recursive);
  return CLEAN;
};

/** `shred` leaves the file there, overwritten; `truncate` leaves it shorter. */
const overwrite: Command = (call) => {
  for (const operand of call.operands('sn')) call.state.files.write(call.path(operand), CLEAN);
  return CLEAN;
};

/** `find FOLDER… -delete`, `-exec rm` and `| xargs rm`; with a name, only the files that have it. */
const find: Command = (call) => {
  const { args, state, shell } = call;
  findAndCopy(call);
  const folders = args.slice(
    0,
    args.findIndex(({ text }) => /^[-(!]/.test(text)),
  );
  const names = args.flatMap(({ text }, at) => (/^-i?name$/.test(text) ? (args[at + 1]?.text ?? []) : []));
  const hits = folders.flatMap((folder) => state.files.below(call.path(folder))).map(([path]) => path);
  const found = hits.filter(
    (path) =>
      names.length === 0 ||
      names.some((name) => baseName(path) === name || globOf(name, true)?.(baseName(path))),
  );
  shell.world.listed = found;
  const removes =
    call.has(/^-delete$/) ||
    args.some(({ text }, at) => /^-exec/.test(text) && /rm$/.test(args[at + 1]?.text ?? ''));
  if (removes) for (const path of found) state.files.remove(path, false);
  return CLEAN;
};

/** `find FOLDER… -exec cp {} TO`. */
function findAndCopy(call: Call): void {
  const { args } = call;
  const at = args.findIndex(
    ({ text }, index) =>
      /^-(?:exec|ok)/.test(text) && /^(?:cp|mv|install)$/.test(args[index + 1]?.text ?? ''),
  );
  const end = args.findIndex(({ text }, index) => index > at && /^(?:;|\+)$/.test(text));
  const to = args[end - 1];
  const [folder] = args;
  if (at === -1 || to === undefined || folder === undefined) return;
  call.write({ ...to, text: `${to.text}/*` }, call.read(folder));
}

/** Packs what it is given, or unpacks it under names of its own. */
const tar: Command = (call) => {
  const at = call.args.findIndex(({ text }, index) =>
    (index === 0 ? /^-?[a-zA-Z]*[crtux]/ : /^-[a-zA-Z]*[crtux]/).test(text),
  );
  const letters = call.args[at]?.text ?? '';
  const archive = /f$/.test(letters) ? call.args[at + 1] : call.option('-f', '--file');
  const folder = call.option('-C', '--directory');
  const isPipe = archive === undefined || archive.text === '-';
  if (/^-?[a-zA-Z]*x/.test(letters) || call.has(/^--(?:extract|get)$/)) {
    const held = isPipe ? call.stdin : call.read(archive);
    call.write({ taint: CLEAN, text: `${folder?.text ?? '.'}/*` }, held);
    return CLEAN;
  }
  const given = call.operands('fC').map((one) => {
    const text = folder !== undefined && !one.text.startsWith('/') ? `${folder.text}/${one.text}` : one.text;
    return call.read({ ...one, text });
  });
  if (isPipe) return union(...given);
  call.write(archive, union(...given));
  return CLEAN;
};

const tee: Command = (call) => {
  const append = call.has(/^-[a-z]*a|^--append$/);
  for (const file of call.operands()) call.write(file, call.stdin, append);
  return call.stdin;
};

const sponge: Command = (call) => {
  for (const file of call.operands()) call.write(file, call.stdin);
  return CLEAN;
};

const dd: Command = (call) => {
  const value = (key: string): Value | undefined => {
    const found = call.args.find(({ text }) => text.startsWith(`${key}=`));
    return found && { taint: found.taint, text: found.text.slice(key.length + 1) };
  };
  const from = value('if');
  const to = value('of');
  const taint = from === undefined ? call.stdin : call.read(from);
  if (to === undefined) return taint;
  call.write(to, taint);
  return CLEAN;
};

/** Editors in place: what their program is given ends in the files they name. */
function editInPlace(flag: RegExp): Command {
  return (call) => {
    if (!call.has(flag)) return undefined;
    const given = union(...call.args.map(({ taint }) => taint));
    const files = call.operands('efl').slice(call.has(/^-[a-z]*e|^--expression/) ? 0 : 1);
    for (const file of files.length > 0 ? files : call.operands().slice(-1)) {
      if (given.size === 0) call.state.files.doubt(call.path(file));
      else call.write(file, given, true);
    }
    return CLEAN;
  };
}

const fetch: Command = (call) => {
  const file = call.option('--trace', '--trace-ascii');
  const given = union(...call.args.map(({ taint }) => taint));
  if (file !== undefined) call.write(file, given);
  if (call.name !== 'curl' || !call.has(/^-[a-zA-Z]*v[a-zA-Z]*$|^--verbose$/)) return CLEAN;
  call.shell.world.print(given, call.at, 'printed by curl --verbose');
  return CLEAN;
};

/** Without -u, `shred` only overwrites. */
export const fileCommands: Readonly<Record<string, Command>> = {
  cp: transfer('S'),
  curl: fetch,
  dd,
  find,
  gsed: editInPlace(/^-[a-zA-Z]*i|^--in-place/),
  install: transfer('gmoS'),
  link,
  ln: link,
  mkdir: makeFolder,
  mv: transfer('S', true),
  perl: editInPlace(/^-[a-z]*i/),
  rm: remove,
  rsync: transfer('e'),
  sed: editInPlace(/^-[a-zA-Z]*i|^--in-place/),
  shred: overwrite,
  sponge,
  tar,
  tee,
  truncate: overwrite,
  unlink: remove,
  yq: editInPlace(/^-[a-zA-Z]*i|^--inplace/),
};
