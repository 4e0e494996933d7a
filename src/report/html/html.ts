import { createHash } from 'node:crypto';
import type { Reporter } from '../reporter.ts';
import { SCRIPT, STYLE } from './assets.ts';
import { cacheSection } from './cache-map.ts';
import { filters } from './filters.ts';
import { helpDialog } from './help.ts';
import { layersSection } from './layers.ts';
import { html, type Markup, trusted } from './markup.ts';
import { rulesSection } from './rules.ts';
import { secretsSection } from './secrets.ts';
import { summarySection, title } from './summary.ts';
import { type View, viewOf } from './view.ts';

/** Nothing is loaded, sent or framed; the one style and the one script are known by their hashes. */
const POLICY = [
  "default-src 'none'",
  `style-src '${hashOf(STYLE)}'`,
  `script-src '${hashOf(SCRIPT)}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

/** One page for a browser: nothing outside of it is needed, and without its script all of it can be read. */
export const htmlPage: Reporter = (report, io) => {
  io.write(`<!doctype html>\n${page(viewOf(report, io))}`);
};

function page(view: View): Markup {
  const { name, version } = view.report.tool;
  const cache = cacheSection(view);
  const layers = layersSection(view);
  return html`<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${POLICY}"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="referrer" content="no-referrer"><title>${title(view)} – ${name}</title><style>${trusted(STYLE)}</style></head>
<body><a class="skip" href="#content">To the findings</a>
<header class="top"><p class="brand"><strong>${name}</strong> ${version}</p><nav aria-label="Sections"><a href="#secrets">Secrets</a>${layers && html`<a href="#layers">Layers</a>`}${cache && html`<a href="#cache">Cache</a>`}${view.rules.length > 0 && html`<a href="#rules">Rules</a>`}</nav><p class="tools scripted"><button type="button" data-action="fold" id="fold">Close all</button><button type="button" data-action="theme" id="theme">Theme: system</button><button type="button" data-action="help" aria-label="Keys"><kbd>?</kbd></button></p></header>
<div class="frame${view.groups.length === 0 && ' alone'}"><div class="lead-in">${summarySection(view)}</div>
${view.groups.length > 0 && html`<aside class="side scripted">${filters(view)}</aside>`}<main id="content" tabindex="-1">${secretsSection(view)}
${layers}${cache}${rulesSection(view)}</main></div>
${helpDialog()}<p id="said" class="quiet" role="status"></p><script>${trusted(SCRIPT)}</script></body></html>
`;
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
