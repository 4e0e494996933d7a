import type { Finding } from '../../audit/finding.ts';
import type { Excerpt } from '../../audit/source-excerpt.ts';
import type { Severity } from '../../config/levels.ts';
import { imageName, placeName, relatedPlace } from '../place.ts';
import { html, type Markup } from './markup.ts';
import { type View, whereOf } from './view.ts';

const MOST_PLACES = 12;
/** Beyond it, a line of a file is shown around its marked part. */
const MOST_OF_LINE = 400;

/** One finding: where, what, the line in question and the other places that belong to it. */
export function findingItem(finding: Finding, view: View): Markup {
  const { rule, severity, confidence, message, location, origin, suppressed } = finding;
  const layer = location.kind === 'image' ? location.layer?.index : undefined;
  const image = view.namesImages ? imageName(location) : '';
  const excerpt = view.io.excerpt(location);
  return html`<li class="finding" id="${view.idOf(finding)}" tabindex="-1" data-severity="${severity}" data-rule="${rule}" data-where="${whereOf(finding)}" data-layer="${layer}">
<p class="head"><a class="place" href="#${view.idOf(finding)}">${severityDot(severity)}<code>${placeName(location)}</code></a> ${ruleLink(rule, view)} <span class="sure">${confidence}</span></p>
${image !== '' && html`<p class="aside">in <code>${image}</code></p>`}<p class="message">${message}</p>
${suppressed && html`<p class="aside">Suppressed by ${suppressed.by}: ${suppressed.reason}</p>`}${excerpt && excerptLine(excerpt)}${origin && html`<p class="aside">made by <code>${origin.path}:${origin.startLine}</code></p>`}${relatedPlaces(finding, image, view)}</li>
`;
}

/** A colour for those who see it, a word for the others. */
export function severityDot(severity: Severity): Markup {
  return html`<span class="dot ${severity}" role="img" aria-label="${severity}" title="${severity}"></span>`;
}

function ruleLink(rule: string, { rules }: View): Markup {
  return rules.some(({ id }) => id === rule)
    ? html`<a class="rule" href="#rule-${rule}">${rule}</a>`
    : html`<span class="rule">${rule}</span>`;
}

/** A line of a file with its marked part. */
function excerptLine({ line, text, start, end }: Excerpt): Markup {
  const from = Math.max(0, start - MOST_OF_LINE / 2);
  const to = Math.min(text.length, Math.max(end, start) + MOST_OF_LINE / 2);
  const marked = text.slice(start, Math.min(end, start + MOST_OF_LINE));
  return html`<pre class="code"><span class="number">${line}</span>${from > 0 && '…'}${text.slice(from, start)}<mark>${marked}${
    marked.length < end - start && '…'
  }</mark>${text.slice(end, to)}${to < text.length && '…'}</pre>`;
}

/** Other places of the same, by what they are. */
function relatedPlaces({ related, location }: Finding, image: string, view: View): Markup | undefined {
  if (related.length === 0) return undefined;
  const byLabel = new Map<string, string[]>();
  for (const { label, location: other } of related) {
    const name = view.namesImages ? imageName(other) : '';
    const place = relatedPlace(other, location) + (name === image ? '' : ` in ${name}`);
    const places = byLabel.get(label);
    if (places === undefined) byLabel.set(label, [place]);
    else places.push(place);
  }
  return html`<dl class="related">${[...byLabel].map(
    ([label, places]) =>
      html`<div><dt>${label}</dt><dd>${places.slice(0, MOST_PLACES).map((place) => html`<code>${place}</code> `)}${
        places.length > MOST_PLACES && `and ${places.length - MOST_PLACES} more`
      }</dd></div>`,
  )}</dl>`;
}
