import { leadingSpace } from './blanks.ts';
import { heredocWords } from './heredoc-words.ts';
import type { Heredoc, Instruction } from './instruction.ts';
import type { LineReader } from './lines.ts';
import { MappedText } from './mapped-text.ts';
import type { Span } from './source-text.ts';
import { parseWord } from './word-parts.ts';

const TAKES_HEREDOCS = new Set(['ADD', 'COPY', 'RUN']);
const HEREDOC = /^\d*<<(-?)([^<]+)$/;

type Opening = Pick<Heredoc, 'name' | 'expand' | 'chomp'>;

/**
 * Reads the bodies of the heredocs that an instruction opens from the lines that follow it. When one has no
 * terminator, nothing is consumed and `unterminated` names its delimiter: what follows is read as instructions.
 */
export function readHeredocs(
  line: MappedText,
  instruction: Instruction,
  reader: LineReader,
): { heredocs: Heredoc[]; unterminated?: string } {
  const heredocs: Heredoc[] = [];
  const mark = reader.mark();
  for (const opening of openings(line, instruction)) {
    const heredoc = readBody(opening, reader);
    if (heredoc === undefined) {
      reader.rewind(mark);
      return { heredocs: [], unterminated: opening.name };
    }
    heredocs.push(heredoc);
  }
  return { heredocs };
}

function openings(line: MappedText, instruction: Instruction): Opening[] {
  const target = instruction.trigger ?? instruction;
  if (!TAKES_HEREDOCS.has(target.keyword) || target.exec !== undefined || !line.text.includes('<<'))
    return [];
  return (heredocWords(line.text) ?? []).flatMap((word) => opening(word) ?? []);
}

function opening(word: string): Opening | undefined {
  const [, dash = '', rest = ''] = HEREDOC.exec(word) ?? [];
  const inner = rest.slice(leadingSpace(rest));
  const name = delimiter(inner);
  return name === ''
    ? undefined
    : { name, expand: !/["']/.test(inner.replace(/\\./gs, '')), chomp: dash !== '' };
}

/** Quotes and escapes resolved; references to variables are part of the name. */
function delimiter(word: string): string {
  return parseWord(word, '\\')
    .map((part) => (part.kind === 'text' ? part.value : word.slice(part.start, part.end)))
    .join('');
}

function readBody(opening: Opening, reader: LineReader): Heredoc | undefined {
  let body: Span | undefined;
  const lines: MappedText[] = [];
  for (let line = reader.rawLine(); line !== undefined; line = reader.rawLine()) {
    const { start, end } = line.span();
    const text = opening.chomp ? line.text.replace(/^\t+/, '') : line.text;
    if (text === opening.name) {
      const span = { start: body?.start ?? start, end };
      return { ...opening, body: joinLines(lines), span };
    }
    body ??= { start, end };
    lines.push(line);
  }
  return undefined;
}

/** Lines of a file in a row, line endings restored as `\n`. */
function joinLines(lines: readonly MappedText[]): MappedText {
  return MappedText.join(lines.flatMap((line) => [line, MappedText.of('\n', line.span().end)]));
}
