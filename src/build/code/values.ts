import { secretMadeBy } from '../../shell/secret-makers.ts';
import { concat, literalOf, templateOf, text, type Value } from '../value.ts';
import { commandItems, isCommandCall } from './command-call.ts';
import { dotted, type Expression, type Of, pathOf, plainString, rootOf, spoken } from './expression.ts';
import { formatOf } from './format.ts';
import {
  ASKS,
  CUTS,
  changingCall,
  changingLine,
  changingName,
  fetchedBy,
  KEEPS,
  SECRET_SETTINGS,
  SETTINGS,
  WRAPS,
} from './known-calls.ts';
import { DIRNAME, folderUp, JOINS, joinPaths, ownPath, WORKING_FOLDER } from './paths.ts';
import { DEEPEST_NAMES, type Program } from './program.ts';
import { sourceOf, taken, withoutTexts } from './value-changes.ts';

const NOTHING = /^(?:null|undefined|None|nil)$/;
const NAME = /^[A-Za-z_][\w.:/-]{0,99}$/;

/** What an expression comes to when the program runs, as far as its text tells. */
export function valueOf(expression: Expression, program: Program, depth = 0): Value {
  if (depth > DEEPEST_NAMES || !program.walk.budget.spend(1))
    return [{ kind: 'unknown', what: spoken(expression) }];
  const value = new Evaluation(program, depth).value(expression);
  const length = value.reduce((sum, part) => sum + (part.kind === 'text' ? part.text.length : 1), 0);
  program.walk.budget.spend(length);
  return value;
}

class Evaluation {
  readonly #program: Program;
  readonly #depth: number;

  constructor(program: Program, depth: number) {
    this.#program = program;
    this.#depth = depth;
  }

