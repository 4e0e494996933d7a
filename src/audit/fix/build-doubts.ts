import type { SecretNeed } from '../../rewrite/need.ts';
import type { RewriteOptions } from '../../rewrite/rewrite.ts';
import type { AuditedFile } from './audited-file.ts';
import { buildFixes } from './build-fixes.ts';
import type { AuditableFile } from './dockerfile-texts.ts';

const MOST_TOLD = 3;

/** The file as its builds let it be rewritten: a build that no edit could be made for would fail until somebody changes it. */
export function withBuildDoubts({ file, builds, repository, hidden }: AuditedFile): AuditableFile {
  if (builds.length === 0 && hidden.length === 0) return file;
  const ofBuilds = (needs: readonly SecretNeed[]): string[] =>
    builds.length === 0 || repository === undefined ? [] : doubtsOf(needs, { builds, repository });
  const isAsked = (needs: readonly SecretNeed[]): boolean =>
    needs.some(({ argument }) => argument !== undefined);
  const others = hidden.slice(0, MOST_TOLD);
  return { ...file, doubts: (needs) => [...ofBuilds(needs), ...(isAsked(needs) ? others : [])] };
}

function doubtsOf(
  needs: readonly SecretNeed[],
  { builds, repository }: Pick<AuditedFile, 'builds' | 'repository'>,
): string[] {
  const { commands, doubts } = buildFixes([{ builds, needs, ...(repository && { repository }) }]);
  const places = commands.flatMap((command) => /^# (\S+:\d+:\d+)/.exec(command)?.[1] ?? []);
  if (places.length === 0) return doubts;
  const told = [...new Set(places)].slice(0, MOST_TOLD).join(', ');
  return [`who builds at ${told} has to be changed by hand`, ...doubts];
}

/** Buildah and podman know no variables in secret mounts. */
export function optionsFor(options: RewriteOptions, { builds }: Pick<AuditedFile, 'builds'>): RewriteOptions {
  const isBuildah = builds.some(({ path }) => path.builder === 'buildah');
  return isBuildah && options.style === undefined ? { ...options, style: 'file' } : options;
}
