import type { ConfigNode } from './config-node.ts';
import type { ConfigFormat, Said } from './configuration.ts';
import { SEVERITIES, type Severity } from './levels.ts';
import { measurePattern } from './safe-pattern.ts';
import type { TellProblem } from './shape.ts';

interface FormatOptions {
  /** The ids of all credential formats but the configuration's own. */
  kinds: readonly string[];
  lineOf(offset: number): number;
  tell: TellProblem;
}

/** A project's own credential formats, each of the shape that it should have; what cannot be taken all the same is told. */
export function readFormats(
  nodes: readonly ConfigNode[],
  { kinds, lineOf, tell }: FormatOptions,
): Said<ConfigFormat>[] {
  // Ids are what findings are known by.
  const ids = new Set(kinds);
  return nodes.map((node) => {
    const value = readFormat(node, tell);
    if (ids.has(value.id)) tell(startOf(node, 'id'), `formats: there is a format ${value.id} already`);
    ids.add(value.id);
    return { value, line: lineOf(node.at.start) };
  });
}

function readFormat(node: ConfigNode, tell: TellProblem): ConfigFormat {
  const text = (key: string): string => node.get(key)?.text ?? '';
  const pattern = text('pattern');
  const measured = measurePattern(pattern);
  if ('problem' in measured) tell(startOf(node, 'pattern'), `formats: pattern: ${measured.problem}`);
  const keywords = node.get('keywords')?.items() ?? [];
  if (keywords.length === 0) tell(startOf(node, 'keywords'), 'formats: keywords: there is none');
  const literal = pattern.replace(/\\([^A-Za-z0-9])/g, '$1');
  for (const keyword of keywords)
    if (!literal.includes(keyword.text ?? ''))
      tell(keyword.at.start, 'formats: keywords: does not stand in the pattern as it is');
  const entropy = node.get('entropy')?.text;
  return {
    id: text('id'),
    title: text('title'),
    pattern,
    longest: 'longest' in measured ? measured.longest : 0,
    keywords: keywords.flatMap((keyword) => keyword.text ?? []),
    severity: readSeverity(text('severity')) ?? 'high',
    ...(entropy !== undefined && { entropy: Number(entropy) }),
  };
}

function startOf(node: ConfigNode, key: string): number {
  return node.get(key)?.at.start ?? node.at.start;
}

/** A level by its name; undefined for any other word. */
export function readSeverity(text: string | undefined): Severity | undefined {
  return SEVERITIES.find((one) => one === text);
}
