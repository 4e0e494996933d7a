import { CLEAN, step, type Taint, union } from '../taint.ts';
import type { Call } from './call.ts';

interface Filter {
  /** Options that name the file that is written instead of standard output. */
  out?: readonly string[];
  /** What it is given besides files is a program, whose text may be printed. */
  program?: true;
  /** Only with this option or word; otherwise it does something else. */
  only?: RegExp;
  /** Not with this option. */
  not?: RegExp;
  /** The options that name what it reads, where that is not every file it is told. */
  reads?: readonly string[];
  /** Options that name a file which is used, and not printed. */
  apart?: readonly string[];
  /** It picks lines or fields, and may leave the secret out. */
  selects?: true;
}

/** What openssl prints or writes of its input with these; a signature or a certificate is no secret. */
const OPENSSL_KEEPS =
  /^(?:enc|base64|(?:aes|des|camellia|chacha)[\w-]*|rsa|ec|dsa|pkey|pkcs8|pkcs12|cms|smime)$/;
const GPG_PRINTS = /^(?:-d|--decrypt|--dearmou?r|--enarmou?r|--export-secret-(?:sub)?keys)$/;

const GPG: Filter = {
  out: ['-o', '--output'],
  only: GPG_PRINTS,
  apart: ['--passphrase-file', '--homedir', '--keyring'],
};
/** An awk program whose blocks tell of no line or field: `END { print NR }`. */
const COUNTS = /^[^$]*\{(?![^}]*\bprintf?\s*[;}])[^$]*\}\s*$/;

/** Programs that print what they read, changed or not. */
const FILTERS: ReadonlyMap<string, Filter> = new Map(
  Object.entries({
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
    gpg: GPG,
    gpg2: GPG,
    grep: {
      selects: true,
      not: /^(?:-[a-zA-Z]*[clLq]|--(?:quiet|silent|count|files-with(?:out)?-match(?:es)?))$/,
    },
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
    openssl: {
      out: ['-out'],
      reads: ['-in', '-inkey'],
      only: OPENSSL_KEEPS,
      not: /^-(?:pubout|noout|sign|verify|encrypt)$/,
    },
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
  }),
);

export function isFilter(call: Call): boolean {
  if (!FILTERS.has(call.name)) return false;
  const { only, not } = FILTERS.get(call.name) ?? {};
  return (only === undefined || call.has(only)) && (not === undefined || !call.has(not));
}

/** A secret in place of a file's name is in the message that there is no such file. */
function nameInMessage(call: Call): void {
  for (const { text, taint } of call.operands())
    if (!text.startsWith('<('))
      call.shell.world.print(taint, call.at, 'printed as the name of a file that is not there');
}

/** What a filter prints: its input, the files it names, and what its program is given. */
export function filter(call: Call): Taint {
  const { out, selects, program, reads, apart = [] } = FILTERS.get(call.name) ?? {};
  if (/awk$/.test(call.name) && COUNTS.test(call.operands('Fvf')[0]?.text ?? '')) return CLEAN;
  if (call.name === 'cat') nameInMessage(call);
  const used = apart.map((option) => call.option(option));
  const named =
    reads?.flatMap((option) => call.option(option) ?? []) ?? call.args.filter((arg) => !used.includes(arg));
  const files = named.map((arg) => {
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
  return CLEAN;
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
