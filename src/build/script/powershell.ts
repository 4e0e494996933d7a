import { mayBuild } from '../mentions.ts';
import { blank, type Code, changed, codeOf } from './powershell-code.ts';

/** Where a statement begins. */
const BEGIN = String.raw`(?<=^|[\n;|(])[ \t]*`;
const CMD = String.raw`cmd(?:\.exe)?(?:[ \t]+\/\w+){1,8}`;
const HEADS =
  /(?<![\w$:.-])(?:(?:if|elseif|while|until|foreach|for|switch|catch|param|function[ \t]+[\w:-]{1,99})[ \t]*\(|(?:else|try|finally|do|begin|process|end|catch|trap|function[ \t]+[\w:-]{1,99})(?=\s{0,99}\{))/gi;
/** How far the bracket of a head is looked for. */
const LONGEST_HEAD = 2000;
/** Rows of what is written otherwise, in this order. */
const ROWS: readonly (readonly [RegExp, (written: string, code: string) => string])[] = [
  [/^[ \t]*\[\w+\([^()\n]{0,400}\)\][ \t]*(?=\r?$)/gm, blank],
  [/[{}]/g, () => '\n'],
  [/\$\w{1,99}[ \t]*\+?=[ \t]*@\([^()]{0,4000}\)/g, asArray],
  [/(?<=[ \t])@(?=\w+(?:[\s;|)]|$))/g, () => '$'],
  [
    new RegExp(
      String.raw`${BEGIN}(?!iex[ \t]\.)(?:(?:Invoke-Expression|iex)(?:[ \t]+-Command)?|${CMD})[ \t]+(?=\.\.)`,
      'gi',
    ),
    (written) => 'eval '.padStart(written.length),
  ],
  // There is no room for it: the text without its quotes is the command.
  [
    new RegExp(String.raw`${BEGIN}iex[ \t]\.\.+`, 'gi'),
    (written) => written.replace(/iex.["']|["']$/gi, blank),
  ],
  [new RegExp(String.raw`${BEGIN}(?:Start-Process|saps)[ \t][^\n;|]*`, 'gi'), asStarted],
  [
    new RegExp(
      String.raw`${BEGIN}(?:(?:\[[\w.]{1,99}\][ \t]*)?\$[\w:]{1,99}[ \t]*\+?=[ \t]*(?=[A-Za-z&]|\([ \t]*(?:&[ \t]*)?\w+[ \t]+(?:\w+[ \t]+)?build)|return[ \t]+|\[void\][ \t]*|${CMD}[ \t]+(?=\w))`,
      'gi',
    ),
    blank,
  ],
  [new RegExp(String.raw`${BEGIN}&(?=[ \t.$])`, 'g'), blank],
];

/**
 * A script of PowerShell as a reader of POSIX shells takes it: blocks are lines, lists are arrays, what only stands in
 * front of a command is blank, and what runs a text evaluates it. Each character has its place.
 */
export function commandsOfPowershell(script: string): string {
  return ROWS.reduce((code, [pattern, make]) => changed(code, pattern, make), withoutHeads(codeOf(script)))
    .text;
}

/** Without `if (…)`, `else`, `param (…)`; a condition that builds is a line. */
function withoutHeads({ text, code }: Code): Code {
  const spans = Array.from(code.matchAll(HEADS), ({ 0: head, index }) => {
    const isOpen = head.endsWith('(');
    return {
      start: index,
      open: index + head.length,
      end: isOpen ? closing(code, index + head.length) : index + head.length,
    };
  });
  const without = (written: string): string => {
    const pieces: string[] = [];
    let done = 0;
    for (const { start, open, end } of spans) {
      if (start < done) continue;
      const inner = written.slice(open, Math.max(open, end - 1));
      const isKept = mayBuild(code.slice(open, end));
      pieces.push(
        written.slice(done, start),
        isKept ? `${' '.repeat(open - start - 1)}\n${inner}\n` : blank(written.slice(start, end)),
      );
      done = end;
    }
    return pieces.join('') + written.slice(done);
  };
  return { text: without(text), code: without(code) };
}

/** Behind the bracket that closes the one in front of an index; the index where there is none. */
function closing(code: string, from: number): number {
  let open = 1;
  for (let at = from; at < Math.min(code.length, from + LONGEST_HEAD); at += 1) {
    if (code.charAt(at) === '(') open += 1;
    if (code.charAt(at) === ')') open -= 1;
    if (open === 0) return at + 1;
  }
  return from;
}

/** `$names = @('a', 'b')` as `names=('a'  'b')`. */
function asArray(written: string, code: string): string {
  const [head, name = '', sign = ''] = /^\$(\w+)[ \t]*(\+?=)[ \t]*@\(/.exec(code) ?? [''];
  const items = without(written, code, /,/g).slice(head.length);
  return `${name}${sign}(`.padStart(head.length) + items;
}

const STARTING =
  /^[ \t]*[\w-]+|@?\(|[),]|[ \t]-(?:FilePath|ArgumentList|Args|Wait|NoNewWindow|PassThru|(?:Verb|WindowStyle|WorkingDirectory|RedirectStandard\w+)[ \t]+\S+)(?=[ \t]|\r?$)/gi;

/** `Start-Process docker -ArgumentList "build …" -Wait` as `eval docker "build …"`. */
function asStarted(written: string, code: string): string {
  const [head = ''] = /^[ \t]*[\w-]+/.exec(code) ?? [];
  return 'eval'.padStart(head.length) + without(written, code, STARTING).slice(head.length);
}

/** With blanks for what a pattern finds in the code. */
function without(written: string, code: string, pattern: RegExp): string {
  const characters = written.split('');
  for (const { 0: found, index } of code.matchAll(pattern)) characters.fill(' ', index, index + found.length);
  return characters.join('');
}
