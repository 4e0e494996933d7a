import { type Folders, pathsOf, ROOT } from '../command/paths.ts';
import { cutValue, text, type Value } from '../value.ts';
import { statementEnd } from './constants.ts';
import { entriesOfItems } from './entries.ts';
import type { Expression, Item } from './expression.ts';
import type { Program } from './program.ts';
import type { Scope } from './scopes.ts';
import { behind, isSign, type Token } from './token.ts';
import { valueOf } from './values.ts';

/** What Jenkins sets anew for every build (Jenkins, Using environment variables). */
const CHANGING: Readonly<Record<string, string>> = {
  BUILD_NUMBER: 'the number of the build',
  BUILD_ID: 'the number of the build',
  BUILD_DISPLAY_NAME: 'the number of the build',
  BUILD_TAG: 'the number of the build',
  BUILD_URL: 'the number of the build',
  BUILD_TIMESTAMP: 'the time',
  GIT_COMMIT: 'the commit',
  EXECUTOR_NUMBER: 'the number of the executor',
};
/** Blocks that are looked at. */
const MOST = 500;

interface Setting {
  name: string;
  value: Value | Expression;
  scope: Scope;
}

/** What the blocks of a pipeline set within them: `environment`, `withCredentials`, `withEnv`, `dir`. */
export class JenkinsVariables {
  readonly #program: Program;
  readonly #settings: Setting[] = [];
  readonly #folders: { folder: Expression; scope: Scope }[] = [];

  constructor(program: Program) {
    this.#program = program;
    const { tokens } = program.walk;
    const braces: number[] = [];
    for (const [at, token] of tokens.entries()) {
      if (isSign(token, '{') && token.kind === 'open') braces.push(at);
      while (braces.length > 0 && (tokens[braces.at(-1) ?? 0]?.partner ?? tokens.length) <= at) braces.pop();
      if (token.kind === 'name' && this.#settings.length < MOST) this.#look(at, token, braces.at(-1));
    }
  }

  /** A variable's value at a token; undefined where the pipeline does not set it. */
  find(name: string, at: number): Value | undefined {
    const changing = CHANGING[name];
    if (changing !== undefined) return [{ kind: 'changing', what: changing }];
    if (name === 'WORKSPACE') return text(ROOT);
    const setting = this.#settings.findLast((one) => one.name === name && isWithin(one.scope, at));
    return setting && this.#valueOf(setting);
  }

  /** All variables that are set at a token. */
  environment(at: number): Map<string, Value> {
    this.#program.walk.budget.spend(this.#settings.length);
    const changing = Object.entries(CHANGING).map(
      ([name, what]) => [name, [{ kind: 'changing', what }]] as [string, Value],
    );
    const set = this.#settings.filter(({ scope }) => isWithin(scope, at));
    return new Map([...changing, ...set.map((one) => [one.name, this.#valueOf(one)] as [string, Value])]);
  }

  /** Where commands at a token run: `dir('x') { … }`. */
  folders(at: number): Folders {
    let folders: Folders = ['.'];
    for (const { folder, scope } of this.#folders)
      if (isWithin(scope, at)) {
        const inner = pathsOf(valueOf(folder, this.#program), folders);
        folders = inner.length > 0 ? inner : folders;
      }
    return folders;
  }

  #valueOf({ value }: Setting): Value {
    return 'kind' in value ? valueOf(value, this.#program) : value;
  }

  #look(at: number, { text: name }: Token, brace: number | undefined): void {
    const { walk } = this.#program;
    const next = walk.tokens[at + 1];
    if (name === 'environment' && isSign(next, '{')) {
      const to = brace === undefined ? undefined : walk.tokens[brace]?.partner;
      this.#environment(at + 1, { from: brace ?? -1, to: to ?? walk.tokens.length });
      return;
    }
    if (!/^(?:withCredentials|withEnv|dir)$/.test(name) || !isSign(next, '(')) return;
    const open = behind(walk.tokens, at + 1);
    if (!isSign(walk.tokens[open], '{')) return;
    const scope = { from: open, to: walk.tokens[open]?.partner ?? walk.tokens.length };
    const [first] = walk.items(at + 1, 0);
    if (first === undefined) return;
    if (name === 'dir') this.#folders.push({ folder: first.value, scope });
    else if (first.value.kind === 'list') this.#listed(first.value.items, scope);
  }

  /** `TOKEN = credentials('id')`: of a user and a password, the parts are variables too. */
  #environment(open: number, scope: Scope): void {
    const { walk } = this.#program;
    const [from, to] = walk.inside(open);
    for (const at of walk.top(from, to)) {
      const name = walk.tokens[at - 1];
      if (!isSign(walk.tokens[at], '=') || name?.kind !== 'name') continue;
      const value = walk.expression(at + 1, Math.min(to, statementEnd(walk, at + 1)));
      const isCredential =
        value.kind === 'call' && value.callee.kind === 'name' && value.callee.name === 'credentials';
      for (const end of isCredential ? ['', '_USR', '_PSW'] : [''])
        if (end !== '_USR') this.#settings.push({ name: name.text + end, value, scope });
    }
  }

  /** Bindings of credentials, or `'NAME=value'`. */
  #listed(items: readonly Item[], scope: Scope): void {
    for (const { value } of items)
      if (value.kind === 'call') this.#binding(value.items, scope);
      else {
        const { name, rest } = cutValue(valueOf(value, this.#program), '=');
        if (name !== undefined && rest !== undefined) this.#settings.push({ name, value: rest, scope });
      }
  }

  /** `string(credentialsId: 'id', variable: 'TOKEN')`; of a file, the variable has a path. */
  #binding(items: readonly Item[], scope: Scope): void {
    const { pairs } = entriesOfItems(items, this.#program);
    const given = (key: string): string | undefined => {
      const found = pairs.findLast((pair) => pair.name === key)?.value;
      return found && cutValue(valueOf(found, this.#program), '\0').name;
    };
    const id = given('credentialsId') ?? 'a credential';
    for (const key of ['variable', 'passwordVariable', 'passphraseVariable', 'secretKeyVariable']) {
      const name = given(key);
      if (name !== undefined)
        this.#settings.push({
          name,
          value: [{ kind: 'secret', name: id, store: 'Jenkins credential' }],
          scope,
        });
    }
  }
}

function isWithin({ from, to }: Scope, at: number): boolean {
  return from < at && at < to;
}
