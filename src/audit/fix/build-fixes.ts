import type { Builds } from '../../build/read-builds.ts';
import { append } from '../../config/append.ts';
import { type BuildRewrite, rewriteBuilds } from '../../rewrite/build/rewrite-build.ts';
import { inOneFile, supplyOf } from '../../rewrite/build/supply.ts';
import type { SecretNeed } from '../../rewrite/need.ts';
import type { JudgedBuild } from '../rule.ts';

/** What the rewrites of one Dockerfile ask of those who build it. */
export interface AskedBuilds {
  builds: readonly JudgedBuild[];
  needs: readonly SecretNeed[];
  /** Of the folder that they are in; absent for a Dockerfile by itself. */
  repository?: Builds;
}

/** The other half of rewrites: every build that is known supplies what the Dockerfiles mount now. */
export function buildFixes(asked: readonly AskedBuilds[]): BuildRewrite {
  const all = asked
    .filter(({ needs }) => needs.length > 0)
    .map((one) => ({ ...one, needs: inOneFile(one.needs) }));
  const found: BuildRewrite[] = all
    .filter(({ builds }) => builds.length === 0)
    .map(({ needs }) => ({ edits: [], commands: anyCommand(needs), remarks: [], doubts: [] }));
  for (const repository of new Set(all.flatMap((one) => one.repository ?? []))) {
    const builds = all
      .filter((one) => one.repository === repository)
      .flatMap(({ builds: own, needs }) => own.map(({ path }) => ({ path, needs })));
    if (builds.length > 0) append(found, rewriteBuilds(builds, { builds: repository }));
  }
  return {
    edits: found.flatMap(({ edits }) => edits),
    commands: [...new Set(found.flatMap(({ commands }) => commands))],
    remarks: [...new Set(found.flatMap(({ remarks }) => remarks))],
    doubts: [...new Set(found.flatMap(({ doubts }) => doubts))],
  };
}

/** Where nobody is known who builds. */
function anyCommand(needs: readonly SecretNeed[]): string[] {
  const { flags, prepare } = supplyOf(needs);
  const words = flags.flat().join(' ');
  return flags.length === 0 ? [] : [...prepare, `docker build ${words} .`];
}
