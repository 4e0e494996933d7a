import type { Report, Subject } from '../../audit/finding.ts';
import { SEVERITIES, type Severity } from '../../config/levels.ts';
import { groupedCount } from '../count.ts';
import { html, type Markup } from './markup.ts';
import { type View, whereOf } from './view.ts';

const BAR = { width: 640, height: 10, least: 6, gap: 3 };
const KINDS = { dockerfile: 'Dockerfile', image: 'image', build: 'build' } as const;

/** What was audited, how whole that was, and what came out. */
export function summarySection(view: View): Markup {
  const { report } = view;
  return html`<section id="summary">
<h1>${title(view)}</h1>
<p class="lead">${`in ${subjectCounts(report.subjects)}`}${report.summary.suppressed > 0 && `; ${report.summary.suppressed} suppressed`}</p>
${severities(report.summary)}
${completeness(report)}${remarks('Worth knowing', 'notes', report.notes)}${subjects(view)}</section>`;
}

/** Also the document's title. */
export function title({ report, groups }: View): string {
  const findings = groups.reduce((sum, group) => sum + group.findings.length, 0);
  if (findings === 0) return report.complete ? 'No findings' : 'No findings, but not all was read';
  return `${groupedCount(findings, 'finding')} about ${groupedCount(groups.length, 'secret')}`;
}

function subjectCounts(all: readonly Subject[]): string {
  const parts = Object.entries(KINDS).flatMap(([kind, noun]) => {
    const number = all.filter((one) => one.kind === kind).length;
    return number === 0 ? [] : [groupedCount(number, noun)];
  });
  const last = parts.pop();
  if (last === undefined) return 'nothing';
  return parts.length === 0 ? last : `${parts.join(', ')} and ${last}`;
}

/** Numbers, and a bar of their shares. */
function severities(summary: Report['summary']): Markup {
  const all = SEVERITIES.reduce((sum, level) => sum + summary[level], 0);
  const shown = SEVERITIES.filter((level) => summary[level] > 0);
  const room = BAR.width - shown.length * BAR.least - Math.max(0, shown.length - 1) * BAR.gap;
  let x = 0;
  const part = (level: Severity): Markup => {
    const width = Math.round(BAR.least + (room * summary[level]) / all);
    const rect = html`<rect class="${level}" x="${x}" width="${width}" height="${BAR.height}"/>`;
    x += width + BAR.gap;
    return rect;
  };
  return html`<dl class="tiles">${SEVERITIES.map(
    (level) =>
      html`<div class="tile ${level}${summary[level] === 0 && ' none'}"><dt>${level}</dt><dd>${summary[level].toLocaleString('en')}</dd></div>`,
  )}</dl>${
    all > 0 &&
    html`<svg class="bar" viewBox="0 0 ${BAR.width} ${BAR.height}" preserveAspectRatio="none" aria-hidden="true" focusable="false">${shown.map(part)}</svg>`
  }`;
}

function completeness({ complete, skipped }: Report): Markup {
  if (complete) return html`<p class="callout whole"><strong>Complete.</strong> Nothing was skipped.</p>`;
  return html`<div class="callout partial" id="skipped"><p><strong>Not complete.</strong> ${
    skipped.length === 1 ? 'One thing' : skipped.length.toLocaleString('en')
  } could not be audited; secrets in it are not in this report.</p>${remarkList(skipped)}</div>`;
}

function remarks(name: string, id: string, list: Report['notes']): Markup | undefined {
  if (list.length === 0) return undefined;
  return html`<details class="callout notes" id="${id}" open><summary>${name} <span class="number">${list.length}</span></summary>${remarkList(list)}</details>`;
}

function remarkList(list: Report['skipped']): Markup {
  return html`<ul class="remarks">${list.map(({ what, reason }) => html`<li><code>${what}</code> <span>${reason}</span></li>`)}</ul>`;
}

function subjects({ report, groups }: View): Markup | undefined {
  if (report.subjects.length === 0) return undefined;
  const found = new Map<string, number>();
  for (const finding of groups.flatMap((group) => group.findings)) {
    const { location } = finding;
    const name = location.kind === 'image' ? location.image : whereOf(finding);
    found.set(name, (found.get(name) ?? 0) + 1);
  }
  return html`<details class="callout subjects" open><summary>Audited <span class="number">${report.subjects.length}</span></summary><ul>${report.subjects.map(
    ({ kind, name, digest }) =>
      html`<li><span class="kind">${KINDS[kind]}</span><code>${name}</code>${digest !== undefined && digest !== '' && html` <code class="digest" title="${digest}">${digest.slice(0, 19)}</code>`}${kind !== 'build' && html` <span class="aside">${groupedCount(found.get(name) ?? 0, 'finding')}</span>`}</li>`,
  )}</ul></details>`;
}
