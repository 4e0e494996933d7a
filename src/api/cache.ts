import type { CacheReport } from '../audit/cache/cache-report.ts';
import { openOptions } from '../image/open-options.ts';
import { readSource } from './dockerfile.ts';
import { limitsOf, orReason } from './start.ts';
import type { CacheOptions, DockerfileSource } from './types.ts';

/**
 * Tells what enters the cache key of each step of a Dockerfile, and which steps a rotating value invalidates.
 *
 * Rejects with an InputError where the file cannot be read or is no Dockerfile, has not the stage or the names that are asked for,
 * goes beyond a limit or takes too long, and where an option or a limit has a value that it does not take; with an ImageError
 * where a base image cannot be read; with the signal's reason where that is aborted.
 */
export function auditCache(source: DockerfileSource, options: CacheOptions = {}): Promise<CacheReport> {
  return orReason(options, async () => {
    const [
      { cacheInTime, platformArguments },
      { readBases },
      { InputError, readDockerfile },
      { DEFAULT_LIMITS },
    ] = await Promise.all([
      import('../audit/cache/run-cache.ts'),
      import('../audit/cache/read-bases.ts'),
      import('../audit/read-dockerfile.ts'),
      import('../config/limits.ts'),
    ]);
    const { rotate = [], buildArguments = {}, target, bases = [], builder = 'buildkit' } = options;
    const { platform, signal, environment } = options;
    const { path, texts } = await readSource(source);
    const ofPlatform = platform === undefined ? [] : platformArguments(platform);
    const limits = { ...DEFAULT_LIMITS, ...(await limitsOf(options)) };
    const open = { ...openOptions(options), limits, signal, ...(environment && { environment }) };
    try {
      const text = texts?.get(path) ?? (await readDockerfile(path, limits));
      const asked = {
        rotate,
        given: new Map([...ofPlatform, ...Object.entries(buildArguments)]),
        builder,
        bases: await readBases(bases, open),
        ...(target !== undefined && { target }),
      };
      return cacheInTime(path, text, asked, limits);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      throw new InputError(`${path}: ${error.message}`, error.code);
    }
  });
}
