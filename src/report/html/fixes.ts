import type { Fix } from '../../audit/finding.ts';
import type { SecretGroup } from '../groups.ts';
import { html, type Markup } from './markup.ts';
import { type FilePatch, patchesOf } from './patch.ts';
import type { View } from './view.ts';

const SAFETY = { safe: 'safe', review: 'look it over first' } as const;

/** What can be done about a secret, each fix once: patches and commands, to be copied. */
export function fixesSection({ findings }: SecretGroup, id: string, view: View): Markup | undefined {
  const fixes = new Map<string, Fix>();
  for (const fix of findings.flatMap((finding) => finding.fixes)) fixes.set(JSON.stringify(fix), fix);
  if (fixes.size === 0) return undefined;
  return html`<section class="fixes"><h4>What to do</h4>${[...fixes.values()].map((fix, index) =>
    fixBlock(fix, `${id}-fix${index + 1}`, view),
  )}</section>`;
}

function fixBlock(fix: Fix, id: string, { io }: View): Markup {
  return html`<div class="fix"><p class="fix-title">${fix.title} <span class="safety ${fix.safety}">${SAFETY[fix.safety]}</span></p>${patchesOf(
    fix,
    io.excerpt,
  ).map((patch, index) => patchBlock(patch, `${id}-patch${index + 1}`, fix))}${commandsBlock(fix, id)}</div>`;
}

function patchBlock({ path, lines, applies }: FilePatch, id: string, { edits }: Fix): Markup {
  if (lines.length === 0) return editList(path, edits);
  return html`<figure class="copyable"><figcaption><code>${path}</code>${
    applies
      ? copyButton(id, 'Copy patch')
      : html`<span class="aside">holds masked text: no patch to copy</span>`
  }</figcaption><pre class="code diff" id="${id}" tabindex="0">${lines.map(patchLine)}</pre></figure>`;
}

function patchLine(line: string): Markup {
  const kinds: Readonly<Record<string, string>> = { '+': 'added', '-': 'removed', '@': 'hunk' };
  const kind = /^(?:---|\+\+\+) /.test(line) ? 'hunk' : kinds[line.charAt(0)];
  return html`<span class="${kind ?? 'same'}">${tabbed(line)}
</span>`;
}

/** Where the file's own lines are not at hand. */
function editList(path: string, edits: Fix['edits']): Markup {
  return html`<ul class="edits">${edits
    .filter((edit) => edit.path === path)
    .map(
      ({ startLine, startColumn, endLine, endColumn, text }) =>
        html`<li><code>${path}:${startLine}:${startColumn}</code> up to <code>${endLine}:${endColumn}</code>: ${
          text === ''
            ? 'take it out'
            : html`put <code>${text.split('\n').map((line, at) => (at === 0 ? line : html`<br>${line}`))}</code>`
        }</li>`,
    )}</ul>`;
}

function commandsBlock({ commands }: Fix, id: string): Markup | undefined {
  if (commands.length === 0) return undefined;
  const lines = commands.flatMap((command) => command.split('\n'));
  return html`<figure class="copyable"><figcaption>${commands.length === 1 ? 'Command' : 'Commands'}${copyButton(`${id}-commands`, 'Copy')}</figcaption><pre class="code" id="${id}-commands" tabindex="0">${lines.map(
    (line) => html`<span>${tabbed(line)}
</span>`,
  )}</pre></figure>`;
}

/** Tabs are kept: of a patch and a Makefile they are part. */
function tabbed(line: string): Markup {
  return html`${line.split('\t').map((part, at) => (at === 0 ? part : html`\t${part}`))}`;
}

function copyButton(id: string, label: string): Markup {
  return html`<button type="button" class="scripted" data-copy="${id}">${label}</button>`;
}
