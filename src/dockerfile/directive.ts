const NAME = /^([A-Za-z][A-Za-z0-9]*)[\t\n\f\r ]*=/;
const VISIBLE = /[^\t\n\f\r ]/;

/**
 * What a comment says as a directive: `syntax = docker/dockerfile:1`. Time is linear in its length.
 *
 * @param text behind the sign of the comment, without blanks before it
 * @returns undefined where it is none; a value of blanks alone is the last of them, as for BuildKit
 */
export function directiveIn(text: string): { name: string; value: string } | undefined {
  const [written = '', name] = NAME.exec(text) ?? [];
  const rest = text.slice(written.length);
  if (name === undefined || rest === '') return undefined;
  const start = rest.search(VISIBLE);
  if (start === -1) return { name, value: rest.slice(-1) };
  let end = rest.length;
  while (!VISIBLE.test(rest.charAt(end - 1))) end -= 1;
  return { name, value: rest.slice(start, end) };
}
