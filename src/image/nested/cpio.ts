import { ImageError } from '../image.ts';
import type { Outlet } from './outlet.ts';
import { type Taker, type Walk, Walker } from './walker.ts';

const HEADER = 110;
const MAX_NAME = 2 ** 16;
const TYPE = 0o170000;
const REGULAR = 0o100000;
const FIELDS = { mode: 14, size: 54, nameSize: 94 };

/**
 * Regular files of a cpio archive in the formats newc and crc: the content of an rpm, an initramfs. The kernel takes several
 * after each other, with zeros between, plain or compressed: what follows the last file is looked into as well.
 */
export function uncpio(outlet: Outlet): Walker {
  return new Walker(archives(outlet));
}

function* archives(outlet: Outlet): Walk {
  let header = yield { see: HEADER };
  for (;;) {
    const isEnd = yield* entry(outlet, header);
    if (isEnd) yield new PastZeros();
    header = Buffer.from(yield { see: HEADER, orEnd: true });
    if (isHeader(header)) continue;
    if (isEnd) return yield* rest(outlet, header);
    const large = header.toString('latin1', 0, 6) === '07070X';
    throw new ImageError(
      large ? 'holds files of 4 GiB, which are not read' : 'no cpio header where one should be',
    );
  }
}

function isHeader(header: Buffer): boolean {
  return /^07070[12][0-9a-fA-F]{104}$/.test(header.toString('latin1'));
}

/** Returns whether it was the entry that ends an archive. */
function* entry(outlet: Outlet, header: Buffer): Walk<boolean> {
  const field = (at: number) => Number.parseInt(header.toString('latin1', at, at + 8), 16);
  const [mode, size, nameSize] = [field(FIELDS.mode), field(FIELDS.size), field(FIELDS.nameSize)];
  if (nameSize > MAX_NAME) throw new ImageError(`a name of ${nameSize} bytes`);
  const name = (yield { see: nameSize }).toString('utf8').replace(/\0.*$/s, '');
  yield { pass: padding(HEADER + nameSize) };
  if (name === 'TRAILER!!!') return true;
  if ((mode & TYPE) === REGULAR) outlet.begin(name);
  else outlet.place.work.enter();
  yield { pass: size, to: (chunk) => outlet.write(chunk) };
  outlet.end();
  yield { pass: padding(size), orEnd: true };
  return false;
}

function* rest(outlet: Outlet, first: Buffer): Walk {
  if (first.length === 0) return;
  outlet.begin('', 'payload');
  outlet.write(first);
  yield { pass: Number.POSITIVE_INFINITY, to: (chunk) => outlet.write(chunk), orEnd: true };
}

function padding(size: number): number {
  return (4 - (size % 4)) % 4;
}

class PastZeros implements Taker {
  isDone = false;

  take(chunk: Buffer): number {
    const at = chunk.findIndex((byte) => byte !== 0);
    this.isDone = at >= 0;
    return at < 0 ? chunk.length : at;
  }
}
