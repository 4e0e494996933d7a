import { MappedText } from '../../dockerfile/mapped-text.ts';

/** A line of a Makefile with those that it goes on in. */
export interface MakeLine {
  text: MappedText;
  /** Of a rule: for the shell. */
  isRecipe: boolean;
}

/** The logical lines of a Makefile. A recipe's keep their line breaks, which the shell knows what to do with. */
export function makeLines(text: string): MakeLine[] {
  const lines: MakeLine[] = [];
  let inRule = false;
  for (let start = 0; start < text.length; ) {
    let end = lineEnd(text, start);
    while (end < text.length && isContinued(text, start, end)) end = lineEnd(text, end + 1);
    const isRecipe = inRule && text.charAt(start) === '\t';
    if (!isRecipe) inRule = opensRule(text.slice(start, end), inRule);
    const line = MappedText.of(text.slice(start, end).replace(/\r$/, ''), start);
    lines.push({ text: isRecipe ? withoutPrefix(line) : line, isRecipe });
    const inline = isRecipe ? -1 : inlineRecipe(line.text);
    if (inline !== -1) lines.push({ text: withoutPrefix(line.slice(inline)), isRecipe: true });
    start = end + 1;
  }
  return lines;
}

/** The recipes of rules, each as one script (`.ONESHELL`). */
export function joinedRecipes(lines: readonly MakeLine[]): MappedText[] {
  const scripts: MappedText[] = [];
  let pieces: MappedText[] = [];
  for (const { text, isRecipe } of [...lines, { text: MappedText.empty, isRecipe: false }]) {
    if (isRecipe) pieces.push(text, MappedText.of('\n', text.span().end));
    else if (pieces.length > 0) {
      scripts.push(MappedText.join(pieces));
      pieces = [];
    }
  }
  return scripts;
}

/** A rule is open until something else is defined; conditions, comments and empty lines do not close it. */
function opensRule(line: string, inRule: boolean): boolean {
  if (/^\s*(?:#|$|ifn?(?:eq|def)\b|else\b|endif\b)/.test(line)) return inRule;
  return /^[^\t#=]*:(?![:=]*=)/.test(line) && !/^[^:]*=/.test(line.replace(/\$[({][^)}]*[)}]/g, ''));
}

/** `target: needs ; recipe`. */
function inlineRecipe(line: string): number {
  const rule = /^[^\s#:=][^#:=]*::?(?!=)[^;#=]*;/.exec(line);
  return rule === null ? -1 : rule[0].length;
}

function lineEnd(text: string, from: number): number {
  const at = text.indexOf('\n', from);
  return at === -1 ? text.length : at;
}

/** An odd number of backslashes in front of the line's end. */
function isContinued(text: string, start: number, end: number): boolean {
  let at = text.charAt(end - 1) === '\r' ? end - 1 : end;
  let count = 0;
  for (; at > start && text.charAt(at - 1) === '\\'; at -= 1) count += 1;
  return count % 2 === 1;
}

/** `@`, `-` and `+` are make's. */
function withoutPrefix(line: MappedText): MappedText {
  return line.slice(/^[\t @+-]*/.exec(line.text)?.[0].length ?? 0);
}

/** `$$` is the shell's `$`. */
export function withoutDoubled(text: MappedText): MappedText {
  const pieces: MappedText[] = [];
  let done = 0;
  for (const { index } of text.text.matchAll(/\$\$/g)) {
    pieces.push(text.slice(done, index + 1));
    done = index + 2;
  }
  return done === 0 ? text : MappedText.join([...pieces, text.slice(done)]);
}
