/** A digest over the sources, put in by scripts/build.js. */
declare const SOURCE_DIGEST: string | undefined;

/** Stands for everything that decides what is found in a layer; undefined where the sources are run as they are. */
export const RULESET: string | undefined = typeof SOURCE_DIGEST === 'undefined' ? undefined : SOURCE_DIGEST;
