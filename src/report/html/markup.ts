import { plain, shorten } from '../plain-text.ts';

/** A piece of a document that is safe as it stands. Made by `html` and `trusted` alone. */
export class Markup {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

/** What may stand in a hole of a template. */
export type Value = string | number | Markup | undefined | false | readonly Value[];

/** What a hole is part of: a text between tags, an attribute in quotes, or the whole of a link's target. */
type Hole = 'text' | 'attribute' | 'address';

const HOLES = new WeakMap<TemplateStringsArray, readonly Hole[]>();
const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * The one way in which markup is built: whatever stands in a hole becomes text or the part of an attribute; only other
 * markup goes in as it is. Throws a TypeError where a template has a hole outside of text and quoted attributes, in an
 * attribute that is a script or a style, or puts markup into an attribute: mistakes of the template, never of a value.
 */
export function html(strings: TemplateStringsArray, ...values: readonly Value[]): Markup {
  const holes = holesOf(strings);
  let text = strings[0] ?? '';
  for (const [index, value] of values.entries())
    text += filled(value, holes[index] ?? 'attribute') + (strings[index + 1] ?? '');
  return new Markup(text);
}

/** A text of our own that is markup, a style or a script already: nothing that was read may go into it. */
export function trusted(text: string): Markup {
  return new Markup(text);
}

/** However long a line is that a patch has. */
const LONGEST_TEXT = 4000;

/**
 * Text as it stands in a document: what could steer a reader's eye is written out, what is markup is text. Two number
 * signs could be a command to a CI system that shows the report in its log.
 */
function escaped(text: string): string {
  return plain(wellFormed(text))
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '')
    .replace(/#(?=#)/g, '&#35;');
}

/** Halves of characters and those that no document may hold become the one that stands for the unknown. */
function wellFormed(text: string): string {
  return text.replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, '\uFFFD');
}

function filled(value: Value, hole: Hole): string {
  if (value === undefined || value === false) return '';
  if (value instanceof Markup) {
    if (hole !== 'text') throw new TypeError('markup in an attribute');
    return value.toString();
  }
  if (typeof value === 'object') return value.map((one) => filled(one, hole)).join('');
  const text = escaped(shorten(`${value}`, LONGEST_TEXT));
  return hole === 'address' && !text.startsWith('https://') ? '#' : text;
}

function holesOf(strings: TemplateStringsArray): readonly Hole[] {
  const known = HOLES.get(strings);
  if (known !== undefined) return known;
  let before = '';
  const holes = strings.slice(0, -1).map((text) => {
    before += text;
    const hole = holeAfter(before);
    before += 'x';
    return hole;
  });
  HOLES.set(strings, holes);
  return holes;
}

function holeAfter(before: string): Hole {
  const tag = /<[^<>]*$/.exec(before)?.[0];
  if (tag === undefined) return 'text';
  const [, name = '', start = ''] = /\s([a-zA-Z][a-zA-Z0-9-]*)="([^"]*)$/.exec(tag) ?? [];
  if (name === '' || name === 'style' || /^on/i.test(name) || name === 'srcdoc')
    throw new TypeError(`no value may stand behind ${JSON.stringify(tag)}`);
  if (name !== 'href' && name !== 'src') return 'attribute';
  return start === '' ? 'address' : 'attribute';
}
