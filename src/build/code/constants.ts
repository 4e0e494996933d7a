import type { SourceText } from '../../dockerfile/source-text.ts';
import type { Budget } from './budget.ts';
import type { Language } from './language.ts';
import { goesOn } from './operators.ts';
import { type Scope, ScopeWalk } from './scopes.ts';
import { behind, isSign, type Token } from './token.ts';
import type { TokenWalk } from './token-walk.ts';

/** `name = …`, `name.property = …`, `name.push(…)`. */
export interface Assignment {
  /** Of the token of the name. */
  index: number;
  /** The tokens of what is assigned: from here, or within these brackets. */
  from: number;
  scope: Scope;
  /** The property that is set: `args.TOKEN = …`; of a pattern, the one that is taken: `{ TOKEN } = …`. */
  property?: string;
  /** `sets` and `takes` one property, `adds` to what is there, `calls` a method that does. */
  kind: 'names' | 'takes' | 'sets' | 'adds' | 'calls';
}

const ADDING = /^(?:push|append|extend|update|add|addAll|putAll|concat|insert|unshift)$/;
/** Earlier assignments that are looked at for one name. */
const FARTHEST = 256;

/** What the names of a program are given, in the order of the text. */
export class Constants {
  readonly #byName = new Map<string, Assignment[]>();
  readonly #tokens: readonly Token[];
  readonly #language: Language;
  readonly #budget: Budget;

  constructor(source: SourceText, walk: TokenWalk) {
    this.#tokens = walk.tokens;
    this.#language = walk.language;
    this.#budget = walk.budget;
    const scopes = new ScopeWalk(source, walk.tokens, walk.language);
    for (let at = 0; at < walk.tokens.length; at += 1) {
      scopes.visit(at);
      const inner = scopes.brackets.at(-1)?.text;
      if (inner !== '(' && inner !== '[') this.#look(at, scopes.scope);
      else if (isSign(walk.tokens[at], '.')) this.#call(at, scopes.scope);
    }
  }

  /** The assignment that a name at a token gets its value from. */
  named(name: string, at: number): Assignment | undefined {
    const visible = this.#near(name, at).filter(({ kind }) => kind === 'names' || kind === 'takes');
    return visible.findLast(({ index }) => index < at) ?? visible[0];
  }

