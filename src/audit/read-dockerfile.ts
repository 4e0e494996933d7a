import { constants, createReadStream, openSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { type Limits, limitHint } from '../config/limits.ts';

/** Said to the user: what could not be read, what was expected, what to do. */
export class InputError extends Error {
  override name = 'InputError';
}

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
      if (size > dockerfileBytes)
        throw new InputError(`is longer than ${dockerfileBytes} bytes ${limitHint('dockerfileBytes')}`);
    }
  } catch (error) {
    throw error instanceof InputError ? error : unreadable(error);
  }
  const text = checkText(Buffer.concat(chunks).toString('utf8'));
  checkWords(text, limits);
  return text;
}

/** Where a word of a script can end. */
const BREAK = /[\s;&|()<>{}`$"']+/g;

/** @throws InputError where a Dockerfile has more words than may be followed: their ways take memory */
export function checkWords(text: string, { dockerfileWords }: Limits): void {
  let words = 1;
  for (const _ of text.matchAll(BREAK)) words += 1;
  if (words > dockerfileWords)
    throw new InputError(`has more than ${dockerfileWords} words ${limitHint('dockerfileWords')}`);
}

/** Whoever waits for a pipe in a system call cannot be told to stop: one is watched instead. */
async function streamOf(path: string): Promise<Readable> {
  if (path === '-') return process.stdin;
  if (!(await stat(path)).isFIFO()) return createReadStream(path);
  const { Socket } = await import('node:net');
  return new Socket({ fd: openSync(path, constants.O_RDONLY | constants.O_NONBLOCK), writable: false });
}

function checkText(text: string): string {
  if (text.includes('\0')) throw new InputError('is not UTF-8 text; an image is audited with "audit image"');
  if (text.trim() === '') throw new InputError('is empty; a Dockerfile starts with FROM');
  return text;
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist; name a Dockerfile or a folder that has one',
  EACCES: 'may not be read; change its permissions or run as another user',
  EISDIR: 'is a folder; name the Dockerfile in it',
};

function unreadable(error: unknown): InputError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
  return new InputError(REASONS[code] ?? `could not be read (${code})`);
}
