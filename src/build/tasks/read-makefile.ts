import type { BuildReader } from '../build-file.ts';
import type { BuildPath } from '../build-path.ts';
import { folderOf, joinPath } from '../repository.ts';
import { looseScript, type Marked, mark } from '../script/expressions.ts';
import { buildsInScript, outputOfScript, type ScriptPlace } from '../script/follow.ts';
import { concat, heldBy, text, type Value } from '../value.ts';
import { joinedRecipes, makeLines, withoutDoubled } from './makefile-lines.ts';

const ASSIGNMENT = /^\s*(?:export\s+|override\s+)*([A-Za-z_][\w.-]*)\s*(\?|:{1,3}|\+|!)?=\s*([\s\S]*)$/;
/** Two of brackets inside: `$(shell echo $(X))`. */
const REFERENCE = /\$(?:[@<^*?+%|]|\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)|\{[^{}]*\})/g;
const INCLUDE = /^\s*[-s]?include\s+([^$*?#\n]+)/;
const MOST_INCLUDED = 64;
const DEEPEST = 12;
/** Variables of variables of variables. */
const MOST_REFERENCES = 20_000;

/** The builds that the rules of a Makefile start. */
export const readMakefile: BuildReader = ({ source, path, repository }) => {
  const make = new Makefile({ source, path, repository, folders: [folderOf(path), '.'] });
  return make.read();
};

class Makefile {
  readonly #place: ScriptPlace;
  readonly #variables = new Map<string, { text: string; canBeSet: boolean }>();
  readonly #included = new Set<string>();
  #references = 0;
  #shells = 0;

  constructor(place: ScriptPlace) {
    this.#place = place;
  }

  read(): BuildPath[] {
    const lines = makeLines(this.#place.source.text);
    this.#take(lines, this.#place.path);
    const isOne = /^\.ONESHELL\s*:/m.test(this.#place.source.text);
    const recipes = isOne
      ? joinedRecipes(lines)
      : lines.flatMap((line) => (line.isRecipe ? [line.text] : []));
    return recipes.flatMap((recipe) => buildsInScript(this.#marked(recipe), this.#place));
  }

  /** The variables of a file, and of those that it includes. */
  #take(lines: ReturnType<typeof makeLines>, path: string): void {
    for (const { text: line, isRecipe } of lines) {
      if (isRecipe) continue;
      const included = INCLUDE.exec(line.text)?.[1]?.trim().split(/\s+/) ?? [];
      for (const name of included) this.#include(name, path);
      if (included.length === 0) this.#assign(line.text);
    }
  }

  /** From where make was started, as GNU make looks, else beside the file that includes it. */
  #include(name: string, by: string): void {
    const { repository, path: top } = this.#place;
    const paths = [top, by].map((one) => joinPath(folderOf(one), name) ?? '');
    const path = paths.find((one) => repository.has(one)) ?? '';
    if (this.#included.has(path) || this.#included.size === MOST_INCLUDED) return;
    this.#included.add(path);
    const source = this.#place.repository.source(path);
    if (source !== undefined) this.#take(makeLines(source.text), path);
  }

  #assign(line: string): void {
    const [, name = '', operator = '', given = ''] = ASSIGNMENT.exec(line.replace(/(^|\s)#.*$/, '')) ?? [];
    if (name === '') return;
    const before = this.#variables.get(name);
    const joined = given.replace(/\\\r?\n\s*/g, ' ').trim();
    const value = operator.startsWith(':') ? withEarlier(joined, name, before?.text ?? '') : joined;
    if (operator === '+' && before !== undefined)
      this.#variables.set(name, { ...before, text: `${before.text} ${value}` });
    else if (operator !== '?' || before === undefined)
      this.#variables.set(name, {
        text: operator === '!' ? `$(shell ${value})` : value,
        canBeSet: operator === '?',
      });
  }

  /** Make replaces its variables before a shell sees the line. */
  #marked(line: Marked['text']): Marked {
    const plain = line.text.replace(/\$\$/g, '\uFDFE\uFDFE');
    const { text: marked, expressions } = mark(line.masked(plain), REFERENCE, (written) =>
      this.#expand(written, 0),
    );
    return { text: withoutDoubled(marked.masked(marked.text.replaceAll('\uFDFE', '$'))), expressions };
  }

  #expand(given: string, depth: number): Value {
    const values: Value[] = [];
    let done = 0;
    for (const { 0: whole, index } of given.matchAll(REFERENCE)) {
      const inner = whole.length === 2 ? whole : whole.slice(2, -1);
      values.push(text(given.slice(done, index)), this.#reference(inner, depth));
      done = index + whole.length;
    }
    return concat(...values, text(given.slice(done)));
  }

  #reference(inner: string, depth: number): Value {
    this.#references += 1;
    if (depth > DEEPEST || this.#references > MOST_REFERENCES)
      return [{ kind: 'unknown', what: 'a variable that never ends' }];
    if (/^\$?[@<^*?+%|][DF]?$/.test(inner))
      return [{ kind: 'unknown', what: `$(${inner.replace('$', '')})` }];
    const [, call = '', rest = ''] = /^([a-z][\w-]*)\s+([\s\S]*)$/.exec(inner) ?? [];
    if (call === 'shell') return this.#output(rest);
    if (/^(?:strip|abspath|realpath|value)$/.test(call)) return this.#expand(rest, depth + 1);
    if (call !== '') return [{ kind: 'unknown', what: `$(${call} …)` }];
    if (/^(?:CURDIR|PWD)$/.test(inner)) return text('.');
    const known = this.#variables.get(inner);
    if (known === undefined || (known.text === '' && known.canBeSet))
      return [{ kind: 'variable', name: inner }];
    return heldBy(inner, this.#expand(known.text, depth + 1), this.#place.repository.names);
  }

  #output(command: string): Value {
    if (this.#shells > DEEPEST) return [{ kind: 'unknown', what: 'a variable that never ends' }];
    this.#shells += 1;
    const output = outputOfScript(this.#marked(looseScript(command).text), this.#place);
    this.#shells -= 1;
    return output;
  }
}

/** `:=` takes what the variable was before. */
function withEarlier(value: string, name: string, before: string): string {
  return value.replaceAll(`$(${name})`, before).replaceAll(`\${${name}}`, before);
}
