import type { Builds } from '../../build/read-builds.ts';
import type { SecretNeed } from '../../rewrite/need.ts';
import type { RewriteOptions } from '../../rewrite/rewrite.ts';
import type { AuditedFile } from './audited-file.ts';
import { buildFixes } from './build-fixes.ts';
import type { AuditableFile } from './dockerfile-texts.ts';

const MOST_TOLD = 3;

/** The file as its builds let it be rewritten: a build that no edit could be made for would fail until somebody changes it. */
export function withBuildDoubts({ file, builds, repository }: AuditedFile): AuditableFile {
  if (repository === undefined) return file;
  const hidden = hiddenBuilds(repository);
  if (builds.length === 0 && hidden.length === 0) return file;
  return { ...file, doubts: (needs) => [...doubtsOf(needs, { builds, repository }), ...hidden] };
}

/** A build that was not understood may be one of any Dockerfile. */
function hiddenBuilds({ problems }: Builds): string[] {
  const hiding = problems.filter(({ hidesBuild }) => hidesBuild);
  return hiding.slice(0, MOST_TOLD).map(({ what, reason }) => `${what} ${reason}`);
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
