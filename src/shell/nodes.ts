import type {
  Assignment,
  Case,
  Command,
  CompoundList,
  If,
  ParsedScript,
  Redirection,
  Statement,
  SyntaxNode,
  TestExpression,
  Word,
} from 'unbash';
import { append } from '../config/append.ts';
import { farWords } from './elsewhere.ts';
import type { Gathered, Piece, ReadScript } from './piece.ts';
import { through, unquoted } from './place.ts';
import type {
  ShellAssignment,
  ShellBranch,
  ShellCommand,
  ShellNode,
  ShellRedirect,
  ShellWord,
} from './script.ts';
import {
  endOf,
  joinWords,
  type PlacedWord,
  placesOf,
  readParts,
  readWord,
  type WordReader,
  withoutStart,
} from './word.ts';
import { GLUED, readsScript, scriptWords, unwrap } from './wrappers.ts';

const DECLARES = new Set(['export', 'local', 'readonly', 'declare', 'typeset']);
/** Scripts within scripts within scripts. */
const DEEPEST = 8;
/** Commands within commands. The parser ends at as many, but counts neither functions nor coprocesses. */
const MOST_NESTED = 256;

/** Turns the parser's nodes of one piece into the flow's. */
export class NodeReader implements WordReader {
  readonly text: string;
  readonly place: Piece['place'];
  readonly outer: Piece['outer'];
  readonly #depth: number;
  readonly #gathered: Gathered;
  readonly #read: ReadScript;
  #nested = 0;

  constructor({ text, place, outer, depth }: Piece, gathered: Gathered, read: ReadScript) {
    this.text = text;
    this.place = place;
    this.outer = outer;
    this.#depth = depth;
    this.#gathered = gathered;
    this.#read = read;
  }

  /** A script in a word. One behind escaped backquotes has a text of its own, with the escapes taken away. */
  nested(script: ParsedScript, start: number): ShellNode[] {
    const { source } = script;
    const piece = { text: this.text, place: this.place, outer: this.outer, depth: this.#depth };
    if (source === undefined) return this.#read(piece, this.#gathered, script);
    const place = through(unquoted(source, this.text, start + 1), this.place);
    return this.#read({ ...piece, text: source, place }, this.#gathered, script);
  }

  statements(statements: readonly Statement[]): ShellNode[] {
    return statements.flatMap(({ command }) => this.#nodes(command));
  }

  #list({ commands }: CompoundList): ShellNode[] {
    return this.statements(commands);
  }

  #nodes(node: SyntaxNode): ShellNode[] {
    if (this.#nested >= MOST_NESTED) {
      this.#gathered.problems.push({ message: 'commands nested too deep', at: this.place(node.pos) });
      return [];
    }
    this.#nested += 1;
    const nodes = this.#node(node);
    this.#nested -= 1;
    return nodes;
  }

