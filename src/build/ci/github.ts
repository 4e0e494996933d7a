import type { BuildReader } from '../build-file.ts';
import type { BuildPath } from '../build-path.ts';
import { buildsInScript } from '../script/follow.ts';
import { likelyText, type Value } from '../value.ts';
import type { YamlNode } from '../yaml/node.ts';
import { readYaml } from '../yaml/read-yaml.ts';
import { buildsOfAction } from './github-actions.ts';
import { EXPRESSION, readExpression } from './github-expressions.ts';
import { combinationsOf } from './github-matrix.ts';
import { inFolder, type Scope, scopeOf, scriptPlace } from './scope.ts';
import { buildsInCi, type Dialect, markScript, readText } from './walk.ts';

/** Actions whose outputs are tokens. */
const TOKEN_ACTIONS: readonly (readonly [RegExp, RegExp])[] = [
  [
    /^(?:actions\/create-github-app-token|tibdex\/github-app-token|getsentry\/action-github-app-token)@/,
    /^token$/,
  ],
  [/^google-github-actions\/auth@/, /^(?:access_token|id_token|auth_token)$/],
  [/^google-github-actions\/get-secretmanager-secrets@/, /./],
  [/^aws-actions\/configure-aws-credentials@/, /secret-access-key|session-token/],
  [/^aws-actions\/amazon-ecr-login@/, /password/],
];

const GITHUB: Dialect = {
  scripts: ['run'],
  environment: ['env'],
  folder: ['working-directory'],
  expressions: { pattern: EXPRESSION, read: readExpression },
  scopes: (map, scope) => variants(map, withOutputs(map, withDefaults(map, scope))),
  step: (map, scope) => [
    ...buildsOfAction(map, scope, (given) => readText(given, scope, GITHUB)),
    ...buildsElsewhere(map, scope),
  ],
  closed: new Set(['with', 'env', 'on', 'matrix']),
};

/** The builds of a GitHub workflow or of a composite action. */
export const readGithub: BuildReader = (file) =>
  readYaml(file.source, file.tell).flatMap((root) => buildsInCi(root, scopeOf(file), GITHUB));

/** Actions that run a script on another machine, with those variables of the job that `envs` names. */
const BY_SSH = /^(?:appleboy|fifsky)\/ssh-action@/;

function buildsElsewhere(step: YamlNode, scope: Scope): BuildPath[] {
  const inputs = BY_SSH.test(step.get('uses')?.text ?? '') ? step.get('with') : undefined;
  const script = inputs?.get('script') ?? inputs?.get('command');
  if (script?.text === undefined) return [];
  const handed = new Set((inputs?.get('envs')?.text ?? '').split(/[\s,]+/));
  const environment = new Map([...scope.environment].filter(([name]) => handed.has(name)));
  const place = { ...scriptPlace({ ...scope, environment }), isFar: true };
  return buildsInScript(markScript(script.mapped, scope, GITHUB), place);
}

function withDefaults(map: YamlNode, scope: Scope): Scope {
  const folder = map.find('defaults', 'run', 'working-directory')?.text;
  const shell = map.find('defaults', 'run', 'shell')?.text ?? scope.shell ?? usualShell(runnerOf(map));
  const inner = inFolder(scope, folder === undefined ? undefined : readText(folder, scope, GITHUB));
  return shell === undefined ? inner : { ...inner, shell };
}

/** A label, a list of them, or `{group, labels}`. */
function runnerOf(map: YamlNode): string {
  const runner = map.get('runs-on');
  const labels = runner?.get('labels') ?? runner;
  return labels?.text ?? (labels?.items() ?? []).map(({ text }) => text ?? '').join(' ');
}

function usualShell(runner: string): string | undefined {
  return /windows/i.test(runner) ? 'pwsh' : undefined;
}

/** What the steps of a job hand on that is known to be a token. */
function withOutputs(map: YamlNode, scope: Scope): Scope {
  const found = (map.get('steps')?.items() ?? []).flatMap((step) => {
    const id = step.get('id')?.text;
    const uses = step.get('uses')?.text ?? '';
    const made = TOKEN_ACTIONS.find(([action]) => action.test(uses))?.[1];
    return id === undefined || made === undefined ? [] : [{ id, uses, made }];
  });
  if (found.length === 0) return scope;
  const known = new Map(scope.known);
  for (const { id, uses, made } of found)
    for (const output of [
      'token',
      'access_token',
      'id_token',
      'auth_token',
      'secrets',
      'aws-session-token',
      'aws-secret-access-key',
      'docker_password',
    ])
      if (made.test(output))
        known.set(`steps.${id}.outputs.${output}`, [
          { kind: 'output', of: uses, made: `token by ${uses.replace(/@.*/, '')}` },
        ]);
  return { ...scope, known };
}

/** A job is run once for each combination of its matrix. */
function variants(map: YamlNode, scope: Scope): Scope[] {
  const matrix = map.find('strategy', 'matrix');
  if (matrix === undefined) return [scope];
  const read = (given: string): Value => readText(given, scope, GITHUB);
  return combinationsOf(matrix, read).map((one) => {
    const inner = { ...scope, known: new Map([...scope.known, ...one]) };
    const runner = likelyText(readText(runnerOf(map), inner, GITHUB)) ?? '';
    const shell = scope.shell ?? usualShell(runner);
    return shell === undefined ? inner : { ...inner, shell };
  });
}
