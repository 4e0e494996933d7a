import { ImageError } from '../image.ts';
import type { Outlet } from './outlet.ts';
import { type Walk, Walker } from './walker.ts';

const LEAD = 96;
const INDEX_ENTRY = 16;
/** rpm's own bounds (lib/header_internal.h: hdrchkTags, hdrchkData). */
const MAX = { entries: 2 ** 16, data: 2 ** 28 };

/** An rpm package: lead, signature and header (rpm, "Package format V4"), then a compressed cpio, whose files are the package's. */
export function unrpm(outlet: Outlet): Walker {
  return new Walker(parts(outlet));
}

function* parts(outlet: Outlet): Walk {
  yield { pass: LEAD };
  const signature = yield* header();
  yield { pass: (8 - (signature % 8)) % 8 };
  yield* header();
  outlet.begin('', 'payload');
  yield { pass: Number.POSITIVE_INFINITY, to: (chunk) => outlet.write(chunk), orEnd: true };
}

/** Passes over a header; returns its size. */
function* header(): Walk<number> {
  const intro = yield { see: 16 };
  const [entries, data] = [intro.readUInt32BE(8), intro.readUInt32BE(12)];
  const isHeader = intro.toString('latin1', 0, 4) === '\x8e\xad\xe8\x01';
  if (!isHeader || entries > MAX.entries || data > MAX.data)
    throw new ImageError('no rpm header where one should be');
  const size = entries * INDEX_ENTRY + data;
  yield { pass: size };
  return 16 + size;
}
