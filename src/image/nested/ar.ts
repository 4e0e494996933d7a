import { ImageError } from '../image.ts';
import type { Outlet } from './outlet.ts';
import { type Walk, Walker } from './walker.ts';

const ELF = Buffer.from('\x7fELF', 'latin1');
/** Symbol tables: of GNU, of BSD. */
const TABLES = /^(?:\/|\/SYM64\/|__\.SYMDEF.*)$/;
const MAX_NAMES = 2 ** 20;

interface Member {
  name: string;
  size: number;
}

/** Members of an ar archive: a Debian package, a static library. Object files are not handed on: they stand in it as they are. */
export function unar(outlet: Outlet): Walker {
  return new Walker(members(outlet));
}

function* members(outlet: Outlet): Walk {
  yield { pass: 8 };
  let longNames = '';
  for (;;) {
    const header = yield { see: 60, orEnd: true };
    if (header.length <= 1) return;
    const { name, size } = parseHeader(header, longNames);
    if (name === '//' && size <= MAX_NAMES) longNames = (yield { see: size }).toString('latin1');
    else if (TABLES.test(name) || name === '//') yield { pass: size };
    else yield* member(outlet, yield* withBsdName({ name, size }));
    yield { see: size % 2, orEnd: true };
  }
}

function* member(outlet: Outlet, { name, size }: Member): Walk {
  const first = Buffer.from(yield { see: Math.min(4, size) });
  if (TABLES.test(name) || first.equals(ELF)) return void (yield { pass: size - first.length });
  outlet.begin(name);
  outlet.write(first);
  yield { pass: size - first.length, to: (chunk) => outlet.write(chunk) };
  outlet.end();
}

/** `#1/20`: the name is the content's first 20 bytes. */
function* withBsdName({ name, size }: Member): Walk<Member> {
  const length = Number(/^#1\/(\d{1,4})$/.exec(name)?.[1] ?? 0);
  if (length === 0 || length > size) return { name, size };
  const own = (yield { see: length }).toString('utf8').replace(/\0.*$/s, '');
  return { name: own, size: size - length };
}

function parseHeader(header: Buffer, longNames: string): Member {
  const field = (start: number, end: number) => header.toString('utf8', start, end).trimEnd();
  const digits = field(48, 58);
  if (header.length < 60 || field(58, 60) !== '`' || !/^\d+$/.test(digits)) {
    throw new ImageError('no ar header where one should be');
  }
  return { name: longName(field(0, 16), longNames), size: Number(digits) };
}

/** GNU: `name/`, or `/18` for the name that stands there in the table. */
function longName(name: string, longNames: string): string {
  if (/^\/\d+$/.test(name)) return longNames.slice(Number(name.slice(1))).replace(/\/?\n.*$/s, '');
  return /^[^/].*\/$/.test(name) ? name.slice(0, -1) : name;
}
