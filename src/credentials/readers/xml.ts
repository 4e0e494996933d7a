import { append } from '../../config/append.ts';
import type { Reader, Setting } from './setting.ts';

const PIECE =
  /<!--[\s\S]*?-->|<!\[CDATA\[([\s\S]*?)\]\]>|<\?[^>]*>|<(\/?)([\w:.-]{1,100})((?:\s+[\w:.-]{1,100}\s*=\s*(?:"[^"<]{0,4096}"|'[^'<]{0,4096}'))*)\s*(\/?)>|[^<]+/g;
const ATTRIBUTE = /([\w:.-]+)\s*=\s*(["'])([^"'<]*)\2/g;
const DEEPEST = 64;

/**
 * Texts of elements and values of attributes; comments are none. `<add key="NAME" value="…"/>`, as .NET writes
 * settings, has NAME for its last key.
 */
export const xml: Reader = (text) => {
  const found: Setting[] = [];
  const open: string[] = [];
  for (const match of text.matchAll(PIECE)) {
    const [whole, data, closing, name, attributes = '', empty] = match;
    if (name === undefined) {
      const value = data ?? whole;
      const start = match.index + whole.indexOf(value) + (value.length - value.trimStart().length);
      if (!/^<[!?]/.test(value) && value.trim() !== '')
        found.push({ keys: [...open], value: value.trim(), start, end: start + value.trim().length });
      continue;
    }
    if (closing === '/') {
      open.pop();
      continue;
    }
    if (open.length < DEEPEST) open.push(name);
    append(found, attributesOf(attributes, open, match.index + whole.indexOf(attributes, name.length)));
    if (empty === '/') open.pop();
  }
  return found;
};

function attributesOf(attributes: string, open: readonly string[], from: number): Setting[] {
  const all = Array.from(
    attributes.matchAll(ATTRIBUTE),
    ({ index, 0: whole, 1: key = '', 3: value = '' }) => {
      const start = from + index + whole.length - 1 - value.length;
      return { keys: [...open, key], value, start, end: start + value.length };
    },
  );
  const name = all.find(({ keys }) => keys.at(-1) === 'key')?.value;
  return all.map((one) =>
    name !== undefined && one.keys.at(-1) === 'value' ? { ...one, keys: [...open, name] } : one,
  );
}
