import { type Stage, stagesOf } from '../../dockerfile/stages.ts';
import type { Declaration } from '../../flow/declaration.ts';
import type { TracedRun } from '../../flow/trace.ts';
import type { BuildNeeds, DockerfileFacts } from '../rule.ts';

const DOCKERS = /^(?:docker\.io\/)?docker\/dockerfile(?:-upstream)?(?::|@|$)/;

/**
 * What the stages that a build runs ask for.
 *
 * @param target the stage that is built; else the last
 * @returns undefined when there is no such stage
 */
export function buildNeeds(
  { file, trace }: DockerfileFacts,
  target: string | undefined,
): BuildNeeds | undefined {
  const stages = stagesOf(file, target);
  if (stages.target === undefined) return undefined;
  const built = new Set(stages.stages.filter((stage) => stage.built).map(({ index }) => index));
  const isBuilt = ({ stage }: { stage: Stage }): boolean => built.has(stage.index);
  const mounts = (runs: readonly TracedRun[], type: string) =>
    runs.flatMap((run) => run.mounts.filter((mount) => mount.type === type));
  const runs = trace.runs.filter(isBuilt);
  const syntax = file.directives.find(({ name }) => name === 'syntax')?.value;
  const secrets = mounts(trace.runs, 'secret');
  const hasVariables = secrets.some(({ written }) =>
    /\$/.test(written.get('id') ?? written.get('source') ?? ''),
  );
  return {
    secrets: mounts(runs, 'secret'),
    ssh: mounts(runs, 'ssh'),
    args: argumentsOf(trace.declarations, built),
    mountedAnywhere: new Set(secrets.flatMap(({ id }) => id ?? [])),
    isOpen: hasVariables || (syntax !== undefined && !DOCKERS.test(syntax)),
  };
}

/** Those before the first FROM are for all stages. */
function argumentsOf(
  declarations: readonly Declaration[],
  built: ReadonlySet<number>,
): Map<string, Declaration> {
  const found = new Map<string, Declaration>();
  for (const declaration of declarations) {
    const { kind, name, stage } = declaration;
    if (kind === 'ARG' && (stage === undefined || built.has(stage.index)) && !found.has(name))
      found.set(name, declaration);
  }
  return found;
}
