import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findFiles } from '../discover.ts';
import { isDockerfileName } from '../dockerfile-name.ts';
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

/** Files of other people's tools, and what goes into them. */
const HOOK_FILES: readonly [path: string, text: string][] = [
  ['.pre-commit-config.yaml', snippets.PRE_COMMIT],
  ...['lefthook.yml', 'lefthook.yaml', '.lefthook.yml', '.lefthook.yaml'].map((path): [string, string] => [
    path,
    snippets.LEFTHOOK,
  ]),
  ['.husky/pre-commit', `${snippets.HOOK_LINE}\n`],
  ['.githooks/pre-commit', `${snippets.HOOK_LINE}\n`],
];
const CI_FILES: readonly [path: string, text: string][] = [
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
  ].map((path): [string, string] => [path, snippets.ANY_STEP]),
];
const CONFIGURATIONS = ['.build-audit.yaml', '.build-audit.yml'];
const WORKFLOW = '.github/workflows/build-audit.yml';

/** Looks at a folder, and says what would make the audit a part of it. Nothing is written. */
export async function planInit(folder: string): Promise<InitPlan> {
  const has = (path: string) => existsSync(join(folder, path));
  const plan = {
    writes: [] as NewFile[],
    byHand: [] as { path: string; text: string }[],
    kept: [] as string[],
  };
  const write = (path: string, text: string, executable = false) =>
    plan.writes.push({ path, text, executable });
  const configured = CONFIGURATIONS.find(has);
  if (configured === undefined) write('.build-audit.yaml', snippets.CONFIGURATION);
  else plan.kept.push(configured);

  const known = [...HOOK_FILES, ...CI_FILES].filter(([path]) => has(path));
  for (const [path, text] of known) {
    if (/build-audit/.test(await readFile(join(folder, path), 'utf8').catch(() => ''))) plan.kept.push(path);
    else plan.byHand.push({ path, text });
  }
  const steps: string[] = [];
  if (!known.some((one) => HOOK_FILES.includes(one))) {
    const isHusky = has('.husky');
    write(isHusky ? '.husky/pre-commit' : '.githooks/pre-commit', snippets.HOOK, true);
    if (!isHusky) steps.push('git config core.hooksPath .githooks, in each clone, for the hook to run');
  }
  if (has(WORKFLOW)) plan.kept.push(WORKFLOW);
  else if (has('.github') || (await isOnGithub(folder))) write(WORKFLOW, snippets.WORKFLOW);
  else if (!known.some((one) => CI_FILES.includes(one)))
    steps.push(`run in your CI system: ${snippets.ANY_STEP.trim()}`);
  const dockerfiles = await findFiles(folder, isDockerfileName, () => {});
  return { dockerfiles: dockerfiles.length, ...plan, steps };
}

async function isOnGithub(folder: string): Promise<boolean> {
  const settings = await readFile(join(folder, '.git/config'), 'utf8').catch(() => '');
  return /^\s*url\s*=.*\bgithub\.com[/:]/m.test(settings);
}
