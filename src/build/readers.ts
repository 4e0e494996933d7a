import type { BuildReader } from './build-file.ts';
import { COMPOSE_NAME } from './compose/compose-name.ts';
import { mayBuild, mayBuildInCi, mayBuildInCode } from './mentions.ts';

interface Row {
  /** Matches paths relative to the repository's root. */
  path: RegExp;
  /** False for a text that starts no build and need not be read, in time linear in it. */
  mayBuild?(text: string): boolean;
  read(): Promise<BuildReader>;
}

/** Which files may say how images are built, the first that matches a path; each reader is loaded when it is needed. */
const ROWS: readonly Row[] = [
  { path: COMPOSE_NAME, read: async () => (await import('./compose/read-compose.ts')).readCompose },
  {
    path: /(?:^|\/)docker-bake(?:\.[\w-]+)*\.(?:hcl|json)$/,
    read: async () => (await import('./bake/read-bake.ts')).readBake,
  },
  {
    path: /(?:^|\/)\.(?:github|gitea|forgejo)\/workflows\/[^/]+\.ya?ml$|(?:^|\/)action\.ya?ml$/,
    read: async () => (await import('./ci/github.ts')).readGithub,
  },
  {
    path: /(?:^|[/.-])gitlab-ci[\w.-]*\.ya?ml$|(?:^|\/)\.?gitlab(?:-ci)?\/.*\.ya?ml$/,
    read: async () => (await import('./ci/gitlab.ts')).readGitlab,
  },
  {
    path: /(?:^|\/)[\w.-]*buildspec[\w.-]*\.ya?ml$|(?:^|\/)buildspecs?\/[^/]+\.ya?ml$/i,
    read: async () => (await import('./ci/codebuild.ts')).readCodebuild,
  },
  {
    path: /(?:^|\/)[\w.-]*cloud-?build[\w.-]*\.(?:ya?ml|json)$/i,
    read: async () => (await import('./ci/cloud-build.ts')).readCloudBuild,
  },
  {
    path: /(?:^|\/)[\w.-]*azure-?pipelines?[\w.-]*\.ya?ml$|(?:^|\/)\.?(?:azure-?pipelines?|azuredevops|pipelines)\/.*\.ya?ml$/i,
    read: async () => (await import('./ci/azure.ts')).readAzure,
  },
  {
    path: /(?:^|\/)\.circleci\/[^/]+\.ya?ml$/,
    read: async () => (await import('./ci/circleci.ts')).readCircleci,
  },
  {
    path: /(?:^|\/)(?:bitbucket-pipelines|\.drone|\.woodpecker|\.travis|\.cirrus|appveyor|\.appveyor|cloudbees|Taskfile(?:\.dist)?|taskfile|codefresh|\.semaphore|earthly|tekton[\w-]*|pipeline|\.buildkite)\.ya?ml$|(?:^|\/)\.(?:woodpecker|buildkite|drone|tekton|semaphore|harness)\/.*\.ya?ml$/,
    mayBuild: mayBuildInCi,
    read: async () => (await import('./ci/other.ts')).readOther,
  },
  {
    path: /(?:^|\/)skaffold[\w.-]*\.ya?ml$/,
    read: async () => (await import('./platform/skaffold.ts')).readSkaffold,
  },
  {
    path: /(?:^|\/)\.?devcontainer\.json$/,
    read: async () => (await import('./platform/devcontainer.ts')).readDevcontainer,
  },
  { path: /(?:^|\/)fly(?:\.[\w-]+)?\.toml$/, read: async () => (await import('./platform/fly.ts')).readFly },
  {
    path: /(?:^|\/)package\.json$/,
    mayBuild,
    read: async () => (await import('./tasks/read-package-json.ts')).readPackageJson,
  },
  {
    path: /(?:^|\/)(?:GNU|BSD)?[Mm]akefile(?:\.[\w.-]+)?$|(?:^|\/)[\w-]+\.[Mm]akefile$|\.(?:mk|mak|make)$/,
    mayBuild,
    read: async () => (await import('./tasks/read-makefile.ts')).readMakefile,
  },
  {
    path: /(?:^|\/)\.?[Jj]ustfile$|\.just$/,
    mayBuild,
    read: async () => (await import('./tasks/read-justfile.ts')).readJustfile,
  },
  {
    path: /\.(?:sh|bash|zsh|ksh|envrc)$|(?:^|\/)(?:bin|scripts?|hooks|ci|hack|tools|dev)\/[\w-]+$/,
    read: async () => (await import('./tasks/read-shell.ts')).readShell,
  },
  {
    path: /(?:^|\/)\.?goreleaser[\w.-]*\.ya?ml$/,
    read: async () => (await import('./platform/goreleaser.ts')).readGoreleaser,
  },
  {
    path: /\.(?:psm?1|cmd|bat)$/i,
    read: async () => (await import('./tasks/read-windows.ts')).readWindows,
  },
  {
    path: /(?:^|\/)Jenkinsfile[^/]*$|\.(?:jenkinsfile|groovy)$/i,
    mayBuild: mayBuildInCode,
    read: async () => (await import('./code/read-jenkins.ts')).readJenkins,
  },
  {
    path: /(?:^|\/)Tiltfile$|\.tiltfile$/i,
    mayBuild: mayBuildInCode,
    read: async () => (await import('./code/read-tilt.ts')).readTilt,
  },
  {
    path: /\.tf$/,
    mayBuild: mayBuildInCode,
    read: async () => (await import('./code/read-terraform.ts')).readTerraform,
  },
  {
    path: /(?<!\.d)\.[cm]?[jt]sx?$/,
    mayBuild: mayBuildInCode,
    read: async () => (await import('./code/read-javascript.ts')).readJavaScript,
  },
  {
    path: /\.py$/,
    mayBuild: mayBuildInCode,
    read: async () => (await import('./code/read-python.ts')).readPython,
  },
];

/** What they are called. */
export const BUILD_FILES: readonly RegExp[] = ROWS.map(({ path }) => path);

/** The row for a path, or undefined for a file that says nothing of builds. */
function rowOf(path: string): Row | undefined {
  return ROWS.find((row) => row.path.test(path));
}

/** True for a file that may say how images are built, by its path in the repository. */
export function mayDescribeBuilds(path: string): boolean {
  return rowOf(path) !== undefined;
}

/** False for a file that says nothing of builds, by its path and text: it need not be read, which takes a clock and a parser. */
export function mentionsBuilds(path: string, text: string): boolean {
  return rowOf(path)?.mayBuild?.(text) ?? true;
}

/** The reader of such a file. */
export async function readerOf(path: string): Promise<BuildReader | undefined> {
  return rowOf(path)?.read();
}
