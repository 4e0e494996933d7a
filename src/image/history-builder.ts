import type { HistoryEntry } from './image.ts';

export type HistoryBuilder = 'buildkit' | 'classic' | 'buildah' | 'kaniko' | 'unknown';

/** What an entry shows of its builder by itself, if anything: a RUN of the classic builder and of buildah look alike. */
export function builderOf({ createdBy, comment, author }: HistoryEntry): HistoryBuilder | undefined {
  if (comment?.startsWith('buildkit.') || createdBy.endsWith(' # buildkit')) return 'buildkit';
  if (author === 'kaniko') return 'kaniko';
  if (comment && /^FROM [0-9a-f]{12}/.test(comment)) return 'buildah';
  const [, blanks, keyword] = /#\(nop\)( +)([A-Z]+)/.exec(createdBy) ?? [];
  if (blanks === undefined) return undefined;
  // The classic builder has one blank for these, two for all others; buildah has always one.
  if (keyword === 'COPY' || keyword === 'ADD' || keyword === 'WORKDIR') return undefined;
  return blanks.length > 1 ? 'classic' : 'buildah';
}

/** The builder of the nearest entry that shows one: first of those before, for a base image comes first. */
export function neighbourBuilder(told: readonly (HistoryBuilder | undefined)[], i: number): HistoryBuilder {
  const before = told.slice(0, i).findLast((builder) => builder !== undefined);
  return before ?? told.slice(i).find((builder) => builder !== undefined) ?? 'unknown';
}
