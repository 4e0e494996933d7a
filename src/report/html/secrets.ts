import { groupedCount } from '../count.ts';
import type { SecretGroup } from '../groups.ts';
import { findingItem } from './finding.ts';
import { fixesSection } from './fixes.ts';
import { html, type Markup } from './markup.ts';
import type { View } from './view.ts';
import { wayDrawing } from './way.ts';

const VALIDITIES = {
  valid: 'proven by its check sum',
  invalid: 'fails its check',
  expired: 'expired',
  unknown: undefined,
} as const;

/** Each secret once, with all its findings, the way that it takes and what can be done. */
export function secretsSection(view: View): Markup {
  const { groups, suppressed, report } = view;
  const isClean = groups.length === 0 && report.complete;
  return html`<section id="secrets"><h2>Secrets</h2>
${groups.length === 0 && html`<p class="nothing ${isClean && 'clean'}">No secret was found${!report.complete && ' in what could be read'}.</p>`}
<p class="nothing" id="none-shown" hidden>No finding fits the filters. <button type="button" data-action="reset">Show all</button></p>
${groups.map((group, index) => secretCard(group, index, view))}</section>
${suppressed.length > 0 && html`<section id="suppressed"><h2>Suppressed</h2><p class="lead">Someone said that these are meant to be so. They do not count.</p><div class="card"><ol class="findings">${suppressed.map((finding) => findingItem(finding, view))}</ol></div></section>`}`;
}

function secretCard(group: SecretGroup, index: number, view: View): Markup {
  const { severity, secret, findings } = group;
  const facts = [
    secret.redacted.replace(/^<|>$/g, ''),
    VALIDITIES[secret.validity],
    groupedCount(findings.length, 'finding'),
  ].filter((fact) => fact !== undefined);
  const way = wayDrawing(findings);
  return html`<details class="card secret" id="s${index + 1}" open>
<summary><span class="badge ${severity}">${severity}</span><h3>${secret.name ?? secret.kind ?? 'secret'}</h3><span class="facts">${facts.join(' · ')}</span></summary>
<div class="${way === undefined ? 'body' : 'body two'}"><ol class="findings">
${findings.map((finding) => findingItem(finding, view))}</ol>${way}</div>
${fixesSection(group, `s${index + 1}`, view)}</details>
`;
}
