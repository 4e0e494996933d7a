/** What a hostile image may cost at most. Each limit that is hit becomes a skip naming it. */
export const DEFAULT_LIMITS = {
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
} as const;

export type Limits = { readonly [K in keyof typeof DEFAULT_LIMITS]: number };
