import metadata from '../../package.json' with { type: 'json' };
import { allRules, describeRule, inOneLine, type RuleDocs } from '../audit/rule-docs.ts';

/** A rule as reports for machines show it. */
export interface RuleInfo extends Pick<RuleDocs, 'severity' | 'confidence' | 'references'> {
  id: string;
  title: string;
  why: string;
  instead: string;
  /** All of it, as Markdown. */
  markdown: string;
  /** Where it can be read about; absent where no such place is known. */
  url?: string;
}

const byId = new Map(allRules.map((rule) => [rule.id, rule]));

/** What is known of a rule; of one that is not ours, its name alone. */
export function ruleInfo(id: string): RuleInfo {
  const rule = byId.get(id);
  if (rule === undefined) {
    const unknown = { severity: 'medium', confidence: 'likely', references: [] } as const;
    return { ...unknown, id, title: id, why: id, instead: '', markdown: id };
  }
  const { severity, confidence, title, references } = rule;
  const url = ruleUrl(id, metadata) ?? references[0];
  return {
    ...{ id, severity, confidence, title, references },
    why: inOneLine(rule.why),
    instead: inOneLine(rule.instead),
    markdown: describeRule(rule),
    ...(url !== undefined && { url }),
  };
}

/** The rule's page in the repository that the package names; undefined where it names none. */
function ruleUrl(id: string, { homepage, repository }: PackageLinks): string | undefined {
  const named = homepage ?? (typeof repository === 'string' ? repository : repository?.url);
  const base = named?.replace(/^git\+/, '').replace(/(?:\.git)?(?:#.*)?$/, '');
  return base?.startsWith('https://') ? `${base}/blob/HEAD/docs/rules/${id}.md` : undefined;
}

interface PackageLinks {
  name: string;
  homepage?: string;
  repository?: string | { url: string };
}
