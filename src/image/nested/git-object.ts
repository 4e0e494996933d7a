import { ImageError } from '../image.ts';
import { Inflater } from './inflater.ts';
import type { Outlet } from './outlet.ts';
import { type Walk, Walker } from './walker.ts';

/** `commit 4294967296` and its zero byte. */
const MAX_HEADER = 32;

/** A loose object of git: zlib around `blob 12`, a zero byte and the content. Trees are names and ids only: they are passed over. */
export function unloose(outlet: Outlet): Walker {
  return new Walker(object(outlet));
}

function* object(outlet: Outlet): Walk {
  yield { pass: 2 };
  const content = new LooseContent(outlet);
  const inflater = new Inflater((chunk) => content.write(chunk));
  yield inflater;
  if (inflater.damage !== undefined) throw new ImageError(inflater.damage);
}

class LooseContent {
  readonly #outlet: Outlet;
  #header = Buffer.alloc(0);
  #state: 'header' | 'content' | 'other' = 'header';

  constructor(outlet: Outlet) {
    this.#outlet = outlet;
  }

  write(chunk: Uint8Array): void {
    if (this.#state === 'header') this.#begin(chunk);
    else if (this.#state === 'content') this.#outlet.unpacked(chunk);
    else this.#outlet.place.work.spend(chunk.length);
  }

  #begin(chunk: Uint8Array): void {
    const before = this.#header.length;
    this.#header = Buffer.concat([this.#header, chunk.subarray(0, MAX_HEADER - before)]);
    const end = this.#header.indexOf(0);
    if (end < 0 && this.#header.length < MAX_HEADER) return;
    const isWanted = /^(?:blob|commit|tag) \d+\0/.test(this.#header.toString('latin1'));
    this.#state = isWanted ? 'content' : 'other';
    if (!isWanted) return;
    this.#outlet.begin(this.#outlet.place.path.split('/').slice(-2).join(''));
    this.#outlet.unpacked(chunk.subarray(end + 1 - before));
  }
}
