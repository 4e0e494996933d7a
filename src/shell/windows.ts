import { append } from '../config/append.ts';
import {
  type ShellAssignment,
  type ShellCommand,
  type ShellNode,
  type ShellRedirect,
  type ShellScript,
  type ShellSlot,
  type ShellWord,
  slotCharacter,
  withoutSlots,
} from './script.ts';

/** How cmd and PowerShell differ, as far as values go. */
interface Dialect {
  variable: RegExp;
  /** Ends a command; the next one runs whatever became of it, or takes its output. */
  separator: RegExp;
  escape: string;
  quotes: string;
  /** `$name = …`, `set name=…`. */
  assignment: RegExp;
}

const CMD: Dialect = {
  variable: /%([A-Za-z_]\w{0,99})%|!([A-Za-z_]\w{0,99})!/y,
  separator: /&&|\|\||[&|\n]/y,
  escape: '^',
  quotes: '"',
  assignment: /\s*@?set\s+(?:\/[ap]\s+)?"?([A-Za-z_]\w{0,99})=/iy,
};
const POWERSHELL: Dialect = {
  variable: /\$\{?env:([A-Za-z_]\w{0,99})\}?|\$\{?([A-Za-z_]\w{0,99})\}?/iy,
  separator: /&&|\|\||[;|\n]/y,
  escape: '`',
  quotes: `"'`,
  assignment: /\s*\$(?:env:)?([A-Za-z_]\w{0,99})\s*=(?!=)\s*/iy,
};

/** `[Environment]::SetEnvironmentVariable('A', $b)`. */
const STATIC_CALL = /^(\[[\w.]+\]::\w+)\((.*)\)$/s;

/**
 * Reads a cmd or PowerShell script: its commands one after the other, words, redirects and pipes. What stands in
 * brackets belongs to its word. Indexes are into `text`.
 *
 * @param program that reads it: `cmd`, `powershell`, `pwsh`
 */
export function parseWindowsShell(text: string, program: string): ShellScript {
  return new WindowsReader(text, /(?:powershell|pwsh)(?:\.exe)?$/i.test(program) ? POWERSHELL : CMD).read();
}

class WindowsReader {
  readonly #text: string;
  readonly #dialect: Dialect;
  readonly #commands: ShellCommand[] = [];
  #at = 0;
  /** The quote that is open where a word begins: of `set "NAME=…"`. */
  #open = '';

  constructor(text: string, dialect: Dialect) {
    this.#text = text;
    this.#dialect = dialect;
  }

  read(): ShellScript {
    const body: ShellNode[] = [];
    let pipe: ShellNode[] = [];
    while (this.#at < this.#text.length) {
      pipe.push(this.#command());
      const separator = this.#match(this.#dialect.separator);
      if (separator === '|') continue;
      append(body, inOne(pipe));
      pipe = [];
    }
    append(body, inOne(pipe));
    return { body, commands: this.#commands, documents: [], problems: [] };
  }

  #command(): ShellCommand {
    const start = this.#at;
    const { assignment } = this.#dialect;
    assignment.lastIndex = start;
    const [whole, name] = assignment.exec(this.#text) ?? [];
    if (name !== undefined) this.#at = assignment.lastIndex;
    this.#open = whole?.includes('"') === true ? '"' : '';
    const words: ShellWord[] = [];
    const redirects: ShellRedirect[] = [];
    while (this.#skipBlanks() && !this.#isAt(this.#dialect.separator)) {
      const redirect = this.#redirect();
      if (redirect !== undefined) redirects.push(redirect);
      else words.push(this.#word());
    }
    const assignments = name === undefined ? [] : this.#assigned(name, words);
    const common = { kind: 'command', redirects, assignments, input: [], start, end: this.#at } as const;
    const command = { ...common, words: name === undefined ? this.#program(words) : [] };
    this.#commands.push(command);
    return command;
  }

  /** Programs are called with or without `.exe` and `&`, in any case; PowerShell prints what is no call. */
  #program(words: readonly ShellWord[]): ShellWord[] {
    const [first, ...rest] = words[0]?.template === '&' ? words.slice(1) : words;
    if (first === undefined) return [];
    const { start, end } = first;
    const called = STATIC_CALL.exec(first.template);
    if (called !== null) {
      const [, method = '', given = ''] = called;
      return [
        { template: method.toLowerCase(), slots: [], start, end },
        { ...first, template: given },
        ...rest,
      ];
    }
    const isValue =
      this.#dialect === POWERSHELL &&
      /^[\uE000-\uF8FF"'\d(@]/.test(this.#text.charAt(start) === '$' ? '"' : first.template);
    if (isValue) return [{ template: 'write-output', slots: [], start, end: start }, first, ...rest];
    const template = first.template
      .replace(/^@/, '')
      .replace(/^.*[\\/]/, '')
      .replace(/\.(?:exe|cmd|bat)$/i, '')
      .toLowerCase();
    return [{ ...first, template }, ...rest];
  }

  #assigned(name: string, words: readonly ShellWord[]): ShellAssignment[] {
    return words.map((value) => ({ name, value }));
  }

  #redirect(): ShellRedirect | undefined {
    const found = /([12*]?)(>>?|<)(?!&)/y;
    found.lastIndex = this.#at;
    const [whole, number = '', operator = '>'] = found.exec(this.#text) ?? [];
    if (whole === undefined) return undefined;
    this.#at += whole.length;
    this.#skipBlanks();
    return { operator, ...(number === '2' && { descriptor: 2 }), target: this.#word() };
  }

  #word(): ShellWord {
    const start = this.#at;
    const slots: ShellSlot[] = [];
    let template = '';
    let quote = this.#open;
    this.#open = '';
    let depth = 0;
    for (; this.#at < this.#text.length; ) {
      const character = this.#text.charAt(this.#at);
      if (quote === '' && depth === 0 && (/[\s<>]/.test(character) || this.#isAt(this.#dialect.separator)))
        break;
      const variable = quote === "'" ? undefined : this.#variable();
      if (variable !== undefined) {
        template += slotCharacter(slots.length);
        slots.push(variable);
        continue;
      }
      this.#at += 1;
      if (character === quote) quote = '';
      else if (quote === '' && this.#dialect.quotes.includes(character)) quote = character;
      else if (character === this.#dialect.escape) template += withoutSlots(this.#text.charAt(this.#at++));
      else {
        if (quote === '' && '({[@'.includes(character)) depth += character === '@' ? 0 : 1;
        if (quote === '' && ')}]'.includes(character)) depth = Math.max(0, depth - 1);
        template += withoutSlots(character);
      }
    }
    // Behind an escape, or with no word at all, there may be nothing.
    this.#at = Math.min(this.#text.length, Math.max(this.#at, start + 1));
    return { template, slots, start, end: this.#at };
  }

  #variable(): ShellSlot | undefined {
    const { variable } = this.#dialect;
    variable.lastIndex = this.#at;
    const found = variable.exec(this.#text);
    if (found === null) return undefined;
    const start = this.#at;
    this.#at = variable.lastIndex;
    return { variable: found[1] ?? found[2] ?? '', start, end: this.#at };
  }

  #skipBlanks(): boolean {
    this.#match(/[^\S\n]+/y);
    return this.#at < this.#text.length;
  }

  #isAt(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at;
    return pattern.test(this.#text);
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }
}

function inOne(parts: readonly ShellNode[]): ShellNode[] {
  return parts.length > 1 ? [{ kind: 'pipeline', parts }] : [...parts];
}
