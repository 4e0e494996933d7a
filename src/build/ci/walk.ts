import { MappedText } from '../../dockerfile/mapped-text.ts';
import type { BuildPath } from '../build-path.ts';
import { type Marked, mark, plainText, unmark } from '../script/expressions.ts';
import { buildsInScript } from '../script/follow.ts';
import { asPosix, windowsShell } from '../script/windows-shells.ts';
import type { Value } from '../value.ts';
import type { YamlNode } from '../yaml/node.ts';
import { inFolder, type Scope, scriptPlace, variablesOf, withEnvironment } from './scope.ts';

/** How a CI system writes down what it runs. */
export interface Dialect {
  /** Keys of scripts, texts or lists of them. Those of one map are one script, in this order. */
  scripts: readonly string[];
  /** Keys of variables that hold for all below. */
  environment: readonly string[];
  /** The key of a variable that names the secret it is filled with. */
  secrets?: string;
  /** Keys of the folder that all below runs in. */
  folder: readonly string[];
  /** What is replaced before a shell sees a script. */
  expressions?: { pattern: RegExp; read(expression: string, scope: Scope): Value | undefined };
  /** The commands of one of a map's script keys, where they may stand elsewhere; else they are its own. */
  texts?(map: YamlNode, key: string): MappedText[];
  /** What else a map says of all below it: secrets, a matrix. Several scopes: all below is run in each. */
  scopes?(map: YamlNode, scope: Scope): readonly Scope[];
  /** What a map says of a build in words of its own. */
  step?(map: YamlNode, scope: Scope): readonly BuildPath[];
  /** Keys that are not looked into. */
  closed?: ReadonlySet<string>;
}

const DEEPEST = 40;

/** The builds of a CI file: every script in it, wherever it stands, and every step that builds. */
export function buildsInCi(node: YamlNode, scope: Scope, dialect: Dialect, depth = 0): BuildPath[] {
  if (depth > DEEPEST) return [];
  if (node.isList) return node.items().flatMap((item) => buildsInCi(item, scope, dialect, depth + 1));
  if (!node.isMap) return [];
  const inner = within(node, scope, dialect);
  const scopes = dialect.scopes?.(node, inner) ?? [inner];
  return scopes.flatMap((one) => [
    ...buildsInScript(scriptOf(node, one, dialect), scriptPlace(one)),
    ...(dialect.step?.(node, one) ?? []),
    ...node.entries().flatMap(({ name, value }) => {
      const isRead =
        dialect.scripts.includes(name) &&
        value?.isMap !== true &&
        value?.items().some(({ isMap }) => isMap) !== true;
      return value === undefined || isRead || dialect.closed?.has(name) === true
        ? []
        : buildsInCi(value, one, dialect, depth + 1);
    }),
  ]);
}

function within(node: YamlNode, scope: Scope, dialect: Dialect): Scope {
  const read = (given: string): Value => readText(given, scope, dialect);
  const variables = dialect.environment.flatMap((key) => variablesOf(node.get(key), read, dialect.secrets));
  const [folder] = dialect.folder.flatMap((key) => node.get(key)?.text ?? []);
  return inFolder(withEnvironment(scope, variables), folder === undefined ? undefined : read(folder));
}

/** A text of the file as the CI system reads it. */
export function readText(given: string, scope: Scope, { expressions }: Dialect): Value {
  if (expressions === undefined) return unmark(given, []);
  const marked = mark(MappedText.of(given, 0), expressions.pattern, (one) => expressions.read(one, scope));
  return unmark(marked.text.text, marked.expressions);
}

/** The texts that a script is made of, as one that a shell can read. */
export function markScript(text: MappedText, scope: Scope, { expressions }: Dialect): Marked {
  if (expressions === undefined) return plainText(text);
  return mark(text, expressions.pattern, (one) => expressions.read(one, scope));
}

function scriptOf(node: YamlNode, scope: Scope, dialect: Dialect): Marked {
  const texts = dialect.scripts.flatMap((key) => dialect.texts?.(node, key) ?? textsOf(node.get(key)));
  const script = markScript(joinLines(texts), scope, dialect);
  const key = dialect.scripts.find((one) => node.get(one) !== undefined);
  const own = /^(?:bash|pwsh|powershell)$/.test(key ?? '') ? key : undefined;
  const shell = windowsShell(node.get('shell')?.text ?? own ?? scope.shell);
  return shell === undefined ? script : asPosix(script, shell);
}

/** A list of commands, lists in it included. */
export function textsOf(node: YamlNode | undefined, depth = 0): MappedText[] {
  if (node === undefined || depth > 8) return [];
  if (node.isList) return node.items().flatMap((item) => textsOf(item, depth + 1));
  return node.text === undefined ? [] : [node.mapped];
}

/** Commands as the lines of one script. */
export function joinLines(texts: readonly MappedText[]): MappedText {
  return MappedText.join(texts.flatMap((one) => [one, MappedText.of('\n', one.span().end)]));
}
