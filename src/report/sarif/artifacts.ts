import { fileUri } from '../uri.ts';

/** Paths of a run in the report are relative to this. */
export const SOURCE_ROOT = 'SRCROOT';

export interface ArtifactLocation {
  uri: string;
  uriBaseId?: string;
  index: number;
}

/** The files that a run speaks of, each once. */
export class Artifacts {
  readonly #known = new Map<string, ArtifactLocation>();

  /** @param isSource false for what only looks like a path: a place in an image */
  location(path: string, isSource = true): ArtifactLocation {
    const uri = fileUri(path);
    const known = this.#known.get(uri);
    if (known !== undefined) return known;
    const isRelative = isSource && !uri.startsWith('file:');
    const location = { uri, ...(isRelative && { uriBaseId: SOURCE_ROOT }), index: this.#known.size };
    this.#known.set(uri, location);
    return location;
  }

  list(): { location: { uri: string; uriBaseId?: string } }[] {
    return Array.from(this.#known.values(), ({ index: _, ...location }) => ({ location }));
  }
}
