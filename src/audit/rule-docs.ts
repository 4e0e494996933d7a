import { buildRules } from '../../rules/build/index.ts';
import { imageRules } from '../../rules/image/index.ts';
import type { Rule } from './rule.ts';
import { sourceRules } from './source-rules.ts';

/** What a rule says of itself, without its check. */
export type RuleDocs = Omit<Rule<never, never, unknown>, 'check'>;

/** Every rule, Dockerfile rules first. */
export const allRules: readonly RuleDocs[] = [...sourceRules, ...buildRules, ...imageRules].map(
  ({ check: _, ...docs }) => docs,
);

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
