import { ImageError } from '../image.ts';
import { nameWithout } from './content-name.ts';
import { Inflater } from './inflater.ts';
import type { Outlet } from './outlet.ts';
import { type Walk, Walker } from './walker.ts';

const FLAGS = { headerCrc: 2, extra: 4, name: 8, comment: 16 };

/**
 * gzip (RFC 1952): the contents of all members are one file. What follows the last of them is no concern of ours: it
 * stands in the file as it is.
 */
export function gunzip(outlet: Outlet): Walker {
  return new Walker(members(outlet));
}

function* members(outlet: Outlet): Walk {
  const inflater = new Inflater((chunk) => outlet.unpacked(chunk));
  outlet.begin(nameWithout(outlet.place.path), 'content');
  for (;;) {
    const magic = yield { see: 4, orEnd: true };
    if (magic.length < 4 || magic[0] !== 0x1f || magic[1] !== 0x8b || magic[2] !== 8) return;
    yield* header(magic[3] ?? 0);
    inflater.reset();
    yield inflater;
    if (inflater.damage !== undefined) throw new ImageError(inflater.damage);
    // Length and checksum; absent where the file was cut within them, when all content has been read.
    yield { see: 8, orEnd: true };
  }
}

function* header(flags: number): Walk {
  yield { pass: 6 };
  if (flags & FLAGS.extra) yield { pass: (yield { see: 2 }).readUInt16LE() };
  if (flags & FLAGS.name) yield new PastZero();
  if (flags & FLAGS.comment) yield new PastZero();
  if (flags & FLAGS.headerCrc) yield { pass: 2 };
}

/** Passes over a text that ends in a zero byte. */
class PastZero {
  isDone = false;

  take(chunk: Buffer): number {
    const at = chunk.indexOf(0);
    this.isDone = at >= 0;
    return at < 0 ? chunk.length : at + 1;
  }
}
