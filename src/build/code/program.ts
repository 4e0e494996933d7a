import type { Vocabulary } from '../../credentials/vocabulary.ts';
import type { Span } from '../../dockerfile/source-text.ts';
import type { BuildFile } from '../build-file.ts';
import type { FilePlace } from '../build-path.ts';
import type { Folders } from '../command/paths.ts';
import { folderOf } from '../repository.ts';
import type { Value } from '../value.ts';
import { type Assignment, Constants, statementEnd } from './constants.ts';
import type { Expression } from './expression.ts';
import type { Language } from './language.ts';
import { Parser } from './parser.ts';
import { tokenize } from './tokenize.ts';

/** What a kind of file knows of its own names. */
export interface Dialect {
  language: Language;
  /** Where such a program runs, relative to the root; its own folder and those above where nothing is said. */
  folders?(path: string): Folders;
  /** What a path of names stands for whatever the program says: `path.module`. */
  named?(path: readonly string[], program: Program, at: number): Value | undefined;
}

/** Names that follow names that follow names. */
export const DEEPEST_NAMES = 24;

/** A program that is read: its tokens, its constants, its expressions. */
export class Program {
  readonly file: BuildFile;
  readonly dialect: Dialect;
  readonly walk: Parser;
  readonly constants: Constants;
  readonly #assigned = new Map<Assignment, Expression>();

  constructor(file: BuildFile, dialect: Dialect) {
    this.file = file;
    this.dialect = dialect;
    this.walk = new Parser(tokenize(file.source.text, dialect.language.syntax), dialect.language);
    this.constants = new Constants(file.source, this.walk);
  }

  /** What its names mean. */
  get names(): Vocabulary {
    return this.file.repository.names;
  }

  place({ start, end }: Span): FilePlace {
    return { source: this.file.source, start, end };
  }

  /** Folders in which a program may be started, the likeliest first. */
  get folders(): Folders {
    const said = this.dialect.folders?.(this.file.path);
    if (said !== undefined) return said;
    const folders = [folderOf(this.file.path)];
    while (folders.at(-1) !== '.' && folders.length < 12) folders.push(folderOf(folders.at(-1) ?? '.'));
    return folders;
  }

  /** What an assignment gives; for `+=` what it adds, for a method what it is called with. */
  assigned(assignment: Assignment): Expression {
    const known = this.#assigned.get(assignment);
    if (known !== undefined) return known;
    const { from, kind, property } = assignment;
    let read: Expression;
    if (kind === 'calls') {
      const [, end] = this.walk.inside(from);
      read = { kind: 'list', ...this.walk.span(from, end + 1), items: this.walk.items(from, 0) };
    } else read = this.walk.expression(from, statementEnd(this.walk, from));
    if (kind === 'takes' && property !== undefined)
      read = { kind: 'member', of: read, name: property, start: read.start, end: read.end };
    this.#assigned.set(assignment, read);
    return read;
  }

  /** What a name stands for, where the program says so; the expression itself where not. */
  resolve(expression: Expression, depth = 0): Expression {
    if (depth > DEEPEST_NAMES || !this.walk.budget.spend(1)) return expression;
    const assignment = this.assignmentOf(expression);
    return assignment === undefined ? expression : this.resolve(this.assigned(assignment), depth + 1);
  }

  /** Where a name, or a property of an object of the program, gets its value. */
  assignmentOf(expression: Expression): Assignment | undefined {
    if (expression.kind === 'name') return this.constants.named(expression.name, expression.index);
    if (expression.kind !== 'member' || expression.of.kind !== 'name') return undefined;
    const { name: base, index } = expression.of;
    const own = this.constants
      .changes(base, index)
      .findLast(({ kind, property }) => kind === 'sets' && property === expression.name);
    if (own !== undefined) return own;
    const isOwnField = /^(?:this|self|cls)$/.test(base) && expression.name !== undefined;
    return isOwnField ? this.constants.named(expression.name ?? '', index) : undefined;
  }
}
