import { buildRules } from '../../rules/build/index.ts';
import { imageRules } from '../../rules/image/index.ts';
import { ARG_AND_ENV } from './ignore-comments.ts';
import type { Rule } from './rule.ts';
import { sourceRules } from './source-rules.ts';

/** What a rule says of itself, without its check. */
export type RuleDocs = Omit<Rule<never, never, unknown>, 'check'>;

/** Every rule, Dockerfile rules first. */
export const allRules: readonly RuleDocs[] = [...sourceRules, ...buildRules, ...imageRules].map(
  ({ check: _, ...docs }) => docs,
);

/** What a declaration tells over several lines, where a report has one. */
export function inOneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ').trim();
}

/** A rule explained, as Markdown: what `audit rules ID` prints and docs/rules/ID.md holds. */
export function describeRule(rule: RuleDocs): string {
  const { id, title, why, instead, references, examples } = rule;
  const { bad, good, fixed } = examples;
  const hasTokens = JSON.stringify([bad, good]).includes('«');
  const isOfImages = imageRules.some((one) => one.id === id);
  const sections = [
    `# ${id}`,
    `${title}.`,
    '## What it does',
    'A finding says one of:',
    sentences(rule),
    '## Why it is bad',
    flow(why),
    '## What to do instead',
    flow(instead),
    '## Examples',
    ...(isOfImages
      ? ['Each is an image in miniature: the files of its one layer, or a part of its metadata.']
      : []),
    ...(hasTokens ? ['`«…»` stands for a credential of the format of that name, or for a password.'] : []),
    '### Reported',
    examplesText(bad),
    ...(fixed === undefined ? [] : ['### The first one mended', exampleText(fixed)]),
    '### Not reported',
    examplesText(good),
    '## References',
    references.map((url) => `- <${url}>`).join('\n'),
    '## Confidence',
    standing(rule),
    '## How to ignore',
    howToIgnore(rule),
  ];
  return `${sections.join('\n\n')}\n`;
}

/** What it tells, with a gap wherever a finding puts in what it found. */
function sentences({ messages }: RuleDocs): string {
  return Object.values(messages)
    .map((message) => `- ${message.replace(/\{\w+\}/g, '…')}`)
    .join('\n');
}

const MEANINGS = {
  certain: 'it is proved, by a checksum, a structure or by name and use together',
  likely: 'a name, a use or a value tells it, and nothing speaks against it',
  possible: 'something speaks for it; it is left out unless `--min-confidence possible` asks for it',
} as const satisfies Record<RuleDocs['confidence'], string>;

function standing({ severity, confidence }: RuleDocs): string {
  return `Confidence \`${confidence}\`: ${MEANINGS[confidence]}. Severity \`${severity}\`. A finding may say otherwise of itself.`;
}

function howToIgnore({ id }: RuleDocs): string {
  const rest =
    'ule `ID` under `allow:` in `.build-audit.yaml`, with a name or a path and a reason. It stays in the JSON report as suppressed.';
  const configured = rest.replace('ID', id);
  if (imageRules.some((rule) => rule.id === id)) return `R${configured}`;
  const where = buildRules.some((rule) => rule.id === id)
    ? 'A comment in the build file, on the line before or behind what it is about'
    : 'A comment above the instruction or in it';
  return [
    `${where}; without a name it is about all names:`,
    codeBlock('text', `# audit: ignore[${id}] NAME -- the reason`),
    ...(ARG_AND_ENV.has(id)
      ? [
          "BuildKit's `# check=skip=SecretsUsedInArgOrEnv`, hadolint's `ignore=DL3064` and Trivy's `ignore:DS-0031` are taken as well.",
        ]
      : []),
    `Or r${configured}`,
  ].join('\n\n');
}

/** Those of several files with a line between. */
function examplesText(examples: readonly unknown[]): string {
  const areFolders = examples.some((example) => filesOf(example) !== undefined);
  return examples.map(exampleText).join(areFolders ? '\n\n---\n\n' : '\n\n');
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
