import type { CallOptions } from './call-options.ts';
import type { Shape } from './shape.ts';
import { engineBuilder, SHARED_SHAPES } from './shared-shapes.ts';

const ENGINE_KEYS = [
  't',
  'buildargs',
  'dockerfile',
  'labels',
  'version',
  'remote',
  'nocache',
  'pull',
  'q',
  'rm',
  'target',
];

/** dockerode and its kin: `docker.buildImage(context, { t, buildargs, dockerfile, target, labels, version })`. */
const ENGINE: Shape = {
  callee: /(?:^|\.)(?:buildImage|imageBuild)$/,
  builder: engineBuilder,
  accepts: isEngineCall,
  options: 1,
  context: ['context', 0],
  dockerfile: ['dockerfile'],
  fileIn: 'context',
  args: ['buildargs', 'buildArgs'],
  target: ['target'],
  labels: ['labels'],
};

function isEngineCall(call: CallOptions): boolean {
  const { callee } = call.call;
  const on = callee.kind === 'member' && callee.of.kind !== 'other' ? callee.of : undefined;
  const name = on?.kind === 'name' || on?.kind === 'member' ? (on.name ?? '') : '';
  return call.get(...ENGINE_KEYS) !== undefined || /docker|engine|podman|balena/i.test(name);
}

export const JAVASCRIPT_SHAPES: readonly Shape[] = [ENGINE, ...SHARED_SHAPES];

/** Where requests of the engine's API have their query. */
const QUERY = ['buildargs', 'params.buildargs', 'qs.buildargs', 'query.buildargs', 'searchParams.buildargs'];

/** Any call with `buildargs`, as the engine's API spells them, or `buildArgs`, as builders' front ends do. */
export const KEYED_SHAPES: readonly Shape[] = [
  {
    callee: /./,
    accepts: (call) => call.get(...QUERY) !== undefined,
    builder: engineBuilder,
    context: ['context'],
    dockerfile: ['dockerfile', 'params.dockerfile', 'qs.dockerfile'],
    fileIn: 'context',
    args: QUERY,
    target: ['target', 'params.target'],
    labels: ['labels', 'params.labels'],
  },
  {
    callee: /./,
    accepts: (call) => call.get('buildArgs') !== undefined,
    builder: 'buildkit',
    context: ['context', 'contextPath', 'directory', 'path', 'cwd'],
    dockerfile: ['dockerfile', 'dockerfilePath', 'dockerFile', 'file'],
    args: ['buildArgs'],
    secrets: ['secrets', 'buildSecrets'],
    ssh: ['ssh'],
    target: ['target', 'targetStage'],
    labels: ['labels'],
  },
];
