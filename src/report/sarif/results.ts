import type { Finding, Fix } from '../../audit/finding.ts';
import { sentenceOf } from '../file-place.ts';
import { groupBy } from '../groups.ts';
import { brief, plain } from '../plain-text.ts';
import type { Artifacts } from './artifacts.ts';
import { findingLocation, labelledLocation, messageText, type SarifLocation } from './locations.ts';
import { LEVELS, SECURITY_SEVERITIES } from './rules.ts';

/** GitHub shows no more other places of a result, nor steps of a way; above 1,000 and 10,000 it takes none of the file. */
const MOST_RELATED = 100;
const MOST_STEPS = 1000;
/** More links would be longer than the sentence. */
const MOST_LINKS = 5;

/** A finding as a SARIF result. */
export function sarifResult(finding: Finding, ruleIndex: number, artifacts: Artifacts) {
  const { rule, severity, confidence, secret, flow, fixes, suppressed } = finding;
  const location = findingLocation(finding, artifacts);
  const related = finding.related
    .slice(0, MOST_RELATED)
    .map((one, index) => ({ id: index + 1, ...labelledLocation(one, artifacts) }));
  const replacements = fixes.filter(({ edits }) => edits.length > 0);
  return {
    ruleId: plain(rule),
    ruleIndex,
    level: LEVELS[severity],
    message: { text: withLinks(finding, related) },
    locations: [location],
    ...(related.length > 0 && { relatedLocations: related }),
    ...(flow.length > 0 && { codeFlows: [codeFlow(flow, artifacts)] }),
    ...(replacements.length > 0 && { fixes: replacements.map((fix) => sarifFix(fix, artifacts)) }),
    partialFingerprints: fingerprints(finding),
    ...(suppressed !== undefined && { suppressions: [sarifSuppression(suppressed)] }),
    properties: {
      'security-severity': SECURITY_SEVERITIES[severity],
      severity,
      confidence,
      secret: {
        redacted: plain(secret.redacted),
        validity: secret.validity,
        fingerprint: plain(secret.fingerprint),
      },
      ...commandsOf(fixes),
    },
  };
}

/** GitHub shows another place only where the message links to it. */
function withLinks({ related, ...finding }: Finding, shown: readonly SarifLocation[]): string {
  const links = shown.slice(0, MOST_LINKS).map(({ id, message }) => `[${message?.text || 'related'}](${id})`);
  const more = related.length - links.length;
  const said = messageText(sentenceOf({ ...finding, related }));
  if (links.length === 0) return said;
  const left = related.length - shown.length;
  const rest = more === 0 ? '' : ` and ${more} more${left === 0 ? '' : `, ${left} of them left out here`}`;
  return `${said} See ${links.join(', ')}${rest}.`;
}

function codeFlow(flow: Finding['flow'], artifacts: Artifacts) {
  const steps = flow.slice(0, MOST_STEPS).map((step, index) => ({
    location: labelledLocation(step, artifacts),
    executionOrder: index + 1,
    importance: index === 0 || index === flow.length - 1 ? 'essential' : 'important',
  }));
  const left = flow.length - steps.length;
  const said = left === 0 ? {} : { message: { text: `${left} more steps are left out.` } };
  return { ...said, threadFlows: [{ locations: steps }] };
}

function sarifFix({ title, safety, edits }: Fix, artifacts: Artifacts) {
  const byPath = groupBy(edits, ({ path }) => path);
  return {
    description: { text: messageText(`${plain(title)}${safety === 'review' ? ' (to be reviewed)' : ''}`) },
    artifactChanges: Array.from(byPath, ([path, changes]) => ({
      artifactLocation: artifacts.location(path),
      replacements: changes.map(({ startLine, startColumn, endLine, endColumn, text }) => ({
        deletedRegion: { startLine, startColumn, endLine, endColumn },
        ...(text !== '' && { insertedContent: { text } }),
      })),
    })),
  };
}

function sarifSuppression({ by, reason }: NonNullable<Finding['suppressed']>) {
  return {
    kind: by.trimStart().startsWith('#') ? 'inSource' : 'external',
    status: 'accepted',
    justification: `${plain(reason)} (${plain(by)})`,
  };
}

function commandsOf(fixes: readonly Fix[]): { commands?: string[] } {
  const commands = fixes.flatMap((fix) => fix.commands.map((one) => brief(one, 2000)));
  return commands.length === 0 ? {} : { commands };
}

/** Where there is a source, GitHub's uploader adds its own, of the line; a place in an image has no line to be read. */
function fingerprints({ fingerprint, location, origin }: Finding): Record<string, string> {
  const own = { 'buildAuditFinding/v1': plain(fingerprint) };
  if (location.kind === 'source' || origin !== undefined) return own;
  return { ...own, primaryLocationLineHash: `${plain(fingerprint)}:1` };
}
