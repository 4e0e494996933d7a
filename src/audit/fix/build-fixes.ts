import type { Builds } from '../../build/read-builds.ts';
import { append } from '../../config/append.ts';
import { type BuildRewrite, rewriteBuilds } from '../../rewrite/build/rewrite-build.ts';
import { DOTENV, dotenvLine } from '../../rewrite/build/supply.ts';
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

/** What several rewrites put into one file of `NAME="value"` lines is one need: it is written and passed once. */
function inOneFile(needs: readonly SecretNeed[]): SecretNeed[] {
  const [first, ...others] = needs.filter(({ dotenv }) => dotenv !== undefined);
  if (first === undefined || others.length === 0) return [...needs];
  const { argument: _, ...rest } = first;
  const dotenv = [...new Set([first, ...others].flatMap((need) => need.dotenv ?? []))];
  return [...needs.filter((need) => need.dotenv === undefined), { ...rest, dotenv }];
}

/** Where nobody is known who builds. */
function anyCommand(needs: readonly SecretNeed[]): string[] {
  const flags = [...new Set(needs.flatMap(flagOf))];
  const pairs = needs.flatMap(({ dotenv = [] }) => dotenv.map((name) => [name, `"$${name}"`] as const));
  const lines = pairs.length === 0 ? [] : [dotenvLine(pairs)];
  return flags.length === 0 ? [] : [...lines, `docker build ${flags.join(' ')} .`];
}

function flagOf({ kind, id, argument, file, dotenv }: SecretNeed): string[] {
  if (kind === 'nothing') return [];
  if (kind === 'ssh') return [file === undefined ? '--ssh default' : `--ssh default=${file}`];
  const source = dotenv === undefined ? file : DOTENV;
  if (source !== undefined) return [`--secret id=${id},src=${source}`];
  return [`--secret id=${id},env=${argument ?? id.toUpperCase()}`];
}
