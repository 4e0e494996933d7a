import { html, type Markup } from './markup.ts';

const KEYS: readonly (readonly [string, string])[] = [
  ['j', 'next finding'],
  ['k', 'finding before'],
  ['n', 'next secret'],
  ['p', 'secret before'],
  ['o', 'open or close the secret'],
  ['/', 'search'],
  ['1 2 3 4', 'show or hide critical, high, medium, low'],
  ['r', 'show all again'],
  ['t', 'dark, light, or as the system has it'],
  ['?', 'this help'],
  ['Esc', 'leave a field, close this help'],
];

/** The keys, shown on `?`. */
export function helpDialog(): Markup {
  return html`<dialog id="help" aria-labelledby="help-title"><h2 id="help-title">Keys</h2><dl>${KEYS.map(
    ([keys, what]) =>
      html`<div><dt>${keys.split(' ').map((key) => html`<kbd>${key}</kbd> `)}</dt><dd>${what}</dd></div>`,
  )}</dl><button type="button" data-action="close">Close</button></dialog>`;
}
