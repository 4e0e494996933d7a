import type { FileSink } from '../image.ts';
import { indexPack } from './git-pack-index.ts';
import { PackReader } from './git-pack-reader.ts';
import { PackResolver } from './git-pack-resolver.ts';
import { tooLarge } from './kinds.ts';
import { type Outlet, tellTrouble } from './outlet.ts';
import { Refusal } from './work.ts';

/** Packs are named by the hash that the repository uses. */
const SHA256_NAME = /\/pack-[0-9a-f]{64}\.pack$/;

/** A pack of git: what its blobs, commits and tags hold. It has to be held, since deltas refer to what came long before. */
export function unpackGit(outlet: Outlet): FileSink {
  const { work, path } = outlet.place;
  const chunks: Buffer[] = [];
  let held = 0;
  return {
    write: (chunk) => {
      if (!work.hold(chunk.length)) {
        work.release(held);
        throw new Refusal(tooLarge('git-pack', work.limits));
      }
      held += chunk.length;
      chunks.push(Buffer.from(chunk));
    },
    end: () => {
      const algorithm = SHA256_NAME.test(path) ? 'sha256' : 'sha1';
      try {
        resolvePack(new PackReader(Buffer.concat(chunks), algorithm, work.limits.nestedHeldBytes), outlet);
      } finally {
        work.release(held);
      }
    },
  };
}

function resolvePack(reader: PackReader, outlet: Outlet): void {
  const { objects, trouble } = indexPack(reader, outlet.place.work);
  new PackResolver(reader, objects, outlet).run();
  if (trouble) tellTrouble(trouble, outlet);
}
