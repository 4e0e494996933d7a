import { DEFAULT_LIMITS } from '../../config/limits.ts';
import type { FileSink } from '../image.ts';
import { TarReader } from '../tar/reader.ts';
import type { Outlet } from './outlet.ts';

/** Odd, but nothing is missing. */
const IS_READ = /read all the same$/;

/** The regular files of a tar, and what odd entries bring. */
export function untar(outlet: Outlet): FileSink {
  const file: FileSink = { write: (chunk) => outlet.write(chunk), end: () => outlet.end() };
  const reader = new TarReader(
    {
      entry: ({ name, type, size }) => {
        if (size === 0 && type !== 'file') {
          outlet.place.work.enter();
          return undefined;
        }
        outlet.begin(name);
        return file;
      },
      problem: (text) => {
        if (!IS_READ.test(text)) outlet.damaged(text);
      },
    },
    DEFAULT_LIMITS,
  );
  return {
    write: (chunk) => reader.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length)),
    end: () => reader.end(),
  };
}
