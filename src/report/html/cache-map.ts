import type { Finding, SourceLocation } from '../../audit/finding.ts';
import { html, type Markup } from './markup.ts';
import type { View } from './view.ts';

/** The rule whose findings tell which steps a new value runs again, and the label that it gives them. */
export const CACHE_RULE = 'rotating-cache-key';
const AGAIN = 'run again';

/** So many steps a finding names. */
const MOST_TOLD = 8;
/** Values side by side as long as they fit. */
const MOST_COLUMNS = 6;

/** A value that changes, and the lines of the steps that it runs again. */
interface Column {
  finding: Finding;
  name: string;
  at: SourceLocation;
  again: ReadonlyMap<number, SourceLocation>;
}

/** Of each Dockerfile, which steps are run again whenever which value changes. */
export function cacheSection(view: View): Markup | undefined {
  const files = new Map<string, Column[]>();
  for (const { findings } of view.groups)
    for (const finding of findings) {
      const column = columnOf(finding);
      if (column === undefined) continue;
      const columns = files.get(column.at.path);
      if (columns === undefined) files.set(column.at.path, [column]);
      else columns.push(column);
    }
  if (files.size === 0) return undefined;
  return html`<section id="cache"><h2>What a new value builds again</h2>
<p class="lead">A build argument is in the cache key of the steps behind it. With each new value they are run again; a secret mount is in no key.</p>
${[...files].map(([path, columns]) => fileMaps(path, columns, view))}</section>`;
}

function columnOf(finding: Finding): Column | undefined {
  const { rule, location, related, secret } = finding;
  if (rule !== CACHE_RULE || location.kind !== 'source') return undefined;
  const again = new Map<number, SourceLocation>();
  for (const { label, location: at } of related)
    if (label === AGAIN && at.kind === 'source' && at.path === location.path) again.set(at.startLine, at);
  return { finding, name: secret.name ?? 'value', at: location, again };
}

function fileMaps(path: string, columns: readonly Column[], view: View): Markup {
  const parts: Column[][] = [];
  for (let at = 0; at < columns.length; at += MOST_COLUMNS) parts.push(columns.slice(at, at + MOST_COLUMNS));
  return html`<div class="card map"><h3>${path}</h3>${parts.map((part) => mapTable(part, view))}<p class="aside legend"><span><svg width="14" height="14" aria-hidden="true" focusable="false"><circle class="source" cx="7" cy="7" r="4.5"/></svg>comes in here</span><span><svg width="14" height="14" aria-hidden="true" focusable="false"><rect class="again" x="2" y="2" width="10" height="10" rx="2"/></svg>run again with each new value${columns.some(({ again }) => again.size >= MOST_TOLD) && `; of a value the first ${MOST_TOLD} steps`}</span></p></div>
`;
}

function mapTable(columns: readonly Column[], view: View): Markup {
  const lines = new Map<number, SourceLocation>();
  for (const { at, again } of columns)
    for (const one of [at, ...again.values()]) lines.set(one.startLine, one);
  const rows = [...lines.values()].sort((a, b) => a.startLine - b.startLine);
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Steps and values"><table><thead><tr><th scope="col" class="line">Line</th><th scope="col" class="step">Step</th>${columns.map(
    ({ finding, name }) =>
      html`<th scope="col"><a href="#${view.idOf(finding)}"><code>${name}</code></a></th>`,
  )}</tr></thead><tbody>${rows.map(
    (row) =>
      html`<tr><td class="line">${row.startLine}</td><td class="step"><code>${stepText(row, view)}</code></td>${columns.map((column) => cell(column, row))}</tr>`,
  )}</tbody></table></div>`;
}

function stepText(row: SourceLocation, { io }: View): string {
  const text = io.excerpt(row)?.text.trim() ?? `line ${row.startLine}`;
  return text.length > 90 ? `${text.slice(0, 89)}…` : text;
}

function cell({ at, again }: Column, { startLine }: SourceLocation): Markup {
  const last = Math.max(at.startLine, ...again.keys());
  const passes = startLine > at.startLine && startLine < last;
  const line = (from: string, to: string) => html`<line x1="15" y1="${from}" x2="15" y2="${to}"/>`;
  if (startLine === at.startLine)
    return html`<td class="mark"><svg role="img" aria-label="comes in" width="30" height="100%">${again.size > 0 && line('50%', '100%')}<circle class="source" cx="15" cy="50%" r="5"/></svg></td>`;
  if (again.has(startLine))
    return html`<td class="mark"><svg role="img" aria-label="run again" width="30" height="100%">${line('0', passes ? '100%' : '50%')}<svg y="50%" overflow="visible"><rect class="again" x="9" y="-6" width="12" height="12" rx="2.5"/></svg></svg></td>`;
  return html`<td class="mark">${passes ? html`<svg aria-hidden="true" focusable="false" width="30" height="100%">${line('0', '100%')}</svg>` : html`<span class="quiet">unchanged</span>`}</td>`;
}
