import { SEVERITIES } from '../../config/levels.ts';
import { html, type Markup } from './markup.ts';
import { type View, whereOf } from './view.ts';

/** What the reader can narrow the report by; of no use, and not shown, without the script. */
export function filters({ report, groups }: View): Markup {
  const findings = groups.flatMap((group) => group.findings);
  const layers = findings.flatMap(({ location }) =>
    location.kind === 'image' && location.layer !== undefined ? [location.layer.index] : [],
  );
  const layerOptions = [...new Set(layers)]
    .sort((a, b) => a - b)
    .map((index) => ({ value: `${index}`, text: `layer ${index}` }));
  const kinds = new Set(findings.map(({ location }) => location.kind));
  const where = kinds.size > 1 ? 'Image or file' : kinds.has('image') ? 'Image' : 'File';
  return html`<form id="filters" class="scripted" role="search" aria-label="Filters">
<label class="field search">Search<input type="search" name="text" autocomplete="off" spellcheck="false" placeholder="name, path, message" aria-keyshortcuts="/"></label>
<fieldset><legend>Severity</legend>${SEVERITIES.filter((level) => report.summary[level] > 0).map(
    (level) =>
      html`<label class="chip ${level}"><input type="checkbox" name="severity" value="${level}" checked><span>${level} <span class="number">${report.summary[level]}</span></span></label>`,
  )}</fieldset>
${choice('rule', 'Rule', 'every rule', optionsOf(findings.map(({ rule }) => rule)))}
${choice('where', where, 'everywhere', optionsOf(findings.map(whereOf)))}
${choice('layer', 'Layer', 'every layer', layerOptions)}
<p class="state"><output id="shown"></output> <button type="button" data-action="reset" id="show-all" hidden>Show all</button></p>
</form>`;
}

interface Option {
  value: string;
  text: string;
}

function optionsOf(values: readonly string[]): Option[] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([value, number]) => ({ value, text: `${value} (${number})` }));
}

/** Nothing where there is nothing to choose. */
function choice(name: string, label: string, all: string, options: readonly Option[]): Markup | undefined {
  if (options.length < 2) return undefined;
  return html`<label class="field">${label}<select name="${name}"><option value="">${all}</option>${options.map(
    ({ value, text }) => html`<option value="${value}">${text}</option>`,
  )}</select></label>`;
}
