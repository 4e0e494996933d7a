import type { BuildReader } from '../build-file.ts';
import type { BuildPath } from '../build-path.ts';
import type { GivenWord } from '../command/flags.ts';
import { buildCommand } from '../command/known-commands.ts';
import { buildsOfCommand } from '../command/read-command.ts';
import { buildsInScript } from '../script/follow.ts';
import { withoutDoubled } from '../tasks/makefile-lines.ts';
import { heldBy, text, type Value } from '../value.ts';
import type { YamlNode } from '../yaml/node.ts';
import { readYaml } from '../yaml/read-yaml.ts';
import { inFolder, type Scope, scopeOf, scriptPlace, variablesOf, withEnvironment } from './scope.ts';
import { type Dialect, markScript, readText } from './walk.ts';

const CHANGING = new Set(['COMMIT_SHA', 'SHORT_SHA', 'REVISION_ID', 'BUILD_ID']);

/** `$_NAME`, `${_NAME}`, `$PROJECT_ID`: Cloud Build replaces them, `$$` is a `$` for the shell. */
const CLOUD_BUILD: Dialect = {
  scripts: [],
  environment: [],
  folder: [],
  expressions: { pattern: /(?<!\$)\$(?:\{\w+\}|\w+)/g, read: substitution },
};

function substitution(written: string, { known }: Scope): Value {
  const name = written.replace(/\W/g, '');
  if (CHANGING.has(name)) return [{ kind: 'changing', what: `$${name}` }];
  return known.get(name) ?? [{ kind: 'variable', name }];
}

/** The builds of a Google Cloud Build configuration. */
export const readCloudBuild: BuildReader = (file) =>
  readYaml(file.source, file.tell).flatMap((root) => {
    const known = new Map(
      variablesOf(root.get('substitutions'), text).map(
        ([name, value]) => [name, heldBy(name, value, file.repository.names)] as const,
      ),
    );
    const secrets = (root.find('availableSecrets', 'secretManager')?.items() ?? []).flatMap((one) => {
      const name = one.get('env')?.text;
      const value: Value = [
        { kind: 'secret', name: secretName(one.get('versionName')?.text), store: 'Google secret' },
      ];
      return name === undefined ? [] : [[name, value] as const];
    });
    const scope = { ...scopeOf(file), known };
    return (root.get('steps')?.items() ?? []).flatMap((step) => buildsOfStep(step, scope, new Map(secrets)));
  });

function secretName(version = ''): string {
  return /\/secrets\/([^/]+)/.exec(version)?.[1] ?? version;
}

function buildsOfStep(step: YamlNode, outer: Scope, secrets: ReadonlyMap<string, Value>): BuildPath[] {
  const read = (given: string): Value => readText(given, outer, CLOUD_BUILD);
  const folder = step.get('dir')?.text;
  const own = (step.get('secretEnv')?.items() ?? []).flatMap(({ text: name }) =>
    name === undefined
      ? []
      : [[name, secrets.get(name) ?? [{ kind: 'secret', name, store: 'Google secret' }]] as const],
  );
  const scope = withEnvironment(inFolder(outer, folder === undefined ? undefined : read(folder)), [
    ...variablesOf(step.get('env'), read),
    ...own,
  ]);
  const args = step.get('args')?.items() ?? [];
  const script = step.get('script') ?? scriptIn(step, args);
  if (script !== undefined) {
    const marked = markScript(script.mapped, scope, CLOUD_BUILD);
    return buildsInScript({ ...marked, text: withoutDoubled(marked.text) }, scriptPlace(scope));
  }
  return buildsOfArguments(step, args, scope, read);
}

/** `entrypoint: bash`, `args: ['-c', 'docker build …']`. */
function scriptIn(step: YamlNode, args: readonly YamlNode[]): YamlNode | undefined {
  const program = step.get('entrypoint')?.text ?? step.get('name')?.text ?? '';
  if (!/(?:^|\/)(?:ba|da|z)?sh$/.test(program)) return undefined;
  const at = args.findIndex(({ text: one }) => /^-[a-z]*c$/.test(one ?? ''));
  return at === -1 ? undefined : args[at + 1];
}

/** The image of a step is the program that its arguments are for. */
function buildsOfArguments(
  step: YamlNode,
  args: readonly YamlNode[],
  scope: Scope,
  read: (given: string) => Value,
): BuildPath[] {
  const image = step.get('name')?.text ?? '';
  const program = step.get('entrypoint')?.text ?? programOf(image);
  if (program === undefined) return [];
  const words: GivenWord[] = [
    { value: text(program), at: step.at },
    ...args.map((one) => ({ value: read(one.text ?? ''), at: one.at })),
  ];
  const command = buildCommand(words);
  if (command === undefined) return [];
  const lookup = (name: string): Value => scope.environment.get(name) ?? [{ kind: 'variable', name }];
  const { folders, file } = scope;
  return buildsOfCommand(command, { at: step.at, folders, lookup, repository: file.repository });
}

function programOf(image: string): string | undefined {
  if (/kaniko/.test(image)) return '/kaniko/executor';
  return /(?:^|\/)(docker|podman|buildah|depot)(?:[-/:@]|$)/.exec(
    image.replace(/^.*\/cloud-builders\//, ''),
  )?.[1];
}
