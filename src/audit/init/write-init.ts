import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { InputError } from '../read-dockerfile.ts';
import type { NewFile } from './plan-init.ts';

/**
 * Makes the files of a plan. One that has come to be in the meantime is left as it is.
 *
 * @throws InputError naming the file that could not be made; those before it are
 */
export async function writeInit(folder: string, files: readonly NewFile[]): Promise<void> {
  for (const { path, text, executable } of files) {
    const file = join(folder, path);
    try {
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text, { flag: 'wx', mode: executable ? 0o755 : 0o644 });
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
      const why =
        code === 'EEXIST' ? 'is there by now, and was left as it is' : `could not be written (${code})`;
      throw new InputError(`${path} ${why}`);
    }
  }
}
