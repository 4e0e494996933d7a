import type { BuildPath } from '../../build/build-path.ts';
import type { YamlNode } from '../../build/yaml/node.ts';
import { readYaml } from '../../build/yaml/read-yaml.ts';
import { append } from '../../config/append.ts';
import type { TextEdit } from '../edit.ts';
import { flagText } from './flag-text.ts';
import { isPlainWord, type Supply, supplyFlag, supplyWord, takesAway } from './supply.ts';
import { childrenOf, isFlow } from './yaml-edits.ts';
import { withEntries, withListed } from './yaml-lists.ts';

const DEEPEST = 40;

/** What a step whose arguments are an input or a list has to say instead; undefined where its form is not understood. */
export function stepEdits(path: BuildPath, supplies: readonly Supply[]): TextEdit[] | undefined {
  const step = readYaml(path.at.source, () => {}).flatMap((root) => stepIn(root, path) ?? [])[0];
  const areGiven = supplies.every((one) => one.given.length === 1 && !one.isThere && takesAway(one));
  if (step === undefined || !areGiven || !supplies.every((one) => isPlainWord(supplyWord(one))))
    return undefined;
  return step.get('task') === undefined ? listEdits(step, supplies) : inputEdits(step, supplies);
}

function stepIn(node: YamlNode, path: BuildPath, depth = 0): YamlNode | undefined {
  if (depth > DEEPEST) return undefined;
  const isStep = node.get('task') !== undefined || node.get('args')?.isList === true;
  if (isStep && node.at.start === path.at.start) return node;
  return childrenOf(node).flatMap(({ value }) => (value && stepIn(value, path, depth + 1)) ?? [])[0];
}

/** `Docker@2` of Azure: words in its input, secret variables by the step's `env` alone. */
function inputEdits(step: YamlNode, supplies: readonly Supply[]): TextEdit[] | undefined {
  const edits: TextEdit[] = [];
  const pairs: [string, string][] = [];
  for (const supply of supplies) {
    const [argument] = supply.given;
    const flag = argument && flagText(argument, step.at.source);
    if (flag === undefined) return undefined;
    const { source, start, end, value } = flag;
    edits.push({ source, start, end, text: supplyFlag(supply) });
    if (supply.source.kind !== 'variable') continue;
    const { name } = supply.source;
    pairs.push([name, value === undefined ? `$(${name})` : value.replace(/^(["'])(.*)\1$/, '$2')]);
  }
  return withEntries(
    step,
    'env',
    pairs.map(([name, value]) => [name, scalar(value)]),
    edits,
  );
}

/** Cloud Build: arguments word by word, and `env` of the step. */
function listEdits(step: YamlNode, supplies: readonly Supply[]): TextEdit[] | undefined {
  const args = step.get('args');
  const items = args?.items() ?? [];
  const edits: TextEdit[] = [];
  const variables: string[] = [];
  for (const supply of supplies) {
    const index = items.findIndex(({ at }) => at.start === supply.given[0]?.at.start);
    const own = args && itemEdits(args, items[index - 1], items[index], supply);
    if (own === undefined) return undefined;
    append(edits, own);
    if (supply.source.kind !== 'variable') continue;
    const value = items[index]?.text?.replace(/^--build-arg=/, '') ?? '';
    variables.push(scalar(value.includes('=') ? value : `${supply.source.name}=$${supply.source.name}`));
  }
  return withListed(step, 'env', variables, edits);
}

function itemEdits(
  args: YamlNode,
  before: YamlNode | undefined,
  item: YamlNode | undefined,
  supply: Supply,
): TextEdit[] | undefined {
  const flag = supply.need.kind === 'ssh' ? '--ssh' : '--secret';
  if (item?.text?.startsWith('--build-arg=') === true)
    return [insteadOf(item, `${flag}=${supplyWord(supply)}`, args)];
  if (item === undefined || before?.text !== '--build-arg') return undefined;
  return [insteadOf(before, flag, args), insteadOf(item, supplyWord(supply), args)];
}

/** In the quotes that are there; in some where brackets would take a comma for their own. */
function insteadOf({ at }: YamlNode, word: string, list: YamlNode): TextEdit {
  const [quote = ''] = /^["']/.exec(at.source.text.slice(at.start, at.end)) ?? [];
  const own = quote === '' && isFlow(list) && word.includes(',') ? "'" : quote;
  return { ...at, text: own + word + own };
}

/** As YAML has it, in lines and in brackets. */
function scalar(value: string): string {
  return /^[\w$(=./@][\w$()=./:@-]*$/.test(value) && !value.endsWith(':') ? value : JSON.stringify(value);
}
