import type { BuildReader } from '../build-file.ts';
import { plainText } from '../script/expressions.ts';
import { buildsInScript } from '../script/follow.ts';
import { text, type Value } from '../value.ts';
import type { YamlNode } from '../yaml/node.ts';
import { readYaml } from '../yaml/read-yaml.ts';
import { scopeOf, scriptPlace, variablesOf, withEnvironment } from './scope.ts';
import { joinLines, textsOf } from './walk.ts';

const PHASES = ['install', 'pre_build', 'build', 'post_build'];

/** The builds of an AWS CodeBuild buildspec: its phases are run in one shell, in their order (version 0.2). */
export const readCodebuild: BuildReader = (file) =>
  readYaml(file.source, file.tell).flatMap((root) => {
    const env = root.get('env');
    const scope = withEnvironment(scopeOf(file), [
      ...variablesOf(env?.get('variables'), text),
      ...stored(env?.get('parameter-store'), 'AWS parameter'),
      ...stored(env?.get('secrets-manager'), 'AWS secret'),
    ]);
    const commands = PHASES.flatMap((phase) => {
      const node = root.find('phases', phase);
      return [...textsOf(node?.get('commands')), ...textsOf(node?.get('finally'))];
    });
    return buildsInScript(plainText(joinLines(commands)), scriptPlace(scope));
  });

/** Variables that are filled from a store of parameters or secrets. */
function stored(node: YamlNode | undefined, store: string): (readonly [string, Value])[] {
  return (node?.entries() ?? []).map(
    ({ name, value }) => [name, [{ kind: 'secret', name: value?.text ?? name, store }]] as const,
  );
}
