/** What a page is made of, as a strict reader sees it: no guessing, no mending. */
export interface Page {
  elements: Element[];
  /** All text outside of style and script, entities resolved. */
  text: string;
}

export interface Element {
  name: string;
  attributes: Map<string, string>;
  /** Of style and script: as it stands. */
  raw?: string;
}

const VOID = new Set(['meta', 'input', 'br']);
const TAG = /<(\/?)([a-zA-Z][a-zA-Z0-9]*)((?:\s+[a-zA-Z][a-zA-Z0-9-]*(?:="[^"<>]*")?)*)\s*(\/?)>/y;
const ENTITY = /&(amp|lt|gt|quot|#39);/g;
const CHARACTERS: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

/** Reads a page that keeps to the strictest form. Throws an Error that names the place where it does not. */
export function readMarkup(source: string): Page {
  const page: Page = { elements: [], text: '' };
  const open: string[] = [];
  let at = source.startsWith('<!doctype html>\n') ? '<!doctype html>\n'.length : 0;
  while (at < source.length) {
    const next = source.indexOf('<', at);
    const end = next === -1 ? source.length : next;
    page.text += resolved(source.slice(at, end));
    if (end === source.length) break;
    TAG.lastIndex = end;
    const [tag, closing, name = '', attributes = '', empty] = TAG.exec(source) ?? [];
    if (tag === undefined) throw new Error(`no tag: ${source.slice(end, end + 60)}`);
    at = end + tag.length;
    if (closing === '/') {
      const last = open.pop();
      if (last !== name) throw new Error(`</${name}> closes <${last}>`);
      continue;
    }
    const element: Element = { name, attributes: attributesOf(attributes) };
    page.elements.push(element);
    if (VOID.has(name) || empty === '/') continue;
    open.push(name);
    if (name !== 'style' && name !== 'script') continue;
    const close = source.indexOf(`</${name}>`, at);
    element.raw = source.slice(at, close);
    at = close;
  }
  if (open.length > 0) throw new Error(`left open: ${open.join(' ')}`);
  return page;
}

function attributesOf(text: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const [, name = '', value = ''] of text.matchAll(/([a-zA-Z][a-zA-Z0-9-]*)(?:="([^"]*)")?/g)) {
    if (found.has(name)) throw new Error(`${name} twice`);
    found.set(name, resolved(value));
  }
  return found;
}

function resolved(text: string): string {
  if (/&(?!(?:amp|lt|gt|quot|#39);)/.test(text)) throw new Error(`a bare &: ${text.slice(0, 60)}`);
  return text.replace(ENTITY, (_, name: string) => CHARACTERS[name] ?? '');
}
