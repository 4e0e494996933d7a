import {
  type Assignment,
  type Command,
  forEachChild,
  type ParsedScript,
  parse,
  type Redirection,
  type SyntaxNode,
  type Word,
} from 'unbash';
import type { ShellAssignment, ShellCommand, ShellRedirect, ShellScript, ShellWord } from './script.ts';
import { readParts, readWord } from './word.ts';

const DECLARES = new Set(['export', 'local', 'readonly', 'declare', 'typeset']);

type Writable = { -readonly [Key in keyof ShellCommand]: ShellCommand[Key] };

/**
 * Parses a POSIX or bash script. Never throws: what cannot be parsed becomes a problem with its index.
 * Indexes are into `text`.
 */
export function parseShell(text: string): ShellScript {
  const reader = new ScriptReader();
  reader.script(parse(text));
  return reader;
}

class ScriptReader implements ShellScript {
  readonly commands: Writable[] = [];
  readonly documents: ShellWord[] = [];
  readonly problems: { message: string; at: number }[] = [];

  script = (script: ParsedScript): void => {
    for (const { message, pos } of script.errors ?? []) this.problems.push({ message, at: pos });
    // Positions below a decoded backquote script index that script's own text: they name no place in the file.
    if (script.source === undefined) this.#visit(script);
  };

  /** The commands below `node`; answers the last one, whose output is the node's. */
  #visit(node: SyntaxNode): Writable | undefined {
    if (node.type === 'Command') return this.#command(node);
    if (node.type === 'Pipeline') {
      let previous: Writable | undefined;
      for (const part of node.commands) {
        const first = this.commands.length;
        const last = this.#visit(part);
        const next = this.commands[first];
        if (previous !== undefined && next !== undefined) previous.pipedInto = next;
        previous = last;
      }
      return previous;
    }
    if (node.type === 'Word') {
      this.#word(node);
      return undefined;
    }
    if (isRedirection(node)) {
      this.#redirect(node);
      return undefined;
    }
    let last: Writable | undefined;
    forEachChild(node, (child) => {
      last = this.#visit(child) ?? last;
    });
    return last;
  }

  #command(node: Command): Writable {
    const words: ShellWord[] = [];
    const assignments: ShellAssignment[] = [];
    const redirects: ShellRedirect[] = [];
    const command: Writable = { words, assignments, redirects, start: node.pos, end: node.end };
    this.commands.push(command);
    for (const item of node.prefix)
      if (item.type === 'Assignment') assignments.push(...this.#assignment(item));
    if (node.name !== undefined) words.push(this.#word(node.name));
    const declares = DECLARES.has(node.name?.value ?? '');
    for (const item of node.suffix) {
      if (item.type === 'Word') words.push(this.#word(item));
      else if (item.type === 'Assignment') {
        const found = this.#assignment(item);
        if (declares) assignments.push(...found);
        else words.push(...found.map(({ name, value }) => withName(name, value, item)));
      }
    }
    for (const item of node.redirects) redirects.push(...this.#redirect(item));
    return command;
  }

  #assignment({ name, value }: Assignment): ShellAssignment[] {
    if (value.type === 'Word') return [{ name, value: this.#word(value) }];
    return value.elements.map((element) => ({ name, value: this.#word(element) }));
  }

  #redirect(node: Redirection): ShellRedirect[] {
    if (node.type === 'HereDoc') {
      const { parts, text } = node.body;
      this.documents.push(readParts(parts, text, node.body, this.script));
      return [];
    }
    if (node.target === undefined) return [];
    const target = this.#word(node.target);
    if (node.type === 'HereString') this.documents.push(target);
    return node.type === 'HereString' ? [] : [{ operator: node.operator, target }];
  }

  #word(word: Word): ShellWord {
    return readWord(word, this.script);
  }
}

function isRedirection(node: SyntaxNode): node is Redirection {
  return node.type === 'Redirect' || node.type === 'HereDoc' || node.type === 'HereString';
}

/** `NAME=value` as an argument is a plain word to all commands but those that declare. */
function withName(name: string, value: ShellWord, place: { pos: number; end: number }): ShellWord {
  return { ...value, template: `${name}=${value.template}`, start: place.pos, end: place.end };
}
