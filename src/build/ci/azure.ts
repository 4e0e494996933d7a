import type { BuildReader } from '../build-file.ts';
import type { BuildPath, Given } from '../build-path.ts';
import type { GivenWord } from '../command/flags.ts';
import { ROOT } from '../command/paths.ts';
import { buildsOfCommand } from '../command/read-command.ts';
import { buildsInScript, wordsOfText } from '../script/follow.ts';
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
  step: buildsOfTask,
  closed: new Set(['variables', 'env', 'trigger', 'pr', 'resources', 'parameters']),
};

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
  if (/^(?:Bash|CmdLine|ShellScript|AzureCLI|AWSShellScript)@/.test(task)) {
    const script = inputs?.get('script') ?? inputs?.get('inlineScript');
    return script === undefined
      ? []
      : buildsInScript(markScript(script.mapped, scope, AZURE), scriptPlace(scope));
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
