import { createReadStream } from 'node:fs';
import { type AuditErrorCode, InputError } from '../config/errors.ts';
import type { Files } from '../context/files.ts';

export { InputError };

const MOST_BYTES = 16 * 1024 * 1024;

/**
 * The text of a Dockerfile; `-` is standard input.
 *
 * @throws InputError when it cannot be read or is no text
 */
export async function readDockerfile(path: string): Promise<string> {
  const stream = path === '-' ? process.stdin : createReadStream(path);
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of stream) {
      const bytes = Buffer.from(chunk);
      chunks.push(bytes);
      size += bytes.length;
      if (size > MOST_BYTES)
        throw new InputError(
          `is longer than ${MOST_BYTES} bytes, more than any Dockerfile`,
          'ERR_NO_DOCKERFILE',
        );
    }
  } catch (error) {
    throw error instanceof InputError ? error : unreadable(error);
  }
  return checkText(Buffer.concat(chunks).toString('utf8'));
}

/**
 * The text of a Dockerfile that git has staged.
 *
 * @throws InputError when it cannot be read or is no text
 */
export function readStaged(path: string, files: Files): string {
  let bytes: Buffer | undefined;
  try {
    bytes = files.file(path)?.read(MOST_BYTES);
  } catch (error) {
    throw unreadable(error);
  }
  if (bytes === undefined) throw unreadable({ code: 'EISDIR' });
  const text = checkText(bytes.toString('utf8'));
  if (!/^version https:\/\/git-lfs\.github\.com\//.test(text)) return text;
  throw new InputError(
    'is kept by Git LFS; git has only a pointer to it. Take it out of LFS',
    'ERR_NO_DOCKERFILE',
  );
}

/** The same text. Throws InputError where it is none of a Dockerfile. */
export function checkText(text: string): string {
  if (text.includes('\0'))
    throw new InputError('is not UTF-8 text; an image is audited with "audit image"', 'ERR_NO_DOCKERFILE');
  if (text.trim() === '')
    throw new InputError('is empty; a Dockerfile starts with FROM', 'ERR_NO_DOCKERFILE');
  return text;
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist; name a Dockerfile or a folder that has one',
  EACCES: 'may not be read; change its permissions or run as another user',
  EISDIR: 'is a folder; name the Dockerfile in it',
};

function unreadable(error: unknown): InputError {
  const code =
    typeof error === 'object' && error !== null && 'code' in error ? `${error.code}` : 'unknown error';
  const kind: AuditErrorCode = code === 'ENOENT' ? 'ERR_NOT_FOUND' : 'ERR_NOT_READABLE';
  return new InputError(REASONS[code] ?? `could not be read (${code})`, kind);
}
