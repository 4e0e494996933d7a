import type { ParameterExpansionPart, ParsedScript, Word, WordPart } from 'unbash';
import { type Place, unquoted } from './place.ts';
import {
  type ShellNode,
  type ShellSlot,
  type ShellWord,
  slotCharacter,
  slotOf,
  withoutSlots,
} from './script.ts';

/** What reading words needs to know of the script they stand in. */
export interface WordReader {
  /** The script's text. */
  text: string;
  place: Place;
  /** Expansions made before the script was parsed: those of the word that holds it. */
  outer: readonly ShellSlot[];
  /** Reads a script met inside a word (`$(…)`, backquotes, `<(…)`). */
  nested(script: ParsedScript, start: number): readonly ShellNode[];
}

/** A word that still knows where its template's pieces stand in the text. */
export interface PlacedWord extends ShellWord {
  pieces: readonly { text: string; pos: number }[];
}

/** The index into the text of each character of a word's template. */
export function placesOf(
  { pieces }: Pick<PlacedWord, 'pieces'>,
  { text }: Pick<WordReader, 'text'>,
): number[] {
  return pieces.flatMap((piece) => unquoted(piece.text, text, piece.pos));
}

/** Turns a parsed word into a template and its slots. */
export function readWord(word: Word, reader: WordReader): PlacedWord {
  return readParts(word.parts, word.value, word, reader);
}

/** The same for a here-document's body. */
export function readParts(
  parts: readonly WordPart[] | undefined,
  plain: string,
  place: { pos: number; end: number },
  reader: WordReader,
): PlacedWord {
  const writer = new TemplateWriter(reader);
  if (parts === undefined || parts.length === 0) writer.text(plain, place.pos);
  else writer.parts(parts);
  const { pieces, slots } = writer;
  const template = pieces.map(({ text }) => text).join('');
  return { template, slots, pieces, ...spanOf(place, reader) };
}

function spanOf({ pos, end }: { pos: number; end: number }, reader: WordReader) {
  return { start: reader.place(pos), end: end > pos ? endOf(end, reader) : reader.place(pos) };
}

/** Where what ends at an index ends in the script: an expansion made before is one character here, and more there. */
export function endOf(end: number, { text, place, outer }: WordReader): number {
  return slotOf(text.charAt(end - 1), { slots: outer })?.end ?? place(end - 1) + 1;
}

class TemplateWriter {
  readonly slots: ShellSlot[] = [];
  readonly pieces: { text: string; pos: number }[] = [];
  readonly #reader: WordReader;

  constructor(reader: WordReader) {
    this.#reader = reader;
  }

  text(text: string, pos: number): void {
    const { outer } = this.#reader;
    if (outer.length === 0) {
      this.pieces.push({ text: withoutSlots(text), pos });
      return;
    }
    const places = unquoted(text, this.#reader.text, pos);
    let at = 0;
    for (const character of text) {
      const slot = slotOf(character, { slots: outer });
      if (slot !== undefined) this.#push(slot, places[at] ?? pos);
      else this.pieces.push({ text: withoutSlots(character), pos: places[at] ?? pos });
      at += character.length;
    }
  }

  parts(parts: readonly WordPart[]): void {
    for (const part of parts) this.#part(part);
  }

  #part(part: WordPart): void {
    switch (part.type) {
      case 'SimpleExpansion':
        this.#slot({ variable: part.text.replace(/^\$/, '') }, part);
        break;
      case 'ParameterExpansion':
        this.#parameter(part);
        break;
      case 'CommandExpansion':
      case 'ProcessSubstitution':
        this.#script(part);
        break;
      case 'ArithmeticExpansion':
        this.#slot({}, part);
        break;
      case 'DoubleQuoted':
      case 'LocaleString':
        this.parts(part.parts);
        break;
      case 'BraceExpansion':
      case 'ExtendedGlob':
        if (part.parts === undefined) this.text(part.text, part.pos);
        else this.parts(part.parts);
        break;
      case 'SingleQuoted':
        this.text(part.value, part.pos + 1);
        break;
      case 'AnsiCQuoted':
        this.text(part.value, part.pos + 2);
        break;
      default:
        this.text(part.value, part.pos);
    }
  }

  #script(part: Extract<WordPart, { type: 'CommandExpansion' | 'ProcessSubstitution' }>): void {
    const script = part.script === undefined ? [] : this.#reader.nested(part.script, part.pos);
    this.#slot({ script, ...(part.type === 'ProcessSubstitution' && { pipe: part.operator }) }, part);
  }

  #parameter(part: ParameterExpansionPart): void {
    const { operation, prefix, parameter } = part;
    const presence = prefix === '#' || (operation?.type === 'Default' && operation.operator.endsWith('+'));
    const hasOperand = operation?.type === 'Default' && !operation.operator.endsWith('?');
    const operand = hasOperand ? readWord(operation.operand, this.#reader) : undefined;
    this.#slot({ variable: parameter, ...(presence && { presence }), ...(operand && { operand }) }, part);
    for (const slot of operand?.slots ?? []) this.#push(slot, part.pos);
  }

  #slot(slot: Omit<ShellSlot, 'start' | 'end'>, part: { pos: number; end: number }): void {
    this.#push({ ...slot, ...spanOf(part, this.#reader) }, part.pos);
  }

  #push(slot: ShellSlot, pos: number): void {
    this.pieces.push({ text: slotCharacter(this.slots.length), pos });
    this.slots.push(slot);
  }
}

/** Words with blanks between them, as one. */
export function joinWords(words: readonly PlacedWord[]): PlacedWord {
  const slots: ShellSlot[] = [];
  const pieces: { text: string; pos: number }[] = [];
  for (const word of words) {
    if (pieces.length > 0) pieces.push({ text: ' ', pos: pieces.at(-1)?.pos ?? 0 });
    for (const { text, pos } of word.pieces) {
      const slot = slotOf(text, word);
      if (slot === undefined) pieces.push({ text, pos });
      else {
        pieces.push({ text: slotCharacter(slots.length), pos });
        slots.push(slot);
      }
    }
  }
  const template = pieces.map(({ text }) => text).join('');
  return { template, slots, pieces, start: words[0]?.start ?? 0, end: words.at(-1)?.end ?? 0 };
}

/** A word without what it begins with, plain text. */
export function withoutStart(word: PlacedWord, start: string): PlacedWord {
  if (!word.template.startsWith(start)) return word;
  let left = start.length;
  const pieces = word.pieces.flatMap(({ text, pos }) => {
    const cut = Math.min(left, text.length);
    left -= cut;
    return cut === text.length && cut > 0 ? [] : [{ text: text.slice(cut), pos: pos + cut }];
  });
  return { ...word, template: word.template.slice(start.length), pieces };
}
