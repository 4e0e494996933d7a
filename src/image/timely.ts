import type { Patience } from '../config/patience.ts';
import type { Bytes } from './bytes.ts';
import { ImageError } from './image.ts';
import type { FileTree } from './tree.ts';

/** The same bytes for as long as there is patience. Throws ImageError where there is none left, whatever the source does. */
export async function* timely(source: Bytes, patience: Patience, what: string): Bytes {
  let isWaiting = false;
  try {
    for (;;) {
      isWaiting = true;
      const next = await patience.wait(source.next()).catch((error: unknown) => {
        isWaiting = patience.reason !== undefined;
        throw isWaiting ? givenUp(patience, what) : error;
      });
      isWaiting = false;
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    const closed = source.return();
    // One that does not come to its next piece does not come to its end either.
    if (isWaiting) closed.catch(() => {});
    else await closed;
  }
}

/** @throws ImageError where there is no patience left */
export function goOn(patience: Patience | undefined, what: string): void {
  if (patience?.reason !== undefined) throw givenUp(patience, what);
}

function givenUp({ reason }: Patience, what: string): ImageError {
  return new ImageError(`${what}: not read to its end: ${reason?.message}`);
}

/** A tree whose files are read for as long as there is patience. */
export function timelyTree(tree: FileTree, patience: Patience | undefined): FileTree {
  if (patience === undefined) return tree;
  return {
    name: tree.name,
    files: tree.files,
    resolve: (path) => tree.resolve(path),
    read: (path, as) => timely(tree.read(path, as), patience, path),
    ...(tree.place && { place: (path) => tree.place?.(path) }),
    ...(tree.address && { address: (path) => tree.address?.(path) }),
    close: () => tree.close(),
  };
}
