import type { BuildReader } from '../build-file.ts';
import type { BuildPath, Given } from '../build-path.ts';
import type { GivenWord } from '../command/flags.ts';
import { ROOT } from '../command/paths.ts';
import { buildsOfCommand } from '../command/read-command.ts';
import { buildsInScript, wordsOfText } from '../script/follow.ts';
import { asPosix, windowsShell } from '../script/windows-shells.ts';
import { text, type Value } from '../value.ts';
import type { YamlNode } from '../yaml/node.ts';
import { readYaml } from '../yaml/read-yaml.ts';
import { type Scope, scopeOf, scriptPlace } from './scope.ts';
import { buildsInCi, type Dialect, markScript, readText } from './walk.ts';

const CHANGING = /^Build\.(?:BuildId|BuildNumber|SourceVersion)$/i;
/** What a shell would run as a command, and no variable is called. */
const COMMANDS = new Set(['pwd', 'date', 'whoami', 'hostname', 'uname', 'nproc', 'id', 'ls']);

const AZURE: Dialect = {
  scripts: ['script', 'bash', 'pwsh', 'powershell'],
  environment: ['variables', 'env'],
  folder: ['workingDirectory'],
  expressions: { pattern: /\$\([A-Za-z_][\w.]*\)|\$\{\{[^}]*\}\}|\$\[[^\]]*\]/g, read: readMacro },
  scopes: (map, scope) => withShell(map, scope),
  step: buildsOfTask,
  closed: new Set(['variables', 'env', 'trigger', 'pr', 'resources', 'parameters']),
};

const SHELLS: readonly (readonly [RegExp, string])[] = [
  [/^(?:Azure)?PowerShell@|^AWSPowerShellModuleScript@/, 'powershell'],
  [/^(?:Bash|ShellScript|AWSShellScript)@/, 'bash'],
  [/^BatchScript@/, 'cmd'],
];
const SCRIPT_TYPES = new Map([
  ['ps', 'powershell'],
  ['pscore', 'pwsh'],
  ['batch', 'cmd'],
  ['bash', 'bash'],
]);

/** A task has its shell; `script` is cmd's on a pool of Windows (Microsoft's schema of steps.script). */
function withShell(map: YamlNode, scope: Scope): Scope[] {
  const task = map.get('task')?.text;
  if (task !== undefined) {
    const type = map.find('inputs', 'scriptType')?.text?.toLowerCase() ?? '';
    const shell = SHELLS.find(([name]) => name.test(task))?.[1] ?? SCRIPT_TYPES.get(type);
    return [shell === undefined ? scope : { ...scope, shell }];
  }
  const pool = map.get('pool');
  if (pool === undefined) return [scope];
  const image = pool.get('vmImage')?.text ?? pool.get('name')?.text ?? pool.text ?? '';
  const images = image.includes('$') ? imagesOf(map) : [image];
  const shells = new Set(images.map((one) => (/windows|\bwin\d/i.test(one) ? 'cmd' : 'bash')));
  return shells.size === 0 ? [scope] : [...shells].map((shell) => ({ ...scope, shell }));
}

/** What a variable may stand for that names the image of a pool: the values of the job's matrix. */
function imagesOf(map: YamlNode): string[] {
  const legs = map.find('strategy', 'matrix')?.entries() ?? [];
  return legs.flatMap(({ value }) => {
    const texts = (value?.entries() ?? []).flatMap((entry) => entry.value?.text ?? []);
    return texts.some((one) => /windows|\bwin\d/i.test(one)) ? ['windows'] : [''];
  });
}

/** The builds of an Azure pipeline. */
export const readAzure: BuildReader = (file) =>
  readYaml(file.source, file.tell).flatMap((root) => buildsInCi(root, scopeOf(file), AZURE));

/** `$(name)`, `${{ variables.name }}`: variables of the pipeline; a secret one is there by no other way. */
function readMacro(written: string, { environment }: Scope): Value | undefined {
  const name = written
    .replace(/^\$\S*?[({[]+\s*(?:variables|parameters)?[.[']*/, '')
    .replace(/[\s\])}']+$/, '');
  if (COMMANDS.has(name) || !/^[\w.]+$/.test(name)) return undefined;
  if (CHANGING.test(name)) return [{ kind: 'changing', what: `$(${name})` }];
  if (
    /^(?:Build\.SourcesDirectory|System\.DefaultWorkingDirectory|Build\.Repository\.LocalPath)$/i.test(name)
  )
    return text(ROOT);
  if (/^System\.AccessToken$/i.test(name)) return [{ kind: 'secret', name, store: 'Azure Pipelines token' }];
  return environment.get(name) ?? [{ kind: 'variable', name }];
}

/** `Docker@2` builds; its arguments are ignored when it pushes as well (Microsoft's documentation of the task). */
function buildsOfTask(step: YamlNode, scope: Scope): BuildPath[] {
  const task = step.get('task')?.text ?? '';
  const inputs = step.get('inputs');
  const command = inputs?.get('command')?.text ?? 'buildAndPush';
  if (/^(?:CmdLine|AzureCLI)@/.test(task) || SHELLS.some(([name]) => name.test(task))) {
    const [script] = ['script', 'inlineScript', 'Inline', 'inline'].flatMap((key) => inputs?.get(key) ?? []);
    if (script === undefined) return [];
    const shell = windowsShell(scope.shell);
    const marked = markScript(script.mapped, scope, AZURE);
    return buildsInScript(shell === undefined ? marked : asPosix(marked, shell), scriptPlace(scope));
  }
  if (!/^Docker@/.test(task) || !/^build(?:AndPush|)$|^build an image$/i.test(command)) return [];
  const read = (given: string): Value => readText(given, scope, AZURE);
  const given = (key: string): Given | undefined => {
    const node = inputs?.entries().find(({ name }) => name.toLowerCase() === key)?.value;
    return node?.text === undefined ? undefined : { value: read(node.text), at: node.at };
  };
  const file = given('dockerfile') ?? { value: text('**/Dockerfile'), at: step.at };
  const more =
    command.toLowerCase() === 'buildandpush'
      ? undefined
      : (inputs?.get('arguments') ?? inputs?.get('buildArguments'));
  const words: GivenWord[] = [
    { value: text('-f'), at: file.at },
    file,
    ...(more === undefined ? [] : wordsOfText(markScript(more.mapped, scope, AZURE), scriptPlace(scope))),
    ...contextOf(given('buildcontext'), file),
  ];
  const lookup = (name: string): Value => scope.environment.get(name) ?? [{ kind: 'variable', name }];
  return buildsOfCommand(
    { kind: 'build', how: task, builder: 'buildkit', rest: words, before: [] },
    { at: step.at, folders: scope.folders, lookup, repository: scope.file.repository },
  );
}

/** The folder of the Dockerfile, unless another one is given. */
function contextOf(given: Given | undefined, file: Given): GivenWord[] {
  if (given !== undefined && JSON.stringify(given.value) !== JSON.stringify(text('**'))) return [given];
  const [only] = file.value;
  const folder = only?.kind === 'text' && file.value.length === 1 ? only.text.replace(/\/?[^/]*$/, '') : '.';
  return [{ value: text(folder === '' || folder.includes('*') ? '.' : folder), at: file.at }];
}
