import type { Limits } from '../../config/limits.ts';
import { GivenUp, withinTime } from '../../config/patience.ts';
import { checkLength, InputError, readDockerfile } from '../read-dockerfile.ts';
import type { CacheReport } from './cache-report.ts';
import { type CacheOptions, reportCache } from './report-cache.ts';

/** Reads a Dockerfile, or `-` for standard input, and reports on its cache keys. Throws InputError where it cannot be read. */
export async function runCache(path: string, options: CacheOptions, limits: Limits): Promise<CacheReport> {
  const text = await readDockerfile(path, limits);
  return cacheInTime(path === '-' ? '<stdin>' : path, text, options, limits);
}

/** The same of a text that is at hand. Throws InputError where it cannot be used, or takes too long. */
export function cacheInTime(name: string, text: string, options: CacheOptions, limits: Limits): CacheReport {
  checkLength(text, limits);
  try {
    return withinTime('dockerfileSeconds', limits, () => reportCache(name, text, options));
  } catch (error) {
    throw error instanceof GivenUp ? new InputError(error.message, 'ERR_NOT_READABLE') : error;
  }
}

/** `NAME=VALUE`, or `NAME` for the value in the environment, as docker build takes them. Throws InputError for what is neither. */
export function givenArguments(
  words: readonly string[],
  environment: NodeJS.ProcessEnv,
): Map<string, string> {
  const given = new Map<string, string>();
  for (const word of words) {
    const equals = word.indexOf('=');
    const name = equals === -1 ? word : word.slice(0, equals);
    if (!/^[A-Za-z_]\w*$/.test(name))
      throw new InputError('--build-arg: a build argument has no such name; say NAME=VALUE');
    const value = equals === -1 ? environment[name] : word.slice(equals + 1);
    if (value !== undefined) given.set(name, value);
  }
  return given;
}

/** The build arguments that the builder gives by itself, of a platform. */
export function platformArguments(platform: string): [string, string][] {
  const [os = '', architecture = '', variant = ''] = platform.split('/');
  return [
    ['TARGETPLATFORM', platform],
    ['TARGETOS', os],
    ['TARGETARCH', architecture],
    ['TARGETVARIANT', variant],
  ];
}
