import { CLEAN, type Taint, union } from '../taint.ts';
import type { Call } from './call.ts';
import type { Value } from './state.ts';

type Command = (call: Call) => Taint | undefined;

const given = ({ args }: Call): Taint => union(...args.map(({ taint }) => taint));

/** PowerShell's named parameters, by any beginning of their names: `-Path`, `-LiteralPath`, `-Fi`. */
function parameter({ args }: Call, name: RegExp): Value | undefined {
  const at = args.findIndex(({ text }) => name.test(text));
  return at === -1 ? undefined : args[at + 1];
}

const PATH = /^-(?:literal)?p(?:a(?:th?)?)?$|^-fi(?:lepath|l?e?)?$|^-fullname$/i;

const write: Command = (call) => {
  const file = parameter(call, PATH) ?? call.operands()[0];
  const append = call.name === 'add-content' || call.has(/^-append$/i);
  if (file !== undefined) call.write(file, union(given(call), call.stdin), append);
  return CLEAN;
};

const read: Command = (call) => {
  const files = [parameter(call, PATH), ...call.operands()].filter((one) => one !== undefined);
  return union(call.stdin, ...files.map((file) => call.read(file)));
};

function transfer(moves: boolean): Command {
  return (call) => {
    const operands = call.args.filter(({ text }) => !/^[-/][A-Za-z]+$/.test(text));
    const to = parameter(call, /^-des/i) ?? operands[1];
    const from = parameter(call, PATH) ?? operands[0];
    if (from === undefined || to === undefined) return CLEAN;
    call.write(to, call.read(from));
    if (moves) call.state.files.remove(call.path(from), true);
    return CLEAN;
  };
}

const remove: Command = (call) => {
  const recursive = call.has(/^-r|^\/s$/i);
  for (const { taint, text } of call.args)
    if (!/^[-/][A-Za-z]+$/.test(text)) call.state.files.remove(call.path({ taint, text }), recursive);
  return CLEAN;
};

/** A variable of the machine or the user: it is in the registry, which is a file of the layer. */
const persist: Command = (call) => {
  call.write({ taint: CLEAN, text: 'C:/Windows/System32/config/registry' }, given(call), true);
  return CLEAN;
};

/** What cmd and PowerShell do themselves. */
export const windowsCommands: Readonly<Record<string, Command>> = {
  'add-content': write,
  'copy-item': transfer(false),
  copy: transfer(false),
  del: remove,
  erase: remove,
  'get-content': read,
  gc: read,
  'move-item': transfer(true),
  move: transfer(true),
  'out-file': write,
  'out-host': ({ stdin }) => stdin,
  'out-string': ({ stdin }) => stdin,
  rd: remove,
  'remove-item': remove,
  ri: remove,
  rmdir: remove,
  'set-content': write,
  setx: persist,
  'tee-object': (call) => {
    write(call);
    return call.stdin;
  },
  type: read,
  'write-host': given,
  'write-output': given,
  xcopy: transfer(false),
  '[environment]::setenvironmentvariable': persist,
};
