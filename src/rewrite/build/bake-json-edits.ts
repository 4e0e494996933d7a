import type { BuildPath } from '../../build/build-path.ts';
import { readYaml } from '../../build/yaml/read-yaml.ts';
import type { TextEdit } from '../edit.ts';
import { bakeWord } from './hcl-edits.ts';
import { type Supply, supplyWord, takesAway } from './supply.ts';
import { withListed } from './yaml-lists.ts';
import { removalsOf } from './yaml-removals.ts';

/** What a Bake file of JSON has to say instead; undefined where its form is not understood. */
export function bakeJsonEdits(path: BuildPath, supplies: readonly Supply[]): TextEdit[] | undefined {
  const [root] = readYaml(path.at.source, () => {});
  const target = root
    ?.get('target')
    ?.entries()
    .find(({ at }) => at.start === path.at.start)?.value;
  if (target?.isMap !== true) return undefined;
  const missing = supplies.filter(({ isThere }) => !isThere);
  const secrets = missing.filter(({ need }) => need.kind === 'secret').map((one) => bakeWord(one));
  const agents = missing.filter(({ need }) => need.kind === 'ssh').map(supplyWord);
  const removals = removalsOf(supplies.filter(takesAway).flatMap(({ given }) => given));
  const withSecrets = removals && withListed(target, 'secret', secrets, removals);
  return withSecrets && withListed(target, 'ssh', agents, withSecrets);
}
