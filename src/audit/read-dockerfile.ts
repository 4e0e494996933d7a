import { readFile, stat } from 'node:fs/promises';
import { text as readText } from 'node:stream/consumers';

/** Said to the user: what could not be read, what was expected, what to do. */
export class InputError extends Error {
  override name = 'InputError';
}

const MOST_BYTES = 16 * 1024 * 1024;

/**
 * The text of a Dockerfile; `-` is standard input.
 *
 * @throws InputError when it cannot be read or is no text
 */
export async function readDockerfile(path: string): Promise<string> {
  if (path === '-') return checkText(await readText(process.stdin));
  const { size } = await stat(path).catch(unreadable);
  if (size > MOST_BYTES) throw new InputError(`has ${size} bytes; a Dockerfile has at most ${MOST_BYTES}`);
  return checkText((await readFile(path).catch(unreadable)).toString('utf8'));
}

function checkText(text: string): string {
  if (text.includes('\0')) throw new InputError('is not UTF-8 text; an image is audited with "audit image"');
  if (text.trim() === '') throw new InputError('is empty; a Dockerfile starts with FROM');
  return text;
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist; name a Dockerfile or a folder that has one',
  EACCES: 'may not be read; change its permissions or run as another user',
  EISDIR: 'is a folder',
};

function unreadable(error: NodeJS.ErrnoException): never {
  throw new InputError(REASONS[error.code ?? ''] ?? `could not be read (${error.code ?? error.message})`);
}
