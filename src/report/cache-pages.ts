import { compareImages } from '../audit/cache/compare-images.ts';
import { readBases } from '../audit/cache/read-bases.ts';
import type { CacheOptions } from '../audit/cache/report-cache.ts';
import { givenArguments, platformArguments, runCache } from '../audit/cache/run-cache.ts';
import { DEFAULT_LIMITS } from '../config/limits.ts';
import { cacheText } from './cache-text.ts';
import { comparisonText } from './comparison-text.ts';
import { jsonText } from './json-text.ts';

type OpenOptions = Parameters<typeof compareImages>[1];

/** A report of the cache, in each form that it comes in. */
export interface CachePage {
  json(): string;
  text(io: { width: number; colour: boolean }): string;
  /** Nothing that takes long depends on a rotating value. */
  proved: boolean;
  /** Nothing was in doubt of what was read. */
  whole: boolean;
}

export interface ShowOptions {
  rotate?: readonly string[] | undefined;
  /** `NAME=VALUE`, or `NAME` for the value in the environment. */
  buildArguments: readonly string[];
  builder: CacheOptions['builder'];
  target?: string | undefined;
  platform?: string | undefined;
  /** Base images to be read, and how. */
  bases: readonly string[];
  open: OpenOptions;
  /** What the project says of names and credentials. */
  own: CacheOptions['own'];
}

/** What enters the cache keys of a Dockerfile. Throws InputError where that cannot be read, or what is asked is not in it, ImageError where a base image cannot. */
export async function showCache(
  path: string,
  { rotate = [], buildArguments, builder, target, platform, bases, open, own }: ShowOptions,
): Promise<CachePage> {
  const given = givenArguments(buildArguments, process.env);
  const ofPlatform = platform === undefined ? [] : platformArguments(platform);
  const options = {
    rotate,
    given: new Map([...ofPlatform, ...given]),
    builder,
    own,
    bases: await readBases(bases, open),
    ...(target !== undefined && { target }),
  };
  const report = await runCache(path, options, { ...DEFAULT_LIMITS, ...open.limits });
  const { proved, skipped } = report;
  return {
    json: () => jsonText(report),
    text: (io) => cacheText(report, io),
    proved,
    whole: skipped.length === 0,
  };
}

/** Where two images part. Throws ImageError where one cannot be read. */
export async function compareCaches(
  images: readonly [string, string],
  options: OpenOptions,
): Promise<CachePage> {
  const comparison = await compareImages(images, options);
  return {
    json: () => jsonText(comparison),
    text: ({ width }) => comparisonText(comparison, width),
    proved: comparison.layers.differing.length === 0,
    whole: true,
  };
}
