import type { Bytes } from './bytes.ts';
import type { FileTree } from './tree.ts';

/** Settles as `work` does, or rejects with the signal's reason as soon as that is aborted. `work` may then still be going on. */
export async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  let stop = (): void => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop);
    if (signal.aborted) stop();
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** The same bytes; throws the signal's reason instead of a further chunk once that is aborted. */
export async function* abortable(source: Bytes, signal: AbortSignal | undefined): Bytes {
  for await (const chunk of source) {
    signal?.throwIfAborted();
    yield chunk;
  }
}

/** The same files, of which no more is read once the signal is aborted. */
export function abortableTree(tree: FileTree, signal: AbortSignal | undefined): FileTree {
  if (signal === undefined) return tree;
  return {
    name: tree.name,
    files: tree.files,
    resolve: (path) => tree.resolve(path),
    read: (path, as) => abortable(tree.read(path, as), signal),
    place: (path) => tree.place?.(path),
    address: (path) => tree.address?.(path),
    close: () => tree.close(),
  };
}
