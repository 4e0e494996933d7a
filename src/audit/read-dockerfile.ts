import { constants, createReadStream, openSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { type AuditErrorCode, InputError } from '../config/errors.ts';
import { type Limits, limitHint } from '../config/limits.ts';
import type { Files } from '../context/files.ts';

export { InputError };

/**
 * The text of a Dockerfile; `-` is standard input.
 *
 * @throws InputError when it cannot be read or is no text
 */
export async function readDockerfile(path: string, limits: Limits): Promise<string> {
  const { dockerfileBytes } = limits;
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of await streamOf(path)) {
      const bytes = Buffer.from(chunk);
      chunks.push(bytes);
      size += bytes.length;
      if (size > dockerfileBytes) throw tooLong(dockerfileBytes);
    }
  } catch (error) {
    throw error instanceof InputError ? error : unreadable(error);
  }
  const text = checkText(Buffer.concat(chunks).toString('utf8'));
  checkLength(text, limits);
  return text;
}

function tooLong(most: number): InputError {
  return new InputError(`is longer than ${most} bytes ${limitHint('dockerfileBytes')}`, 'ERR_NO_DOCKERFILE');
}

/** Where a word of a script can end. */
const BREAK = /[\s;&|()<>{}`$"']+/g;

/** @throws InputError where a Dockerfile is too long, or has more words than may be followed: their ways take memory */
export function checkLength(text: string, { dockerfileBytes, dockerfileWords }: Limits): void {
  if (Buffer.byteLength(text) > dockerfileBytes) throw tooLong(dockerfileBytes);
  let words = 1;
  for (const _ of text.matchAll(BREAK)) words += 1;
  if (words > dockerfileWords)
    throw new InputError(
      `has more than ${dockerfileWords} words ${limitHint('dockerfileWords')}`,
      'ERR_NO_DOCKERFILE',
    );
}

/** Whoever waits for a pipe in a system call cannot be told to stop: one is watched instead. */
async function streamOf(path: string): Promise<Readable> {
  if (path === '-') return process.stdin;
  if (!(await stat(path)).isFIFO()) return createReadStream(path);
  const { Socket } = await import('node:net');
  return new Socket({ fd: openSync(path, constants.O_RDONLY | constants.O_NONBLOCK), writable: false });
}

/**
 * The text of a Dockerfile that git has staged.
 *
 * @throws InputError when it cannot be read or is no text
 */
export function readStaged(path: string, files: Files, limits: Limits): string {
  const { dockerfileBytes } = limits;
  let bytes: Buffer | undefined;
  try {
    const file = files.file(path);
    if (file !== undefined && file.size > dockerfileBytes) throw tooLong(dockerfileBytes);
    bytes = file?.read(dockerfileBytes);
  } catch (error) {
    throw error instanceof InputError ? error : unreadable(error);
  }
  if (bytes === undefined) throw unreadable({ code: 'EISDIR' });
  const text = checkText(bytes.toString('utf8'));
  checkLength(text, limits);
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

/** Of a path that leads nowhere. */
export const NOT_THERE = 'does not exist; name a Dockerfile or a folder that has one';

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: NOT_THERE,
  EACCES: 'may not be read; change its permissions or run as another user',
  EISDIR: 'is a folder; name the Dockerfile in it',
};

function unreadable(error: unknown): InputError {
  const code =
    typeof error === 'object' && error !== null && 'code' in error ? `${error.code}` : 'unknown error';
  const kind: AuditErrorCode = code === 'ENOENT' ? 'ERR_NOT_FOUND' : 'ERR_NOT_READABLE';
  return new InputError(REASONS[code] ?? `could not be read (${code})`, kind);
}
