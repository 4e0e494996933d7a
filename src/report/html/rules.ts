import { inOneLine } from '../../audit/rule-docs.ts';
import { html, type Markup } from './markup.ts';
import type { View } from './view.ts';

/** Why each rule that fired is one, and what to do instead. */
export function rulesSection({ rules }: View): Markup | undefined {
  if (rules.length === 0) return undefined;
  return html`<section id="rules"><h2>Why, and what to do instead</h2>
${rules.map(
  ({
    id,
    title,
    why,
    instead,
    references,
  }) => html`<article class="card rule-card" id="rule-${id}"><h3>${title}</h3><p class="aside"><code>${id}</code></p>
<h4>Why it is bad</h4><p>${inOneLine(why)}</p><h4>What to do instead</h4><p>${inOneLine(instead)}</p>
<ul class="references">${references.map((url) => html`<li><a href="${url}" rel="noreferrer">${url.replace('https://', '')}</a></li>`)}</ul></article>
`,
)}</section>`;
}
