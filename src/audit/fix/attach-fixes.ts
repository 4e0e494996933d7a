import type { TextEdit } from '../../rewrite/edit.ts';
import type { RewriteOptions } from '../../rewrite/rewrite.ts';
import type { DockerfileAudit } from '../audit-dockerfile.ts';
import type { Finding, Fix } from '../finding.ts';
import type { JudgedBuild } from '../rule.ts';
import { locateIn } from '../source-location.ts';
import { buildFixes } from './build-fixes.ts';
import type { AuditableFile } from './dockerfile-texts.ts';
import { isOffer, type Offer, offerFor, subjectsOf } from './offers.ts';

/** Audits of large files are dear: this many characters are audited for the sake of proofs. */
const MOST_PROVED = 4_000_000;
const TOO_MUCH = 'the file is large and has many findings: mend the first of them, and ask again';

/**
 * Puts the proved rewrites of a file into its findings, with what goes with them in its builds; where there is none, the
 * reason.
 *
 * @param audit of the file as it is
 * @param counts which findings matter
 */
export function attachFixes(
  audit: DockerfileAudit,
  file: AuditableFile,
  builds: readonly JudgedBuild[],
  { options, counts }: { options: RewriteOptions; counts(finding: Finding): boolean },
): void {
  const titles = new Set<string>();
  let left = MOST_PROVED;
  for (const [subject, findings] of subjectsOf(audit)) {
    if (!findings.some(counts)) continue;
    const offer = left > 0 ? offerFor(subject, audit, file, options) : { refused: TOO_MUCH };
    left -= file.texts.dockerfile.length;
    if (!isOffer(offer)) for (const finding of findings) finding.fixRefused = audit.scrub(offer.refused);
    else if (!titles.has(offer.rewrite.title)) {
      titles.add(offer.rewrite.title);
      const fix = fixOf(offer, builds, (text) => audit.scrub(text));
      for (const finding of offer.gone) finding.fixes.push(fix);
    }
  }
  for (const finding of audit.findings) if (finding.fixes.length > 0) delete finding.fixRefused;
}

function fixOf({ rewrite }: Offer, builds: readonly JudgedBuild[], scrub: (text: string) => string): Fix {
  const { title, doubts, edits, needs } = rewrite;
  const supplied = buildFixes(builds, needs);
  const all = [...edits, ...supplied.edits];
  return {
    title: scrub([title, ...doubts].join('; ')),
    safety: doubts.length === 0 ? 'safe' : 'review',
    // What a secret stands in cannot be told: --fix makes the edit all the same.
    edits: all.every(({ text }) => scrub(text) === text) ? all.map(located) : [],
    commands: [...supplied.commands, ...supplied.remarks.map((remark) => `# ${remark}`)].map(scrub),
  };
}

function located(edit: TextEdit): Fix['edits'][number] {
  const { kind: _, ...place } = locateIn(edit);
  return { ...place, text: edit.text };
}
