import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { diskFiles } from '../../context/files.ts';
import { findFiles } from '../discover.ts';
import { isDockerfileName } from '../dockerfile-name.ts';
import { findConfig } from '../project/find-config.ts';
import { planHook } from './hook-plan.ts';
import { type GitRepository, repositoryAt } from './repository.ts';
import * as snippets from './snippets.ts';

/** A file that is to be made; there is none of its name. */
export interface NewFile {
  path: string;
  text: string;
  executable: boolean;
}

/** What `audit init` would do in a folder. */
export interface InitPlan {
  dockerfiles: number;
  writes: readonly NewFile[];
  /** What is to be added to files that are there. */
  byHand: readonly { path: string; text: string }[];
  /** Files that are there and need nothing. */
  kept: readonly string[];
  /** What a user has to do besides. */
  steps: readonly string[];
}

/** A file of someone else, and what goes into it. */
type ByHand = readonly [path: string, text: string];

/** Those of programs that run hooks. */
const HOOK_FILES: readonly ByHand[] = [
  ['.pre-commit-config.yaml', snippets.PRE_COMMIT],
  ...['lefthook.yml', 'lefthook.yaml', '.lefthook.yml', '.lefthook.yaml'].map(
    (path): ByHand => [path, snippets.LEFTHOOK],
  ),
  ['.husky/pre-commit', snippets.HOOK_STEP],
];
const CI_FILES: readonly ByHand[] = [
  ['.gitlab-ci.yml', snippets.GITLAB_JOB],
  ['Jenkinsfile', snippets.JENKINS_STEP],
  ...[
    'buildspec.yml',
    'azure-pipelines.yml',
    '.circleci/config.yml',
    'bitbucket-pipelines.yml',
    'cloudbuild.yaml',
    '.drone.yml',
    '.woodpecker.yml',
    '.travis.yml',
    '.buildkite/pipeline.yml',
  ].map((path): ByHand => [path, snippets.ANY_STEP]),
];
const WORKFLOW = '.github/workflows/build-audit.yml';

/**
 * Looks at a folder, and says what would make the audit a part of it. Nothing is written.
 *
 * @throws InputError for a folder inside of a repository, ConfigError where it has two configurations
 */
export async function planInit(folder: string): Promise<InitPlan> {
  const top = resolve(folder);
  const isThere = ([path]: ByHand) => existsSync(join(top, path));
  const repository = await repositoryAt(top);
  const { config } = findConfig(top, diskFiles);
  const managers = HOOK_FILES.filter(isThere);
  const systems = CI_FILES.filter(isThere);
  const hook = managers.length > 0 ? { steps: [] } : planHook(top, repository);
  const ci = planCi(top, repository, systems);
  const there = hook.there === undefined ? [] : [[hook.there, snippets.HOOK_STEP] as const];
  const writes = [
    ...(config === undefined ? [newFile('.build-audit.yaml', snippets.CONFIGURATION)] : []),
    ...(hook.write === undefined ? [] : [newFile(hook.write, snippets.HOOK, true)]),
    ...(ci.write === undefined ? [] : [newFile(ci.write, snippets.WORKFLOW)]),
  ];
  const { kept, byHand } = await sorted(top, [...managers, ...there, ...systems]);
  const found = await findFiles(top, isDockerfileName, () => {});
  return {
    dockerfiles: found.length,
    writes,
    byHand,
    kept: [...(config === undefined ? [] : [relative(top, config)]), ...kept, ...ci.kept],
    steps: [...hook.steps, ...ci.steps],
  };
}

function newFile(path: string, text: string, executable = false): NewFile {
  return { path, text, executable };
}

/** A workflow where GitHub is used; where no CI system is known, what it has to run. */
function planCi(
  top: string,
  repository: GitRepository | undefined,
  systems: readonly ByHand[],
): { write?: string; kept: readonly string[]; steps: readonly string[] } {
  if (existsSync(join(top, WORKFLOW))) return { kept: [WORKFLOW], steps: [] };
  if (existsSync(join(top, '.github')) || repository?.isOnGithub === true)
    return { write: WORKFLOW, kept: [], steps: [] };
  const steps = systems.length > 0 ? [] : [`run in your CI system: ${snippets.ANY_STEP.trim()}`];
  return { kept: [], steps };
}

/** What has the audit in it already, and what it is to be added to. */
async function sorted(top: string, files: readonly ByHand[]): Promise<Pick<InitPlan, 'kept' | 'byHand'>> {
  const kept: string[] = [];
  const byHand: { path: string; text: string }[] = [];
  for (const [path, text] of files) {
    const content = await readFile(resolve(top, path), 'utf8').catch(() => '');
    if (/build-audit/.test(content)) kept.push(path);
    else byHand.push({ path, text });
  }
  return { kept, byHand };
}
