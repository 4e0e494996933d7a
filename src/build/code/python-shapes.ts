import type { CallOptions } from './call-options.ts';
import type { Shape } from './shape.ts';
import { SHARED_SHAPES } from './shared-shapes.ts';

/** docker-py has no way to BuildKit: `images.build` and `APIClient.build` always take the classic builder. */
const DOCKER_PY = {
  builder: 'classic',
  context: ['path', 0],
  dockerfile: ['dockerfile'],
  fileIn: 'context',
  args: ['buildargs'],
  target: ['target'],
  labels: ['labels'],
} as const satisfies Partial<Shape>;

/** python-on-whales: `docker.build(context_path, build_args=…, secrets=…)`, a front end of buildx. */
const ON_WHALES: Shape = {
  callee: /(?:^|\.)(?:docker|client|whales|podman)\.(?:buildx\.|image\.)?build$/,
  accepts: isOnWhales,
  builder: 'buildkit',
  context: ['context_path', 0],
  contextIs: 'folder',
  dockerfile: ['file'],
  args: ['build_args'],
  secrets: ['secrets'],
  ssh: ['ssh'],
  target: ['target'],
  labels: ['labels'],
};

function isOnWhales(call: CallOptions): boolean {
  const { text } = call.program.file.source;
  return text.includes('python_on_whales') && !isDockerPy(call);
}

/** `client.build(path=…, tag=…)`: the name alone says nothing. */
function isDockerPy(call: CallOptions): boolean {
  if (call.get('buildargs') !== undefined) return true;
  return (
    call.get('path', 'fileobj') !== undefined && call.get('tag', 'dockerfile', 'rm', 'decode') !== undefined
  );
}

export const PYTHON_SHAPES: readonly Shape[] = [
  { ...DOCKER_PY, callee: /(?:^|\.)images\.build$/ },
  ON_WHALES,
  { ...ON_WHALES, callee: /(?:^|\.)docker\.legacy_build$/, builder: 'classic' },
  { ...DOCKER_PY, callee: /\.build$/, accepts: isDockerPy },
  {
    ...DOCKER_PY,
    callee: /(?:^|\.)DockerImage$/,
    accepts: (call) => call.get('buildargs', 'dockerfile_path', 'path') !== undefined,
    dockerfile: ['dockerfile_path'],
  },
  ...SHARED_SHAPES,
];

/** Any call with `buildargs`, as docker-py has them, or `build_args`, as front ends of BuildKit do. */
export const KEYED_SHAPES: readonly Shape[] = [
  {
    ...DOCKER_PY,
    callee: /./,
    accepts: (call) => call.get('buildargs', 'params.buildargs') !== undefined,
    args: ['buildargs', 'params.buildargs'],
    context: ['path', 'context', 0],
  },
  {
    ...ON_WHALES,
    callee: /./,
    accepts: (call) => call.get('build_args') !== undefined,
    context: ['context_path', 'context', 'path', 'directory'],
    dockerfile: ['file', 'dockerfile'],
  },
];
