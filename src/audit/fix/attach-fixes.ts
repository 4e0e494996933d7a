import type { TextEdit } from '../../rewrite/edit.ts';
import type { SecretNeed } from '../../rewrite/need.ts';
import type { RewriteOptions } from '../../rewrite/rewrite.ts';
import type { Finding, Fix } from '../finding.ts';
import { locateIn } from '../source-location.ts';
import type { AuditedFile } from './audited-file.ts';
import { optionsFor, withBuildDoubts } from './build-doubts.ts';
import { buildFixes } from './build-fixes.ts';
import { missingNeeds } from './missing-needs.ts';
import { isOffer, offerFor, subjectsOf } from './offers.ts';

/** Audits of large files are dear: this many characters are audited for the sake of proofs. */
const MOST_PROVED = 4_000_000;
const TOO_MUCH = 'the file is large and has many findings: mend the first of them, and ask again';

/**
 * Puts the proved rewrites of a file into its findings and those of its builds, with what goes with them there; where there
 * is none, the reason.
 *
 * @param counts which findings matter
 */
export function attachFixes(
  audited: AuditedFile,
  { options, counts }: { options: RewriteOptions; counts(finding: Finding): boolean },
): void {
  const { audit, buildFindings, scrub } = audited;
  const file = withBuildDoubts(audited);
  const style = optionsFor(options, audited);
  const titles = new Set<string>();
  let left = MOST_PROVED;
  for (const [subject, findings] of subjectsOf(audit)) {
    if (!findings.some(counts)) continue;
    const offer = left > 0 ? offerFor(subject, audit, file, style) : { refused: TOO_MUCH };
    left -= file.texts.dockerfile.length;
    if (!isOffer(offer)) for (const finding of findings) finding.fixRefused = scrub(offer.refused);
    else if (!titles.has(offer.rewrite.title)) {
      titles.add(offer.rewrite.title);
      const fix = fixOf(offer.rewrite, audited);
      const passed = buildFindings.filter((finding) => passesAway(finding, offer.rewrite.needs));
      for (const finding of [...offer.gone, ...passed]) finding.fixes.push(fix);
    }
  }
  for (const finding of audit.findings) if (finding.fixes.length > 0) delete finding.fixRefused;
  for (const { finding, need } of missingNeeds(audited)) {
    const title = `Supply the ${need.kind === 'ssh' ? 'SSH agent' : `secret ${need.id}`} that the Dockerfile mounts`;
    const doubts = need.kind === 'ssh' ? [] : [`its value is taken from a variable of its name`];
    finding.fixes.push(fixOf({ title, doubts, edits: [], needs: [need] }, audited));
  }
}

/** A build that hands over what nobody takes any more. */
function passesAway({ rule, secret }: Finding, needs: readonly SecretNeed[]): boolean {
  const isPassed = rule === 'secret-passed-as-build-arg' || rule === 'secret-in-provenance';
  return isPassed && needs.some(({ argument }) => argument !== undefined && argument === secret.name);
}

interface ToFix {
  title: string;
  doubts: readonly string[];
  edits: readonly TextEdit[];
  needs: readonly SecretNeed[];
}

function fixOf({ title, doubts, edits, needs }: ToFix, { scrub, builds, repository }: AuditedFile): Fix {
  const supplied = buildFixes([{ builds, needs, ...(repository && { repository }) }]);
  const all = [...edits, ...supplied.edits].sort((a, b) => a.start - b.start);
  // What a secret stands in cannot be told: --fix makes the edit all the same.
  const isClean = all.every(({ text }) => scrub(text) === text);
  return {
    title: scrub([title, ...doubts].join('; ')),
    safety: doubts.length === 0 ? 'safe' : 'review',
    edits: isClean ? all.map(located) : [],
    commands: [...supplied.commands, ...supplied.remarks.map((remark) => `# ${remark}`)].map((line) =>
      scrub(line),
    ),
  };
}

function located(edit: TextEdit): Fix['edits'][number] {
  const { kind: _, ...place } = locateIn(edit);
  return { ...place, text: edit.text };
}
