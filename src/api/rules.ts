import type { RuleInfo } from './types.ts';

/** Every rule, those of Dockerfiles first. Rejects with nothing. */
export async function rules(): Promise<RuleInfo[]> {
  const { allRules, inOneLine } = await import('../audit/rule-docs.ts');
  return allRules.map(({ id, severity, confidence, title, why, instead, references }) => {
    return { id, severity, confidence, title, why: inOneLine(why), instead: inOneLine(instead), references };
  });
}
