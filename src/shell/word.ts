import type { ParameterExpansionPart, ParsedScript, Word, WordPart } from 'unbash';
import { type ShellSlot, type ShellWord, slotCharacter, withoutSlots } from './script.ts';

/** Scripts met inside words (`$(…)`, backquotes, `<(…)`) are handed to this. */
export type OnScript = (script: ParsedScript) => void;

/** Turns a parsed word into a template and its slots. */
export function readWord(word: Word, onScript: OnScript): ShellWord {
  return readParts(word.parts, word.value, word, onScript);
}

/** The same for a here-document's body. */
export function readParts(
  parts: readonly WordPart[] | undefined,
  plain: string,
  place: { pos: number; end: number },
  onScript: OnScript,
): ShellWord {
  const writer = new TemplateWriter(onScript);
  if (parts === undefined || parts.length === 0) writer.text(plain);
  else writer.parts(parts);
  return { template: writer.template, slots: writer.slots, start: place.pos, end: place.end };
}

class TemplateWriter {
  template = '';
  readonly slots: ShellSlot[] = [];
  readonly #onScript: OnScript;

  constructor(onScript: OnScript) {
    this.#onScript = onScript;
  }

  text(text: string): void {
    this.template += withoutSlots(text);
  }

  parts(parts: readonly WordPart[]): void {
    for (const part of parts) this.#part(part);
  }

  #part(part: WordPart): void {
    switch (part.type) {
      case 'SimpleExpansion':
        this.#slot({ variable: part.text.replace(/^\$/, ''), start: part.pos, end: part.end });
        break;
      case 'ParameterExpansion':
        this.#parameter(part);
        break;
      case 'CommandExpansion':
      case 'ProcessSubstitution':
        if (part.script !== undefined) this.#onScript(part.script);
        this.#slot({ start: part.pos, end: part.end });
        break;
      case 'ArithmeticExpansion':
        this.#slot({ start: part.pos, end: part.end });
        break;
      case 'DoubleQuoted':
      case 'LocaleString':
        this.parts(part.parts);
        break;
      case 'BraceExpansion':
      case 'ExtendedGlob':
        if (part.parts === undefined) this.text(part.text);
        else this.parts(part.parts);
        break;
      default:
        this.text(part.value);
    }
  }

  #parameter(part: ParameterExpansionPart): void {
    const { operation, prefix, parameter, pos: start, end } = part;
    const presence = prefix === '#' || (operation?.type === 'Default' && operation.operator.endsWith('+'));
    this.#slot({ variable: parameter, start, end, ...(presence && { presence }) });
    if (operation?.type === 'Default' && !operation.operator.endsWith('?')) {
      const { slots } = readWord(operation.operand, this.#onScript);
      for (const slot of slots) this.#slot(slot);
    }
  }

  #slot(slot: ShellSlot): void {
    this.template += slotCharacter(this.slots.length);
    this.slots.push(slot);
  }
}
