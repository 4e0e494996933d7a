import { ALNUM, exampleText } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';
import { EDGE } from '../../src/credentials/shapes.ts';

/** The vendor's name in base64, amid each of its keys. */
const MARK = ['T3Blbk', 'FJ'].join('');

function openai(
  id: string,
  title: string,
  lead: string,
  sample: string,
  side: number,
  body: string,
): CredentialFormat {
  const make = (): string => `${sample}${exampleText(ALNUM, side)}${MARK}${exampleText(ALNUM, side)}`;
  return {
    id,
    vendor: 'OpenAI',
    title,
    keywords: [MARK],
    pattern: new RegExp(`${EDGE}${lead}${body}${MARK}${body}(?![\\w-])`),
    reach: { before: 128, after: 128 },
    severity: 'high',
    confidence: 'certain',
    examples: { match: () => [make(), `OPENAI_API_KEY=${make()}`], miss: () => [MARK, `${sample}${MARK}`] },
  };
}

export const formats: readonly CredentialFormat[] = [
  openai(
    'openai-project',
    'project or service-account key',
    'sk-(?:proj|svcacct|service|admin|None)-',
    'sk-proj-',
    74,
    '[\\w-]{20,80}',
  ),
  openai('openai-legacy', 'user key', 'sk-', 'sk-', 20, '[0-9A-Za-z]{20}'),
];
