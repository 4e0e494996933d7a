/** An element of a small XML document. */
export interface XmlElement {
  name: string;
  attributes: Record<string, string>;
  children: XmlElement[];
  text: string;
}

const TAG = /<(\/?)([\w.-]+)((?:\s+[\w.-]+="[^"<]*")*)\s*(\/?)>/y;
const ENTITY = /&(?:amp|lt|gt|quot|apos|#35|#91);/g;
const MEANINGS: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
  '&#35;': '#',
};

/** Reads what our own reports are made of. Throws on anything that is not well-formed XML 1.0. */
export function parseXml(source: string): XmlElement {
  const bad = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u.exec(source);
  if (bad !== null) throw new Error(`no character of XML at ${bad.index}`);
  const head = '<?xml version="1.0" encoding="UTF-8"?>\n';
  if (!source.startsWith(head)) throw new Error('no XML declaration');
  const root: XmlElement = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  for (let at = head.length; at < source.length; ) {
    const parent = open.at(-1) ?? root;
    const next = source.indexOf('<', at);
    parent.text += value(source.slice(at, next === -1 ? undefined : next));
    if (next === -1) break;
    TAG.lastIndex = next;
    const [tag, closes, name = '', attributes = '', empty] = TAG.exec(source) ?? [];
    if (tag === undefined) throw new Error(`no tag at ${next}`);
    at = next + tag.length;
    if (closes !== '') {
      if (open.pop()?.name !== name) throw new Error(`${name} closes another element`);
      continue;
    }
    const element = { name, attributes: attributesOf(attributes), children: [], text: '' };
    parent.children.push(element);
    if (empty === '') open.push(element);
  }
  const [only] = root.children;
  if (open.length !== 1 || only === undefined || root.children.length !== 1)
    throw new Error('not one element');
  return only;
}

function attributesOf(text: string): Record<string, string> {
  return Object.fromEntries(
    Array.from(text.matchAll(/([\w.-]+)="([^"]*)"/g), ([, key = '', one = '']) => [key, value(one)]),
  );
}

function value(text: string): string {
  if (/[<&]/.test(text.replace(ENTITY, '')) || text.includes(']]>')) throw new Error('not escaped');
  return text.replace(ENTITY, (entity) => MEANINGS[entity] ?? '');
}
