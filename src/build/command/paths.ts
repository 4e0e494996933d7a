import type { DockerfileReference, FilePlace } from '../build-path.ts';
import { insidePath, joinPath } from '../repository.ts';
import { describePart, HOLE, likelyText, templateOf, type Value } from '../value.ts';

/** In front of a path: it starts at the repository's root. */
export const ROOT = '\uE001/';

/** Where relative paths may start, relative to the repository's root, the likeliest first. */
export type Folders = readonly string[];

/** The paths in the repository that a value may mean; none where it is not known, or leads out of it. */
export function pathsOf(value: Value, folders: Folders): string[] {
  const path = likelyText(value);
  if (path === undefined) return [];
  if (path.startsWith(ROOT)) return [insidePath(path.slice(ROOT.length).replace(/^\/+/, '')) ?? []].flat();
  return [...new Set(folders.flatMap((folder) => joinPath(folder, path) ?? []))];
}

/** A context that is fetched: a URL, a repository. */
export function isRemote(value: Value): boolean {
  return /^(?:https?|git|ssh|oci-layout|docker-image|target|s3|gs):\/*|^git@|^github\.com\//.test(
    templateOf(value),
  );
}

export interface Named {
  context?: { value: Value; at: FilePlace };
  file?: { value: Value; at: FilePlace };
}

const USUAL = {
  buildkit: ['Dockerfile'],
  classic: ['Dockerfile'],
  kaniko: ['Dockerfile'],
  buildah: ['Containerfile', 'Dockerfile'],
} as const;

/**
 * The Dockerfile that a build means.
 *
 * @param besideContext the file is looked for in the context as well as where the command runs
 */
export function dockerfileOf(
  { context, file }: Named,
  {
    builder,
    folders,
    at,
    besideContext,
  }: { builder: keyof typeof USUAL; folders: Folders; at: FilePlace; besideContext: boolean },
): DockerfileReference {
  const place = file?.at ?? context?.at ?? at;
  if (context !== undefined && isRemote(context.value))
    return { kind: 'unknown', what: 'the Dockerfile of a context that is fetched', at: place };
  const contexts = context === undefined ? folders : pathsOf(context.value, folders);
  if (file === undefined) {
    const candidates = contexts.flatMap((folder) =>
      USUAL[builder].flatMap((name) => joinPath(folder, name) ?? []),
    );
    if (candidates.length > 0) return { kind: 'path', candidates, at: place };
    return { kind: 'unknown', what: `the Dockerfile in ${told(context?.value ?? [])}`, at: place };
  }
  const bases = besideContext ? [...contexts, ...folders] : [...folders, ...contexts];
  const candidates = pathsOf(file.value, bases);
  if (candidates.length > 0) return { kind: 'path', candidates, at: place };
  return { kind: 'unknown', what: `the Dockerfile ${told(file.value)}`, at: place };
}

/** A path for a report, unknown pieces as they are written. */
export function told(value: Value): string {
  return value
    .map((part) =>
      part.kind === 'text' ? part.text.replaceAll(ROOT, '').replaceAll(HOLE, '?') : describePart(part),
    )
    .join('');
}
