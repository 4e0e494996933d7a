import type { Reader, Setting } from './setting.ts';

const TOKEN = /[{}[\],:]|"(?:[^"\\]|\\.)*"|\/\/[^\n]*|[^\s{}[\],:"]+/g;
const DEEPEST = 64;

/** The strings of a JSON text, comments and trailing commas allowed. */
export const json: Reader = (text) => {
  const found: Setting[] = [];
  /** For each open object or array the key it has come to. */
  const open: { list: boolean; key: string; atKey: boolean }[] = [];
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    const inner = open.at(-1);
    if (token === '{' || token === '[') {
      if (open.length === DEEPEST) break;
      open.push({ list: token === '[', key: '', atKey: token === '{' });
    } else if (token === '}' || token === ']') open.pop();
    else if (inner === undefined || !token.startsWith('"')) {
      if (inner !== undefined && token === ',') inner.atKey = !inner.list;
    } else if (inner.atKey) {
      inner.key = unescape(token);
      inner.atKey = false;
    } else {
      const keys = open.filter(({ list }) => !list).map(({ key }) => key);
      found.push({ keys, value: unescape(token), start: index + 1, end: index + token.length - 1 });
    }
  }
  return found;
};

function unescape(token: string): string {
  try {
    return String(JSON.parse(token));
  } catch {
    return token.slice(1, -1);
  }
}
