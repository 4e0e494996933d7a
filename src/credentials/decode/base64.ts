import { alphabet, runsOf } from './runs.ts';
import { type Decoder, isPromising, type Stretch } from './stretch.ts';

/** RFC 4648, both of its alphabets. */
const MEMBERS = alphabet('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_');
const SHORTEST = 20;
const GROUP = 4;
const SAMPLE = 88;
/** Lines of wrapped base64 are this long: RFC 2045 and RFC 7468. */
const WRAPPED_FROM = 60;
const WRAPPED_TO = 76;
/** Wrapped values in YAML are indented. */
const MOST_BETWEEN = 64;
const LINE_END = /^\r?\n[ \t]*$/;
const TAIL = /^\r?\n[ \t]*([\w+/-]{1,19}={0,2})["']?[ \t]*(?:\r?\n|$)/;

interface Line {
  start: number;
  end: number;
}

/** A group of four begins with one of these when it stands for text: the upper six bits of a printable byte, or of a line end. */
const FIRST = alphabet('CDIJKLMNOPQRSTUVWXYZabcdef');
const COMPRESSED = /^(?:H4sI|KLUv|eJ[w-z]|eN[o-r])/;
/** Letters of UTF-16, the lower byte first: what PowerShell takes for an encoded command. */
const WIDE = /^(?:[\w+/-][AQgw][AB][\w+/-]A[A-H][\w+/-]A){3}/;
const GROUPS = 6;
const SKIPS = [0, 1, 2, 3];

/** What stands in base64, wherever in a run of its characters it begins. Lines of a wrapped text are one stretch. */
export const base64: Decoder = function* (text, bytes) {
  let lines: Line[] = [];
  for (const run of runsOf(bytes, MEMBERS, SHORTEST)) {
    const last = lines.at(-1);
    if (last !== undefined && isFull(last) && follows(text, last, run)) {
      lines.push(run);
      continue;
    }
    const stretch = decoded(text, lines);
    if (stretch !== undefined) yield stretch;
    lines = [run];
  }
  const stretch = decoded(text, lines);
  if (stretch !== undefined) yield stretch;
};

function follows(text: string, last: Line, run: Line): boolean {
  return LINE_END.test(text.slice(last.end, Math.min(run.start, last.end + MOST_BETWEEN)));
}

function isFull({ start, end }: Line): boolean {
  return end - start >= WRAPPED_FROM && end - start <= WRAPPED_TO;
}

/** The last line of a wrapped text can be too short to be a run. */
function withTail(text: string, lines: readonly Line[]): readonly Line[] {
  const last = lines.at(-1);
  if (last === undefined || !isFull(last)) return lines;
  const tail = TAIL.exec(text.slice(last.end, last.end + WRAPPED_TO));
  if (tail?.[1] === undefined || tail[1].length % GROUP !== 0) return lines;
  const start = last.end + tail[0].indexOf(tail[1]);
  return [...lines, { start, end: start + tail[1].length }];
}

function decoded(text: string, run: readonly Line[]): Stretch | undefined {
  const [start] = run;
  if (start === undefined || !SKIPS.some((skip) => beginsLikeText(text, start.start + skip, start.end)))
    return undefined;
  const lines = withTail(text, run);
  const first = lines[0] ?? start;
  const last = lines.at(-1) ?? start;
  const packed = lines.map((line) => text.slice(line.start, line.end)).join('');
  for (const skip of SKIPS) {
    const from = first.start + skip;
    if (!beginsLikeText(text, from, first.end)) continue;
    if (!isPromising(Buffer.from(packed.slice(skip, skip + SAMPLE), 'base64'))) continue;
    const place = (start: number, end: number) =>
      lines.length > 1
        ? { start: first.start, end: last.end }
        : {
            start: from + Math.floor((start * 4) / 3),
            end: Math.min(first.end, from + Math.ceil((end * 4) / 3)),
          };
    return { encoding: 'base64', bytes: Buffer.from(packed.slice(skip), 'base64'), place };
  }
  return undefined;
}

/** Tells identifiers and paths from base64 without decoding them. A line that is wrapped is longer than is looked at. */
function beginsLikeText(text: string, from: number, to: number): boolean {
  const end = Math.min(to, from + GROUP * GROUPS);
  for (let at = from; at < end; at += GROUP)
    if (FIRST[text.charCodeAt(at)] !== 1) return beginsOtherwise(text, from, end);
  return true;
}

/** Compressed, or wide. */
function beginsOtherwise(text: string, from: number, end: number): boolean {
  const isWorth = 'HKe'.includes(text.charAt(from)) || text.charAt(from + GROUP) === 'A';
  if (!isWorth) return false;
  const start = text.slice(from, end);
  return COMPRESSED.test(start) || WIDE.test(start);
}
