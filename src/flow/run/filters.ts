import { step, type Taint, union } from '../taint.ts';
import type { Call } from './call.ts';

interface Filter {
  /** Options that name the file that is written instead of standard output. */
  out?: readonly string[];
  /** What it is given besides files is a program, whose text may be printed. */
  program?: true;
  /** Only with this option; otherwise it does something else. */
  only?: RegExp;
  /** It picks lines or fields, and may leave the secret out. */
  selects?: true;
}

const GPG_PRINTS = /^(?:-d|--decrypt|--dearmou?r|--enarmou?r|--export-secret-(?:sub)?keys)$/;

/** Programs that print what they read, changed or not. */
const FILTERS: Readonly<Record<string, Filter>> = {
  awk: { program: true },
  base32: {},
  base64: {},
  basenc: {},
  bat: {},
  bzip2: {},
  cat: {},
  column: {},
  cut: {},
  dos2unix: {},
  fold: {},
  gawk: { program: true },
  gpg: { out: ['-o', '--output'], only: GPG_PRINTS },
  gpg2: { out: ['-o', '--output'], only: GPG_PRINTS },
  grep: { selects: true },
  gunzip: {},
  gzip: {},
  head: {},
  hexdump: {},
  iconv: { out: ['-o', '--output'] },
  jq: { program: true, selects: true },
  less: {},
  more: {},
  nl: {},
  od: {},
  openssl: { out: ['-out'] },
  paste: {},
  perl: { program: true, selects: true },
  rev: {},
  sed: { program: true, selects: true },
  sort: { out: ['-o', '--output'] },
  strings: {},
  tac: {},
  tail: {},
  tr: {},
  uniq: {},
  xxd: {},
  yq: { program: true, selects: true },
  zcat: {},
};

export function isFilter(call: Call): boolean {
  const only = FILTERS[call.name]?.only;
  return Object.hasOwn(FILTERS, call.name) && (only === undefined || call.has(only));
}

/** A secret in place of a file's name is in the message that there is no such file. */
function nameInMessage(call: Call): void {
  for (const { text, taint } of call.operands())
    if (!text.startsWith('<('))
      call.shell.world.print(taint, call.at, 'printed as the name of a file that is not there');
}

/** What a filter prints: its input, the files it names, and what its program is given. */
export function filter(call: Call): Taint {
  const { out, selects, program } = FILTERS[call.name] ?? {};
  if (call.name === 'cat') nameInMessage(call);
  const files = call.args.map((arg) => {
    const { text, taint } = arg;
    const equals = text.indexOf('=');
    return call.read(/^-/.test(text) && equals > 0 ? { taint, text: text.slice(equals + 1) } : arg);
  });
  const input = union(call.stdin, ...files);
  const given = program === true ? call.args.map(({ taint }) => taint) : [];
  const printed = union(selects === true ? doubtedUnlessWhole(call, input) : input, ...given);
  const file = out === undefined ? undefined : call.option(...out);
  if (file === undefined) return printed;
  call.write(file, printed);
  return new Map();
}

const SECRET_PART = /token|secret|passw|pwd|key|auth|cred/i;

/** A program that picks lines or fields may leave the secret out, unless it picks what is called one. */
function doubtedUnlessWhole(call: Call, input: Taint): Taint {
  if (input.size === 0) return input;
  const replaces = /^(?:sed|perl)$/.test(call.name) && !call.has(/^-n/) && !call.has(/^--quiet$/);
  const inverts = call.name === 'grep' && call.has(/^-[a-zA-Z]*v/);
  const picks = call.args.some(({ text }) => text === '.' || (SECRET_PART.test(text) && !text.includes('/')));
  return replaces || inverts || picks ? input : step(input, `what ${call.name} picks of it`, call.at, true);
}
