import { buildRules } from '../../rules/build/index.ts';
import { imageRules } from '../../rules/image/index.ts';
import { closest } from '../config/closest.ts';
import type { ConfigPart } from '../config/configuration.ts';
import type { Rule } from './rule.ts';
import { sourceRules } from './source-rules.ts';

/** What a rule says of itself, without its check. */
export type RuleDocs = Omit<Rule<never, never, unknown>, 'check'>;

/** Every rule, Dockerfile rules first. */
export const allRules: readonly RuleDocs[] = [...sourceRules, ...buildRules, ...imageRules].map(
  ({ check: _, ...docs }) => docs,
);

/** What a configuration says of rules. */
interface Configured {
  parts: readonly ConfigPart[];
}

/** One line a rule: id, severity or off, title. */
export function ruleTable(rules: readonly RuleDocs[], config: Configured = { parts: [] }): string {
  const [everywhere] = config.parts;
  const settings = new Map(everywhere?.rules.map((one) => [one.rule, one]));
  const stands = ({ id, severity }: RuleDocs): string => {
    const setting = settings.get(id);
    return setting?.enabled === false ? 'off' : (setting?.severity ?? severity);
  };
  const width = Math.max(...rules.map(({ id }) => id.length));
  return rules.map((rule) => `${rule.id.padEnd(width)}  ${stands(rule).padEnd(8)}  ${rule.title}`).join('\n');
}

/** A rule explained, as Markdown: what `audit rules ID` prints and docs/rules/ID.md holds. */
export function describeRule(rule: RuleDocs): string {
  const { id, title, severity, confidence, why, instead, references, examples } = rule;
  const sections = [
    `# ${id}`,
    `${title}. Severity ${severity}, confidence ${confidence}, unless a finding says otherwise.`,
    '## Why it is bad',
    flow(why),
    '## What to do instead',
    flow(instead),
    '## Examples that are reported',
    ...examples.bad.map(exampleText),
    ...(examples.fixed === undefined ? [] : ['## The first one mended', exampleText(examples.fixed)]),
    '## Examples that are fine',
    ...examples.good.map(exampleText),
    '## References',
    references.map((url) => `- <${url}>`).join('\n'),
  ];
  return `${sections.join('\n\n')}\n`;
}

/** The rule whose id is written most like `id`. */
export function closestRule(id: string): string {
  return (
    closest(
      id,
      allRules.map((rule) => rule.id),
    ) ?? ''
  );
}

/** A Dockerfile; the files of a repository; an image in miniature. */
function exampleText(example: unknown): string {
  if (typeof example === 'string') return codeBlock('dockerfile', example);
  const files = filesOf(example);
  if (files === undefined) return codeBlock('json', JSON.stringify(example, undefined, 2));
  return files.map(([path, text]) => `\`${path}\`:\n\n${codeBlock(languageOf(path), text)}`).join('\n\n');
}

function codeBlock(language: string, text: string): string {
  return `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``;
}

function filesOf(example: unknown): [string, string][] | undefined {
  if (typeof example !== 'object' || example === null || !('Dockerfile' in example)) return undefined;
  return Object.entries(example).map(([path, text]) => [path, String(text)]);
}

function languageOf(path: string): string {
  if (path === 'Dockerfile') return 'dockerfile';
  return /\.sh$/.test(path) ? 'sh' : /\.ya?ml$/.test(path) ? 'yaml' : '';
}

/** Declarations break their lines where the source does. */
function flow(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ').trim();
}