  /** What changes a name's value between its assignment and a token. */
  changes(name: string, at: number): Assignment[] {
    const base = this.named(name, at)?.index ?? -1;
    return this.#near(name, at).filter(
      ({ index, kind }) => index > base && index < at && kind !== 'names' && kind !== 'takes',
    );
  }

  /** Those that a token may see, near ones only. A change counts from within a block, too. */
  #near(name: string, at: number): Assignment[] {
    const all = this.#byName.get(name) ?? [];
    let low = 0;
    let high = all.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((all[middle]?.index ?? 0) < at) low = middle + 1;
      else high = middle;
    }
    this.#budget.spend(Math.min(all.length, 2 * FARTHEST));
    const isChange = ({ kind }: Assignment): boolean => kind !== 'names' && kind !== 'takes';
    return all
      .slice(Math.max(0, low - FARTHEST), low + FARTHEST)
      .filter((one) => isChange(one) || (one.scope.from < at && at < one.scope.to));
  }

  #add(name: string, assignment: Assignment): void {
    const all = this.#byName.get(name);
    if (all === undefined) this.#byName.set(name, [assignment]);
    else all.push(assignment);
  }

  #look(at: number, scope: Scope): void {
    const token = this.#tokens[at];
    if (isSign(token, '.')) this.#call(at, scope);
    else if (isSign(token, '=', ':=')) this.#assign(at, scope, 'names');
    else if (isSign(token, '+=', '|=')) this.#assign(at, scope, 'adds');
    else if (token?.kind === 'name' && /^(?:const|let|var)$/.test(token.text)) this.#declare(at, scope);
    else if (this.#language.scopesByIndent && isSign(token, ':')) this.#annotated(at, scope);
  }

  /** `name = `, `name.property = `, `name["property"] = `. */
  #assign(sign: number, scope: Scope, kind: 'names' | 'adds'): void {
    const before = this.#tokens[sign - 1];
    const from = sign + 1;
    if (before?.kind === 'name') {
      const isProperty = isSign(this.#tokens[sign - 2], '.');
      const base = this.#tokens[sign - 3];
      if (!isProperty) this.#add(before.text, { index: sign - 1, from, scope, kind });
      else if (base?.kind === 'name')
        this.#add(base.text, { index: sign - 3, from, scope, kind: 'sets', property: before.text });
    }
    const open = isSign(before, ']') ? before?.partner : undefined;
    if (open === undefined || sign - open !== 5) return;
    const [base, text] = [this.#tokens[open - 1], this.#tokens[open + 2]];
    if (base?.kind === 'name' && text?.kind === 'text')
      this.#add(base.text, { index: open - 1, from, scope, kind: 'sets', property: text.text });
  }

  /** `name.push(…)`. */
  #call(dot: number, scope: Scope): void {
    const [base, method, open] = [this.#tokens[dot - 1], this.#tokens[dot + 1], this.#tokens[dot + 2]];
    if (base?.kind !== 'name' || !isSign(open, '(') || !ADDING.test(method?.text ?? '')) return;
    this.#add(base.text, { index: dot - 1, from: dot + 2, scope, kind: 'calls' });
  }

  /** `const name: Type = …` and `const { name, property: name } = …`; without a type it is an assignment. */
  #declare(at: number, scope: Scope): void {
    const next = this.#tokens[at + 1];
    if (isSign(next, '{')) {
      const close = next?.partner;
      if (close !== undefined && isSign(this.#tokens[close + 1], '=')) this.#take(at + 1, close, scope);
      return;
    }
    if (next?.kind !== 'name' || !isSign(this.#tokens[at + 2], ':')) return;
    let sign = at + 3;
    for (let steps = 0; steps < 40 && !isSign(this.#tokens[sign], '=', ';'); steps += 1)
      sign = behind(this.#tokens, sign);
    if (isSign(this.#tokens[sign], '='))
      this.#add(next.text, { index: at + 1, from: sign + 1, scope, kind: 'names' });
  }

  #take(open: number, close: number, scope: Scope): void {
    for (let at = open + 1; at < close && at < open + 200; at = behind(this.#tokens, at)) {
      const token = this.#tokens[at];
      const isFirst =
        at === open + 1 || isSign(this.#tokens[at - 1], ',') || this.#tokens[at - 1]?.kind === 'line';
      if (token?.kind !== 'name' || !isFirst) continue;
      const other = isSign(this.#tokens[at + 1], ':') ? this.#tokens[at + 2] : token;
      if (other?.kind === 'name')
        this.#add(other.text, { index: at, from: close + 2, scope, kind: 'takes', property: token.text });
    }
  }

  /** Python's `name: Type = …` at the beginning of a line. */
  #annotated(colon: number, scope: Scope): void {
    const [name, before] = [this.#tokens[colon - 1], this.#tokens[colon - 2]];
    if (name?.kind !== 'name' || (before !== undefined && before.kind !== 'line')) return;
    for (let at = colon + 1, steps = 0; steps < 40; steps += 1, at = behind(this.#tokens, at)) {
      const token = this.#tokens[at];
      if (token === undefined || token.kind === 'line') return;
      if (isSign(token, '=')) {
        this.#add(name.text, { index: colon - 1, from: at + 1, scope, kind: 'names' });
        return;
      }
    }
  }
}

/** Where a statement's expression ends that begins at a token; at a comma, too, unless those are of a call. */
export function statementEnd(walk: TokenWalk, from: number, endsAtComma = true): number {
  const { tokens } = walk;
  for (const at of walk.top(from, tokens.length)) {
    const token = tokens[at];
    if (isSign(token, ';') || token?.kind === 'close' || (endsAtComma && isSign(token, ','))) return at;
    if (token?.kind !== 'line' || at === from) continue;
    let next = at;
    while (tokens[next]?.kind === 'line') next += 1;
    const last = tokens[at - 1];
    if (!goesOn(tokens[next]) && !(last?.kind === 'sign' && !/^(?:!|\+\+|--)$/.test(last.text))) return at;
  }
  return tokens.length;
}
