/**
 * What one input may cost at most, as far as a user may meet it: each limit that is hit is told with its name. Bounds that
 * belong to an algorithm stay beside it: what they cut is told as doubt, or cannot be more.
 */
export const DEFAULT_LIMITS = {
  dockerfileBytes: 16 * 2 ** 20,
  /** Each takes some 3 kB where its way is followed. */
  dockerfileWords: 80_000,
  /** For one Dockerfile, once more for the rewrites in its report, and once more for those of `--fix`. */
  dockerfileSeconds: 30,
  buildFileBytes: 2 * 2 ** 20,
  buildFileSeconds: 10,
  /** Files below what one COPY takes from the build context. */
  contextFiles: 200_000,
  /** For one image or source of images, from its being opened to its last layer. */
  imageSeconds: 4 * 3600,
  layerSeconds: 3600,
  /** Bytes of an index, a manifest, a config. */
  jsonBytes: 16 * 2 ** 20,
  /** Brackets open at once in such a file: readers of the parsed value may recurse. */
  jsonDepth: 256,
  /** Indexes inside indexes. */
  indexDepth: 8,
  /** Manifests of one source, attestations included. */
  manifests: 10_000,
  layersPerImage: 1_000,
  historyEntries: 10_000,
  /** BuildKit's own bound for an in-toto blob. */
  attestationBytes: 40 * 2 ** 20,
  /** Files of an outer archive. */
  archiveEntries: 200_000,
  entriesPerLayer: 10_000_000,
  /** Credentials listed of all images of a run, in each of their places, and kept of one layer. Each takes some 10 kB where a report has it. */
  leaks: 20_000,
  /** Decompressed bytes of one layer, or of a compressed outer archive. */
  unpackedBytes: 64 * 2 ** 30,
  /** Decompressed bytes for each compressed byte; gzip cannot exceed 1032. */
  unpackedRatio: 2_000,
  /** Below this many decompressed bytes the ratio is not judged. */
  unpackedRatioFloor: 2 ** 30,
  /** Body of a tar extended header: pax records, GNU long names. */
  tarHeaderBytes: 2 ** 20,
  /** Damaged places told of one tar; the rest is counted. */
  problemsPerTar: 20,
  /** Archives inside archives. */
  nestedDepth: 5,
  /** Unpacked bytes of one file of a layer, those of all depths together. */
  nestedBytes: 4 * 2 ** 30,
  /** Unpacked bytes for each packed one. */
  nestedRatio: 1000,
  /** Below this many unpacked bytes the ratio is not judged. */
  nestedRatioFloor: 64 * 2 ** 20,
  /** Inner files, those of all depths together. A pack of `nestedHeldBytes` has some 400 000 objects in a large repository. */
  nestedEntries: 500_000,
  /** Bytes that have to be held at once: xz files, a pack of git, an object of it. */
  nestedHeldBytes: 64 * 2 ** 20,
} as const;

export type LimitKey = keyof typeof DEFAULT_LIMITS;
export type Limits = { readonly [K in LimitKey]: number };

/** What a user calls a limit: `json-bytes`. */
export function limitName(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** What a limit that was hit is told with. */
export function limitHint(key: LimitKey): string {
  return `(limit ${limitName(key)}; --limit ${limitName(key)}=N raises it)`;
}

const KEYS = new Map(
  Object.keys(DEFAULT_LIMITS).flatMap((key): [string, LimitKey][] =>
    isLimitKey(key) ? [[limitName(key), key]] : [],
  ),
);

function isLimitKey(key: string): key is LimitKey {
  return Object.hasOwn(DEFAULT_LIMITS, key);
}

/** What limits are called, in the order of the table. */
export const LIMIT_NAMES: readonly string[] = [...KEYS.keys()];

export function limitKey(name: string): LimitKey | undefined {
  return KEYS.get(name);
}

/** What a value of a limit looks like. */
export const LIMIT_VALUE = /^\d{1,12}(?:\.\d{1,3})?[kMGT]?$/;
const UNITS: Readonly<Record<string, number>> = { k: 2 ** 10, M: 2 ** 20, G: 2 ** 30, T: 2 ** 40 };

/** A number above zero, `k`, `M`, `G` and `T` for powers of 1024; undefined for anything else. */
export function limitValue(text: string): number | undefined {
  if (!LIMIT_VALUE.test(text)) return undefined;
  const number = Number.parseFloat(text) * (UNITS[text.slice(-1)] ?? 1);
  return number > 0 ? number : undefined;
}
