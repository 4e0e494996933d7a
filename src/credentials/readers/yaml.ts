import { json } from './json.ts';
import { type Reader, type Setting, withoutQuotes } from './setting.ts';

const LINE =
  /^([ \t]*(?:- +)*)(?:("[^"\n]*"|'[^'\n]*'|[^\s#"'][^\n]*?)[ \t]*:(?:[ \t]+|(?=\r?$)))?([^\r\n]*)/;

/** Block mappings and sequences with plain, quoted and block scalars: what tools write. Flow style is read as JSON. */
export const yaml: Reader = (text) => {
  if (/^\s*\{/.test(text)) return json(text);
  const found: Setting[] = [];
  const open: { indent: number; key: string }[] = [];
  const lines = text.split('\n');
  let at = 0;
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    const [, lead = '', key, raw = ''] = LINE.exec(line) ?? [];
    const start = at + line.replace(/\r$/, '').length - raw.length;
    at += line.length + 1;
    if (line.trim() === '' || /^\s*#/.test(line)) continue;
    while ((open.at(-1)?.indent ?? -1) >= lead.length) open.pop();
    if (key !== undefined) open.push({ indent: lead.length, key: withoutQuotes(key).value });
    const keys = open.map((one) => one.key);
    if (/^[|>][+-]?\d*[ \t]*$/.test(raw)) {
      const block = blockBelow(lines, index + 1, lead.length);
      if (block === '') continue;
      found.push({ keys, value: dedented(block), start: at, end: at + block.length });
      const last = index + block.split('\n').length;
      // The block ends before its last line's carriage return.
      while (index < last) at += (lines[++index] ?? '').length + 1;
    } else if (raw !== '' && !raw.startsWith('&')) found.push(scalar(keys, raw, start));
  }
  return found;
};

function scalar(keys: readonly string[], raw: string, from: number): Setting {
  const tagged = /^!![a-z]+[ \t]+/.exec(raw)?.[0] ?? '';
  const { value, offset } = withoutQuotes(raw.slice(tagged.length));
  const plain = offset === 1 ? value : value.replace(/[ \t]+#.*$/, '').trimEnd();
  const start = from + tagged.length + offset;
  return { keys, value: plain, start, end: start + plain.length };
}

/** The lines from `index` on that are indented deeper, or empty. */
function blockBelow(lines: readonly string[], index: number, indent: number): string {
  let end = index;
  while (end < lines.length && /^(?:\s*$|[ \t])/.test(lines[end] ?? '') && isDeeper(lines[end], indent))
    end += 1;
  return lines.slice(index, end).join('\n').trimEnd();
}

function isDeeper(line: string | undefined, indent: number): boolean {
  return (line ?? '').trim() === '' || (line ?? '').search(/\S/) > indent;
}

function dedented(block: string): string {
  return block
    .split('\n')
    .map((line) => line.trim())
    .join('\n');
}