  #node(node: SyntaxNode): ShellNode[] {
    switch (node.type) {
      case 'Command':
        return [this.#command(node)];
      case 'Pipeline':
        return [{ kind: 'pipeline', parts: node.commands.flatMap((part) => this.#nodes(part)) }];
      case 'AndOr':
        return this.#andOr(node);
      case 'Redirected':
        return [this.#group(this.#nodes(node.command), false, node.redirects)];
      case 'Subshell':
        return [this.#group(this.#list(node.body), true)];
      case 'BraceGroup':
        return [this.#group(this.#list(node.body), false)];
      case 'CompoundList':
        return this.#list(node);
      case 'If':
        return [this.#if(node)];
      case 'Case':
        return this.#case(node);
      case 'Function':
        return [{ kind: 'function', name: node.name.value, body: this.#nodes(node.body) }];
      case 'Coproc':
        return this.#nodes(node.body);
      case 'TestCommand':
        return [this.#words('[[', testWords(node.expression), node)];
      default:
        return this.#loop(node);
    }
  }

  #loop(node: SyntaxNode): ShellNode[] {
    switch (node.type) {
      case 'While':
        return [{ kind: 'loop', items: [], body: [...this.#list(node.clause), ...this.#list(node.body)] }];
      case 'For':
      case 'Select': {
        const items = (node.wordlist ?? []).map((word) => readWord(word, this));
        return [{ kind: 'loop', variable: node.name.value, items, body: this.#list(node.body) }];
      }
      case 'ArithmeticFor':
        return [{ kind: 'loop', items: [], body: this.#list(node.body) }];
      default:
        return [];
    }
  }

  #andOr({ commands, operators }: Extract<SyntaxNode, { type: 'AndOr' }>): ShellNode[] {
    const nodes = commands.map((command) => asOne(this.#nodes(command)));
    const [first, ...rest] = nodes;
    if (first === undefined) return [];
    return [
      { kind: 'list', first, rest: rest.map((node, at) => ({ operator: operators[at] ?? '&&', node })) },
    ];
  }

  #group(body: ShellNode[], subshell: boolean, redirects: readonly Redirection[] = []): ShellNode {
    return { kind: 'group', subshell, body, ...this.#redirections(redirects) };
  }

  #if(node: If): ShellBranch {
    const arms = [node, ...node.elif].map((arm) => ({
      condition: this.#list(arm.clause),
      body: this.#list(arm.then),
    }));
    return { kind: 'branch', arms, ...(node.else && { otherwise: this.#list(node.else) }) };
  }

  #case({ word, items, pos, end }: Case): ShellNode[] {
    const arms = items.map(({ body }) => ({ condition: [], body: this.#list(body) }));
    const hasRest = items.some(({ pattern }) => pattern.some(({ value }) => value === '*'));
    const asks = this.#words('case', [word], { pos, end });
    return [asks, { kind: 'branch', arms, ...(hasRest && { otherwise: [] }) }];
  }

  /** Something that only asks after words, as if it were a command. */
  #words(name: string, words: readonly Word[], { pos, end }: { pos: number; end: number }): ShellCommand {
    const start = this.place(pos);
    const own = { template: name, slots: [], start, end: start };
    return this.#gather({
      kind: 'command',
      words: [own, ...words.map((word) => readWord(word, this))],
      assignments: [],
      redirects: [],
      input: [],
      start,
      end: this.place(end),
    });
  }

  #command(node: Command): ShellCommand {
    const words: PlacedWord[] = [];
    const assignments: ShellAssignment[] = [];
    for (const item of node.prefix)
      if (item.type === 'Assignment') append(assignments, this.#assignment(item));
    if (node.name !== undefined) words.push(readWord(node.name, this));
    const declares = DECLARES.has(node.name?.value ?? '');
    for (const item of node.suffix) {
      if (item.type === 'Word') words.push(readWord(item, this));
      else if (item.type === 'Assignment') {
        if (declares) append(assignments, this.#assignment(item));
        else append(words, this.#assignmentAsWords(item));
      }
    }
    const { redirects, input } = this.#redirections(node.redirects);
    const script = this.#script(words, input);
    const far = this.#far(words, input);
    return this.#gather({
      kind: 'command',
      words,
      assignments,
      redirects,
      input,
      ...(script !== undefined && { script }),
      ...(far !== undefined && { far }),
      start: this.place(node.pos),
      end: endOf(Math.max(node.pos + 1, node.end), this),
    });
  }

  #gather(command: ShellCommand): ShellCommand {
    this.#gathered.commands.push(command);
    return command;
  }

  #script(words: readonly PlacedWord[], input: readonly PlacedWord[]): readonly ShellNode[] | undefined {
    const inner = unwrap(words).words;
    const given = partsOf(words, scriptWords(inner));
    return this.#scriptIn(given.length === 0 && readsScript(inner) ? input.slice(-1) : given, this.#gathered);
  }

  #far(words: readonly PlacedWord[], input: readonly PlacedWord[]): readonly ShellNode[] | undefined {
    const far = farWords(unwrap(words).words);
    if (far === undefined) return undefined;
    const isInput = far.length === 0 || readsScript(unwrap(far).words);
    const own = { commands: [], documents: [], problems: [] };
    return this.#scriptIn(isInput ? input.slice(-1) : partsOf(words, far), own);
  }

  #scriptIn(parts: readonly PlacedWord[], gathered: Gathered): readonly ShellNode[] | undefined {
    if (parts.length === 0 || this.#depth >= DEEPEST) return undefined;
    const { template: text, slots: outer, pieces } = joinWords(parts);
    const place = through(placesOf({ pieces }, this), this.place);
    return this.#read({ text, place, outer, depth: this.#depth + 1 }, gathered);
  }

  #assignment({ name, value, append }: Assignment): (ShellAssignment & { value: PlacedWord })[] {
    const more = append === true ? { append } : {};
    if (value.type === 'Word') return [{ name, value: readWord(value, this), ...more }];
    return value.elements.map((element, at) => ({
      name,
      value: readWord(element, this),
      element: true,
      ...(at > 0 ? { append: true } : more),
    }));
  }

  /** `NAME=value` as an argument is a plain word to all commands but those that declare. */
  #assignmentAsWords(item: Assignment): PlacedWord[] {
    const start = this.place(item.pos);
    return this.#assignment(item).map(({ name, value }) => ({
      ...value,
      template: `${name}=${value.template}`,
      pieces: [{ text: `${name}=`, pos: item.pos }, ...value.pieces],
      start,
    }));
  }

  #redirections(nodes: readonly Redirection[]): { redirects: ShellRedirect[]; input: PlacedWord[] } {
    const redirects: ShellRedirect[] = [];
    const input: PlacedWord[] = [];
    for (const node of nodes) {
      if (node.type === 'HereDoc') input.push(readParts(node.body.parts, node.body.text, node.body, this));
      else if (node.target === undefined) continue;
      else if (node.type === 'HereString') input.push(readWord(node.target, this));
      else {
        const { operator, descriptor } = node;
        const number = descriptor?.type === 'FileDescriptor' ? { descriptor: descriptor.value } : {};
        redirects.push({ operator, ...number, target: readWord(node.target, this) });
      }
    }
    append(this.#gathered.documents, input);
    return { redirects, input };
  }
}

function partsOf(words: readonly PlacedWord[], some: readonly ShellWord[]): PlacedWord[] {
  const whole = new Set(some);
  return words.filter((word) => whole.has(word)).map((word) => withoutStart(word, GLUED));
}

function asOne(nodes: readonly ShellNode[]): ShellNode {
  const [only] = nodes;
  if (only !== undefined && nodes.length === 1) return only;
  return { kind: 'group', subshell: false, body: nodes, redirects: [], input: [] };
}

function testWords(expression: TestExpression): Word[] {
  switch (expression.type) {
    case 'TestUnary':
      return [expression.operand];
    case 'TestBinary':
      return [expression.left, expression.right];
    case 'TestLogical':
      return expression.operands.flatMap(testWords);
    case 'TestNot':
      return testWords(expression.operand);
    default:
      return testWords(expression.expression);
  }
}
