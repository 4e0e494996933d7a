import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { root } from './cli.ts';

/** Names of files, and whether the hooks for Dockerfiles and for builds have to run for them. */
export const HOOK_NAMES: readonly [path: string, dockerfile: boolean, builds: boolean][] = [
  ...['Dockerfile', 'a b/Dockerfile.dev', 'Dockerfile-ci', 'dockerfile', 'Containerfile.test'].map(both),
  ...['api.Dockerfile', 'x/api.dockerfile'].map(both),
  ...['compose.yml', 'deploy/docker-compose.prod.yaml', 'docker-bake.hcl', 'docker-bake.override.json'].map(
    builds,
  ),
  ...['.github/workflows/a.yaml', '.gitlab-ci.yml', 'ci/buildspec-app.yml', 'cloudbuild.yaml'].map(builds),
  ...['azure-pipelines.yml', '.circleci/config.yml', '.buildkite/pipeline.yml', '.drone.yml'].map(builds),
  ...['Taskfile.yml', 'skaffold.yaml', '.devcontainer/devcontainer.json', 'fly.toml'].map(builds),
  ...['package.json', 'web/package.json', 'Makefile', 'GNUmakefile', 'build/image.mk', 'justfile'].map(
    builds,
  ),
  ...['a/build.sh', 'scripts/release', 'hack/update', '.goreleaser.yml', 'build.ps1', 'build.CMD'].map(
    builds,
  ),
  ...['Jenkinsfile.release', 'vars/image.groovy', 'Tiltfile', 'main.tf', 'build.ts', 'x/deploy.py'].map(
    builds,
  ),
  ...['.dockerignore', 'web/Dockerfile.dockerignore', '.containerignore'].map(builds),
  ...['.npmrc', 'web/.npmrc', '.env', '.env.local', 'prod.env', 'keys/server.p12', 'deploy.key'].map(builds),
  ...['pip.conf', 'nuget.config', 'NuGet.Config', 'home/.aws/credentials', 'gcp-key.json'].map(builds),
  ...['MyDockerfile', 'README.md', 'src/main.go', 'Cargo.lock', 'go.mod'].map(neither),
  ...['tsconfig.json', 'compose.txt', 'docs/makefile-notes.md', 'environment', 'a/npmrc.txt'].map(neither),
  ...['yarn.lock', 'web/index.html', 'Makefile~', 'keys/README', 'ignore'].map(neither),
];

function both(path: string): [string, boolean, boolean] {
  return [path, true, true];
}

function builds(path: string): [string, boolean, boolean] {
  return [path, false, true];
}

function neither(path: string): [string, boolean, boolean] {
  return [path, false, false];
}

interface Hook {
  id: string;
  files: string;
  exclude?: string;
}

/** The hook of that name, as it is shipped. */
export async function hookOf(id: string): Promise<Hook> {
  const hooks: Hook[] = parse(await readFile(`${root}.pre-commit-hooks.yaml`, 'utf8'));
  const hook = hooks.find((one) => one.id === id);
  if (hook === undefined) throw new RangeError(`no hook ${id}`);
  return hook;
}
