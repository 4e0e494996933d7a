import { alphabet, runsOf } from './runs.ts';
import { type Decoder, isPromising } from './stretch.ts';

/** RFC 4648, both of its alphabets. */
const MEMBERS = alphabet('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_');
const SHORTEST = 20;
const GROUP = 4;
const SAMPLE = 88;
/** Lines of wrapped base64 are this long: RFC 2045 and RFC 7468. */
const WRAPPED_FROM = 60;
const WRAPPED_TO = 76;
/** Wrapped values in YAML are indented. */
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

/** What stands in base64, wherever in a run of its characters it begins. Lines of a wrapped text are one stretch. */
export const base64: Decoder = function* (text) {
  let lines: Line[] = [];
  for (const run of runsOf(text, MEMBERS, SHORTEST)) {
    const last = lines.at(-1);
    const follows =
      last !== undefined && LINE_END.test(text.slice(last.end, Math.min(run.start, last.end + 64)));
    if (follows && isFull(last)) lines.push(run);
    else {
      yield* decoded(text, withTail(text, lines));
      lines = [run];
    }
  }
  yield* decoded(text, withTail(text, lines));
};

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

function* decoded(text: string, lines: readonly Line[]): ReturnType<Decoder> {
  const [first] = lines;
  const last = lines.at(-1);
  if (first === undefined || last === undefined) return;
  const packed =
    lines.length === 1
      ? text.slice(first.start, first.end)
      : lines.map(({ start, end }) => text.slice(start, end)).join('');
  for (let skip = 0; skip < GROUP; skip += 1) {
    if (
      !beginsLikeText(packed, skip) ||
      !isPromising(Buffer.from(packed.slice(skip, skip + SAMPLE), 'base64'))
    )
      continue;
    const from = first.start + skip;
    const place = (start: number, end: number) =>
      lines.length > 1
        ? { start: first.start, end: last.end }
        : {
            start: from + Math.floor((start * 4) / 3),
            end: Math.min(first.end, from + Math.ceil((end * 4) / 3)),
          };
    yield { encoding: 'base64', bytes: Buffer.from(packed.slice(skip), 'base64'), place };
    return;
  }
}

/** Tells identifiers and paths from base64 without decoding them. */
function beginsLikeText(packed: string, skip: number): boolean {
  const end = Math.min(packed.length, skip + GROUP * GROUPS);
  for (let at = skip; at < end; at += GROUP)
    if (FIRST[packed.charCodeAt(at)] !== 1) {
      const start = packed.slice(skip, skip + GROUP * GROUPS);
      return COMPRESSED.test(start) || WIDE.test(start);
    }
  return true;
}
