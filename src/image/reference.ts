import { existsSync } from 'node:fs';

/** Decides by its tags, and by its number in the top index or manifest.json, whether an image is asked for. */
export type Wanted = (tags: readonly string[], index: number) => boolean;

/** Splits containers/image's `PATH[:REFERENCE]`. An existing path wins, so that a path may hold a colon. */
export function splitReference(rest: string): { path: string; reference?: string } {
  if (existsSync(rest)) return { path: rest };
  for (let colon = rest.indexOf(':', 1); colon > 0; colon = rest.indexOf(':', colon + 1)) {
    const path = rest.slice(0, colon);
    if (existsSync(path)) return { path, reference: rest.slice(colon + 1) };
  }
  return { path: rest };
}

/** `@N` asks for the N-th image, anything else for a tag, short (`app`) or in full (`docker.io/library/app:latest`). */
export function wantedBy(reference: string | undefined): Wanted {
  if (reference === undefined || reference === '') return () => true;
  const [, number] = /^@(\d+)$/.exec(reference) ?? [];
  if (number !== undefined) return (_, index) => index === Number(number);
  const full = fullName(reference);
  return (tags) => tags.some((tag) => tag === reference || fullName(tag) === full);
}

/** True for two names that mean one image: `python` and `docker.io/library/python:latest`. */
export function isSameImage(one: string, other: string): boolean {
  return fullName(one) === fullName(other);
}

function fullName(reference: string): string {
  const short = reference.replace(/^docker\.io\//, '').replace(/^library\//, '');
  return /[:@][^/]*$/.test(short) ? short : `${short}:latest`;
}
