import { ConfigError } from '../../config/config-error.ts';
import { type Files, readWhole } from '../../context/files.ts';

/** One leak of a baseline. All but the fingerprint and the count is for people. */
export interface BaselineEntry {
  /** Keyed with the salt; of no secret that could be guessed. */
  fingerprint: string;
  /** So many equal ones: one more is new. */
  count: number;
  rule: string;
  kind: 'source' | 'image';
  /** A file, or an image without its tag. */
  where: string;
  /** What is in the image. */
  place?: string;
  name?: string;
}

/** What `audit baseline` writes. */
export interface BaselineFile {
  version: 1;
  salt: string;
  entries: readonly BaselineEntry[];
}

const VERSION = 1;
const MOST_BYTES = 64 << 20;

/**
 * Reads a baseline; undefined where there is none.
 *
 * @param shown the path as it is to be told
 * @throws ConfigError for what is none, or of a later version
 */
export function readBaseline(path: string, shown: string, files: Files): BaselineFile | undefined {
  const text = textOf(path, shown, files);
  if (text === undefined) return undefined;
  const wrong = (problem: string): ConfigError =>
    new ConfigError(`${shown}: ${problem}; make it anew with "audit baseline --output ${shown}"`);
  const content = parsed(text);
  if (content === undefined) throw wrong('is no JSON, so no baseline');
  if (!isRecord(content)) throw wrong('is no baseline');
  const { version, salt, entries } = content;
  if (typeof version === 'number' && version > VERSION)
    throw new ConfigError(
      `${shown}: is of version ${version}, this build-audit knows version ${VERSION}; use the one that wrote it, or a later one`,
    );
  if (version !== VERSION) throw wrong('is no baseline: it has no version');
  if (typeof salt !== 'string' || !/^[0-9a-f]{32,128}$/.test(salt)) throw wrong('has no salt');
  if (!Array.isArray(entries)) throw wrong('has no entries');
  const read = entries.map(entryIn);
  const bad = read.indexOf(undefined);
  if (bad !== -1) throw wrong(`entry ${bad + 1} is malformed`);
  return { version: VERSION, salt, entries: read.filter((entry) => entry !== undefined) };
}

function textOf(path: string, shown: string, files: Files): string | undefined {
  try {
    const text = readWhole(path, files);
    if (text.length > MOST_BYTES) throw new ConfigError(`${shown}: is longer than any baseline`);
    return text;
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    if (code === 'ENOENT') return undefined;
    throw new ConfigError(`${shown}: the baseline could not be read (${code})`);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function entryIn(value: unknown): BaselineEntry | undefined {
  if (!isRecord(value)) return undefined;
  const { fingerprint, count, rule, kind, where, place, name } = value;
  if (typeof fingerprint !== 'string' || !/^[0-9a-f]{32}$/.test(fingerprint)) return undefined;
  if (typeof count !== 'number' || !Number.isInteger(count) || count < 1) return undefined;
  if (typeof rule !== 'string' || typeof where !== 'string') return undefined;
  if (kind !== 'source' && kind !== 'image') return undefined;
  return {
    fingerprint,
    count,
    rule,
    ...(typeof name === 'string' && { name }),
    kind,
    where,
    ...(typeof place === 'string' && { place }),
  };
}
