import { type Reader, type Setting, withoutQuotes } from './setting.ts';

/** `[section]`, `key = value` and `key: value`; a colon within a key, as in an .npmrc, is none. */
const LINE =
  /^[ \t]*(?:\[{1,2}([^\]\r\n]{1,200})\]{1,2}|((?![#;[])(?:(?!:[ \t])[^=\r\n]){1,200}?)[ \t]*(?:=|:(?=[ \t]))[ \t]*([^\r\n]*))/gm;
/** A pair in a table that stands on one line: `{ username = "ci", password = "…" }`. */
const INLINE = /([\w-]{1,80})[ \t]*=[ \t]*(["'])([^"'\r\n]*)\2/g;

/** INI files of every kind, properties, and as much of TOML as credential files have. */
export const ini: Reader = (text) => {
  let section: string[] = [];
  return Array.from(text.matchAll(LINE)).flatMap((match): Setting[] => {
    const [whole, heading, key = '', raw = ''] = match;
    if (heading !== undefined) {
      section = heading.split(/\s+"|"|\./).filter((part) => part !== '');
      return [];
    }
    const from = match.index + whole.length - raw.length;
    const keys = [...section, unquoted(key)];
    if (raw.startsWith('{')) {
      return Array.from(raw.matchAll(INLINE), (pair) => {
        const [, name = '', , value = ''] = pair;
        const start = from + pair.index + pair[0].length - 1 - value.length;
        return { keys: [...keys, name], value, start, end: start + value.length };
      });
    }
    const { value, offset } = withoutQuotes(raw);
    const plain = offset === 1 ? value : value.replace(/[ \t]+[#;].*$/, '').trimEnd();
    const start = from + offset;
    return [{ keys, value: plain, start, end: start + plain.length }];
  });
};

function unquoted(key: string): string {
  return key.replace(/^["']|["']$/g, '').replace(/^export[ \t]+/, '');
}
