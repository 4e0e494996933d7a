import type { FileSink } from '../image.ts';
import { unar } from './ar.ts';
import { bunzip2 } from './bzip2.ts';
import { uncpio } from './cpio.ts';
import { unloose } from './git-object.ts';
import { unpackGit } from './git-pack.ts';
import { gunzip } from './gzip.ts';
import { HEAD, HELD, type Kind, kindOf, notRead, tooLarge, unreadKindOf } from './kinds.ts';
import { unlz4 } from './lz4.ts';
import { guarded, type Unpack } from './outlet.ts';
import { unrpm } from './rpm.ts';
import { untar } from './tar.ts';
import type { NestedVisitor } from './visitor.ts';
import { type Bounds, Work } from './work.ts';
import { unxz } from './xz.ts';
import { unzip, unzipBehindScript } from './zip.ts';
import { unzstd } from './zstd.ts';

export type { NestedVisitor } from './visitor.ts';

/** How many of a file's first bytes `nestedSink` needs to see at once, or all of a shorter file. */
export const NESTED_HEAD = HEAD;

const READERS: Readonly<Record<Kind, Unpack>> = {
  zip: unzip,
  script: unzipBehindScript,
  gzip: gunzip,
  zstd: unzstd,
  xz: unxz,
  bzip2: bunzip2,
  lz4: unlz4,
  tar: untar,
  ar: unar,
  cpio: uncpio,
  rpm: unrpm,
  'git-object': unloose,
  'git-pack': unpackGit,
};

/**
 * A sink that looks into the file at `path` of `size` bytes, or undefined where it is neither archive nor compressed, or is of
 * a kind that nothing here reads, which is a skip. `head`: the file's first NESTED_HEAD bytes, or all of it. The sink takes the
 * whole file, head included. It throws what the visitor throws, and nothing else: trouble becomes a skip, and what was
 * unpacked before stands.
 */
export function nestedSink(
  head: Uint8Array,
  path: string,
  size: number,
  visitor: NestedVisitor,
  bounds: Bounds,
): FileSink | undefined {
  const { limits } = bounds;
  const kind = kindOf(head, path);
  if (kind === undefined) {
    const unread = unreadKindOf(head);
    if (unread !== undefined) visitor.skip(path, notRead(unread));
    return undefined;
  }
  if (HELD.has(kind) && size > limits.nestedHeldBytes) {
    visitor.skip(path, tooLarge(kind, limits));
    return undefined;
  }
  const work = new Work(path, visitor, bounds, (inner, place) => guarded(READERS[inner], place));
  const sink = work.open(kind, { path, depth: 1, work });
  return {
    write: (chunk) => {
      work.packed += chunk.length;
      sink.write(chunk);
    },
    end: () => {
      sink.end();
      work.finish();
    },
  };
}
