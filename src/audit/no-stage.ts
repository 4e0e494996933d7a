import type { Stages } from '../dockerfile/stages.ts';

/** What is said where a Dockerfile has not the stage that is to be built; it holds what the file calls its stages. */
export function noStage(target: string, { stages }: Pick<Stages, 'stages'>): string {
  const names = stages.map(({ name, index }) => name ?? `${index}`).join(', ');
  return `there is no stage ${target}; ${names === '' ? 'the file has none' : `its stages: ${names}`}`;
}