  value(expression: Expression): Value {
    const format = formatOf(expression, this.#program);
    if (format !== undefined) return this.value(format);
    switch (expression.kind) {
      case 'text':
        return concat(
          ...expression.pieces.map((piece) => ('kind' in piece ? this.#of(piece) : text(piece.text))),
        );
      case 'number':
        return text(expression.text);
      case 'name':
        return this.#name(expression);
      case 'member':
        return this.#member(expression);
      case 'call':
        return this.#call(expression);
      case 'joined':
        return this.#joined(expression);
      case 'choice':
        return this.#of(chosenOf(expression, this.#program, this.#depth));
      default:
        return [{ kind: 'unknown', what: spoken(expression) }];
    }
  }

  #of(expression: Expression): Value {
    return valueOf(expression, this.#program, this.#depth + 1);
  }

  #name(expression: Of<'name'>): Value {
    const { name, index } = expression;
    if (NOTHING.test(name)) return [];
    const own =
      ownPath([name], this.#program.file.path) ?? this.#program.dialect.named?.([name], this.#program, index);
    if (own !== undefined) return own;
    const assignment = this.#program.constants.named(name, index);
    if (assignment === undefined) return [{ kind: 'variable', name }];
    const added = this.#program.constants.changes(name, index).filter(({ kind }) => kind === 'adds');
    const values = [assignment, ...added].map((one) => this.#of(this.#program.assigned(one)));
    return taken(concat(...values), name, this.#program.names);
  }

  #member(expression: Of<'member'>): Value {
    const { of, name } = expression;
    const path = pathOf(expression);
    const own =
      path &&
      (ownPath(path, this.#program.file.path) ??
        this.#program.dialect.named?.(path, this.#program, rootOf(expression)?.index ?? 0));
    if (own !== undefined) return own;
    if (name === 'stdout' || name === 'text') return this.#of(of);
    if (name === 'parent') return folderUp(this.#of(of));
    if (of.kind === 'member' && of.name === 'parents')
      return folderUp(this.#of(of.of), Number(name ?? 0) + 1);
    const changing = changingName(name ?? '');
    if (changing !== undefined) return [{ kind: 'changing', what: changing }];
    return this.#property(expression) ?? this.#unknownMember(expression);
  }

  /** Of an object of the program. */
  #property(expression: Of<'member'>): Value | undefined {
    const assignment = this.#program.assignmentOf(expression);
    if (assignment !== undefined && expression.name !== undefined)
      return taken(this.#of(this.#program.assigned(assignment)), expression.name, this.#program.names);
    const base = this.#program.resolve(expression.of, this.#depth);
    if (base.kind === 'map') {
      const item = base.items.findLast(({ name }) => name === expression.name);
      return item && taken(this.#of(item.value), expression.name ?? '', this.#program.names);
    }
    if (base.kind !== 'call') return undefined;
    const fetched = this.#of(base).filter((part) => part.kind === 'output' && part.made !== undefined);
    return fetched.length > 0 ? fetched : undefined;
  }

  #unknownMember(expression: Of<'member'>): Value {
    if (/^secret_?value$/i.test(expression.name ?? ''))
      return [
        { kind: 'secret', name: pathOf(expression.of)?.at(-1) ?? 'a secret', store: 'AWS Secrets Manager' },
      ];
    const name = expression.name ?? pathOf(expression.of)?.at(-1);
    return name === undefined ? [{ kind: 'unknown', what: 'an expression' }] : [{ kind: 'variable', name }];
  }

  #joined({ sign, operands }: Of<'joined'>): Value {
    if (sign === '+') return concat(...operands.map((operand) => this.#of(operand)));
    if (sign === '/') return joinPaths(operands.map((operand) => this.#of(operand)));
    return [{ kind: 'unknown', what: 'an expression' }];
  }

  #call(call: Of<'call'>): Value {
    const path = dotted(call);
    const changing = changingCall(path);
    if (changing !== undefined) return [{ kind: 'changing', what: changing }];
    return this.#pathCall(call, path) ?? this.#method(call) ?? this.#function(call, path);
  }

  #pathCall({ callee, items }: Of<'call'>, path: string): Value | undefined {
    const values = (): Value[] => items.map(({ value }) => this.#of(value));
    if (WORKING_FOLDER.test(path)) return text('.');
    if (DIRNAME.test(path)) return folderUp(values()[0] ?? []);
    if (callee.kind === 'member' && callee.name === 'joinpath')
      return joinPaths([this.#of(callee.of), ...values()]);
    if (JOINS.test(path)) return joinPaths(values());
    if (path !== 'URL' || items.length < 2) return undefined;
    const [relative = [], base = []] = values();
    return joinPaths([folderUp(base), relative]);
  }

  #method({ callee, items }: Of<'call'>): Value | undefined {
    if (callee.kind !== 'member') return undefined;
    const name = callee.name ?? '';
    const first = plainString(items[0]?.value);
    if (KEEPS.test(name)) return this.#of(callee.of);
    if (CUTS.test(name)) return withoutTexts(this.#of(callee.of));
    if (name === 'fromSrc' || name === 'from_src') return sourceOf(this.#of(items[0]?.value ?? callee));
    if (first === undefined || !NAME.test(first)) return undefined;
    if (SECRET_SETTINGS.test(name)) return [{ kind: 'secret', name: first, store: 'secret setting' }];
    return SETTINGS.test(name) ? this.#setting(callee, first) : undefined;
  }

  /** `args.get("TOKEN")`: a property, where it is an object of the program. */
  #setting({ of, start, end }: Of<'member'>, name: string): Value {
    return this.#member({ kind: 'member', of, name, start, end });
  }

  #function(call: Of<'call'>, path: string): Value {
    const { callee, items } = call;
    const [first] = items;
    const name = plainString(first?.value);
    if (ASKS.test(path) && name !== undefined && NAME.test(name)) return [{ kind: 'variable', name }];
    if (WRAPS.test(path)) return first === undefined ? [] : this.#of(first.value);
    if (/(?:^|\.)SecretValue\.\w+$|(?:^|\.)credentials$/.test(path) && name !== undefined)
      return [{ kind: 'secret', name, store: path === 'credentials' ? 'Jenkins credential' : 'AWS' }];
    const inner = items.map(({ value }) => (value.kind === 'call' ? fetchedBy(dotted(value)) : undefined));
    const made = fetchedBy(path) ?? inner.find((one) => one !== undefined);
    if (made !== undefined) return [{ kind: 'output', of: path, made }];
    if (isCommandCall(call)) return this.#output(call);
    return [{ kind: 'output', of: path === '' ? spoken(callee) : path }];
  }

  /** What a command prints that a program starts. */
  #output(call: Of<'call'>): Value {
    const words = commandItems(call).flatMap(({ value }) => {
      const resolved = this.#program.resolve(value, this.#depth);
      return resolved.kind === 'list' ? resolved.items.map((one) => one.value) : [resolved];
    });
    const line = words
      .map((word) => templateOf(this.#of(word)))
      .join(' ')
      .trim();
    const changing = changingLine(line);
    if (changing !== undefined) return [{ kind: 'changing', what: changing }];
    const made = secretMadeBy(line);
    const of = /^[\w./-]{1,60}(?=\s|$)/.exec(line)?.[0] ?? 'a command';
    return [{ kind: 'output', of, ...(made !== undefined && { made }) }];
  }
}

/** Of several values the one that stands for them all: the first that is not written in the program. */
export function chosenOf(choice: Of<'choice'>, program: Program, depth = 0): Expression {
  const open = choice.options.find((one) => literalOf(valueOf(one, program, depth + 1)) === undefined);
  return open ?? choice.options[0] ?? { kind: 'other', start: choice.start, end: choice.end };
}
