import { MappedText } from '../../dockerfile/mapped-text.ts';
import type { BuildReader } from '../build-file.ts';
import type { BuildPath } from '../build-path.ts';
import { folderOf, joinPath } from '../repository.ts';
import { looseScript, mark } from '../script/expressions.ts';
import { buildsInScript, outputOfScript, type ScriptPlace } from '../script/follow.ts';
import { concat, heldBy, text, type Value } from '../value.ts';

const ASSIGNMENT = /^(?:export\s+)?([A-Za-z_][\w-]*)\s*:=\s*(.+)$/gm;
/** The lines of a recipe: those that are indented, and empty ones between them. */
const BODY = /(?:^[ \t]+\S[^\n]*(?:\n|$)(?:[ \t]*\n(?=[ \t]+\S))*)+/gm;
const IMPORT = /^import\??[ \t]+(["'])([^"'\n]+)\1/gm;
const DEEPEST = 12;
/** Variables of variables of variables. */
const MOST_VALUES = 20_000;

/** The builds that the recipes of a justfile start. */
export const readJustfile: BuildReader = ({ source, path, repository }) => {
  return new Justfile({ source, path, repository, folders: [folderOf(path)] }).read();
};

/** Of the files that a justfile imports: its own variables win over theirs. */
function importedTexts({ source, path, repository }: ScriptPlace): string[] {
  return Array.from(source.text.matchAll(IMPORT), ([, , name = '']) => name).flatMap(
    (name) => repository.source(joinPath(folderOf(path), name) ?? '')?.text ?? [],
  );
}

class Justfile {
  readonly #place: ScriptPlace;
  readonly #variables: ReadonlyMap<string, string>;
  #values = 0;

  constructor(place: ScriptPlace) {
    this.#place = place;
    const texts = [...importedTexts(place), place.source.text];
    this.#variables = new Map(
      texts.flatMap((one) =>
        Array.from(one.matchAll(ASSIGNMENT), ([, name = '', value = '']) => [name, value.trim()] as const),
      ),
    );
  }

  read(): BuildPath[] {
    return Array.from(this.#place.source.text.matchAll(BODY)).flatMap(({ 0: body, index }) => {
      const script = MappedText.of(
        body.replace(/^([ \t]+)[@-]+/gm, (all) => ' '.repeat(all.length)),
        index,
      );
      const marked = mark(script, /\{\{(?!\{)(?:[^{}]|\{[^{}]*\})*\}\}/g, (whole) =>
        this.#value(whole.slice(2, -2), 0),
      );
      return buildsInScript(marked, this.#place);
    });
  }

  #value(written: string, depth: number): Value {
    const expression = written.trim();
    this.#values += 1;
    if (depth > DEEPEST || this.#values > MOST_VALUES)
      return [{ kind: 'unknown', what: 'a variable of itself' }];
    const joined = expression.split(/\s+[+/]\s+/);
    if (joined.length > 1)
      return concat(
        ...joined.flatMap((part, at) => [
          at > 0 && expression.includes(' / ') ? text('/') : [],
          this.#value(part, depth + 1),
        ]),
      );
    const quoted = /^(["'])([^"']*)\1$/.exec(expression)?.[2];
    if (quoted !== undefined) return text(quoted);
    const command = /^`([^`]*)`$/.exec(expression)?.[1];
    if (command !== undefined) return outputOfScript(looseScript(command), this.#place);
    const variable = /^env(?:_var(?:_or_default)?)?\(\s*["']([^"']+)["']/.exec(expression)?.[1];
    if (variable !== undefined) return [{ kind: 'variable', name: variable }];
    if (/^justfile_directory\(\)|^invocation_directory\(\)/.test(expression)) return text('.');
    const known = this.#variables.get(expression);
    if (known !== undefined)
      return heldBy(expression, this.#value(known, depth + 1), this.#place.repository.names);
    return /^[\w-]+$/.test(expression)
      ? [{ kind: 'variable', name: expression }]
      : [{ kind: 'unknown', what: 'an expression' }];
  }
}
