import type { Builder } from '../build-path.ts';
import type { CallOptions, Where } from './call-options.ts';
import type { Shape } from './shape.ts';

/** An engine's API has BuildKit behind `version: '2'` only; its secrets need a session, which clients do not open. */
export function engineBuilder(call: CallOptions): Builder {
  return call.text('version') === '2' ? 'buildkit' : 'classic';
}

/** Both spellings of a name: `buildArgs`, `build_args`. */
function spelled(...names: readonly string[]): Where[] {
  return names.flatMap((name) => [
    ...new Set([name, name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)]),
  ]);
}

const ASSET = {
  builder: 'buildkit',
  dockerfile: ['file'],
  fileIn: 'context',
  args: spelled('buildArgs'),
  secrets: spelled('buildSecrets'),
  ssh: spelled('buildSsh'),
  target: spelled('target', 'targetStage'),
} as const satisfies Partial<Shape>;

/** AWS CDK: aws-ecr-assets, aws-ecs, aws-lambda, core (API reference v2). */
const CDK: readonly Shape[] = [
  { ...ASSET, callee: /(?:^|\.)DockerImageAsset$/, options: 2, context: ['directory'], accepts: isNew },
  {
    ...ASSET,
    callee: /(?:^|\.)DockerImage\.from_?[bB]uild$|(?:^|\.)Code\.from_?[dD]ocker_?[bB]uild$/,
    options: 1,
    context: [0, 'path'],
  },
  {
    ...ASSET,
    callee:
      /(?:ContainerImage\.from_?[aA]sset|DockerImageCode\.from_?[iI]mage_?[aA]sset|Code\.from_?[aA]sset_?[iI]mage)$/,
    options: 1,
    context: [0, 'directory'],
  },
  {
    ...ASSET,
    callee: /BuildImage\.from_?[aA]sset$/,
    options: 2,
    context: ['directory'],
  },
];

function isNew({ call }: CallOptions): boolean {
  return call.items.length > 1;
}

/** Pulumi: docker.Image (v3, v4), docker-build's Image, awsx's (registry documentation). */
const PULUMI: Shape = {
  callee: /(?:^|\.)Image$/,
  accepts: (call) =>
    call.call.items.length > 1 &&
    call.get('build', 'context', 'dockerfile', 'repositoryUrl', 'repository_url', ...spelled('buildArgs')) !==
      undefined,
  builder: (call) =>
    /V1$/.test(call.text(...spelled('build.builderVersion', 'builderVersion')) ?? '')
      ? 'classic'
      : 'buildkit',
  options: 1,
  context: ['build.context', 'context.location', 'build', 'context', 'path'],
  contextIs: 'folder',
  dockerfile: ['build.dockerfile', 'dockerfile.location', 'dockerfile'],
  inline: ['dockerfile.inline'],
  args: ['build.args', ...spelled('buildArgs'), 'args'],
  secrets: ['secrets'],
  ssh: ['ssh'],
  target: ['build.target', 'target'],
  labels: ['labels'],
};

/** Dagger: Directory.dockerBuild, Container.build (API reference). */
const DAGGER: readonly Shape[] = [
  {
    callee: /(?:^|\.)(?:dockerBuild|docker_build)$/,
    builder: 'buildkit',
    dockerfile: ['dockerfile'],
    args: spelled('buildArgs'),
    secrets: ['secrets'],
    ssh: ['ssh'],
    target: ['target'],
  },
  {
    callee: /(?:^|\.|\))container\(\)\.build$/,
    builder: 'buildkit',
    dockerfile: ['dockerfile'],
    args: spelled('buildArgs'),
    secrets: ['secrets'],
    target: ['target'],
  },
];

export const SHARED_SHAPES: readonly Shape[] = [...CDK, PULUMI, ...DAGGER];
