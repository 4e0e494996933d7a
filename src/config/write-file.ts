import { rmSync } from 'node:fs';
import { chmod, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** The folder takes no other file, or the place is one that cannot be exchanged: a file mounted by itself. */
const NOT_HERE = /^(?:EACCES|EPERM|EROFS|EBUSY|EXDEV|ENAMETOOLONG)$/;

/** Those that are being written: a process that is ended in the midst of it takes them away. */
const drafts = new Set<string>();

/** Writes a file whole or not at all: whoever reads it meanwhile has the old one. Throws what the system says. */
export async function replaceFile(path: string, text: string): Promise<void> {
  const target = await realpath(path).catch(() => path);
  const known = await stat(target).catch(() => undefined);
  // A pipe or a device is no file that could be exchanged.
  if (known !== undefined && !known.isFile()) return writeFile(target, text);
  const draft = join(dirname(target), `.${basename(target)}.${process.pid}.tmp`);
  if (drafts.size === 0) process.once('exit', removeDrafts);
  drafts.add(draft);
  try {
    await writeFile(draft, text, { flag: 'wx' });
    if (known !== undefined) await chmod(draft, known.mode & 0o777);
    await rename(draft, target);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => {});
    if (known === undefined || !NOT_HERE.test(codeOf(error))) throw error;
    await writeFile(target, text);
  } finally {
    drafts.delete(draft);
    if (drafts.size === 0) process.off('exit', removeDrafts);
  }
}

function removeDrafts(): void {
  for (const draft of drafts) rmSync(draft, { force: true });
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? `${error.code}` : '';
}
