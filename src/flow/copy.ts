import type { Vocabulary } from '../credentials/vocabulary.ts';
import type { Instruction } from '../dockerfile/instruction.ts';
import type { MappedText } from '../dockerfile/mapped-text.ts';
import type { Span } from '../dockerfile/source-text.ts';
import type { Stage } from '../dockerfile/stages.ts';
import { parseWord } from '../dockerfile/word-parts.ts';
import { splitWords } from '../dockerfile/words.ts';
import type { ContextStores } from './context-stores.ts';
import { expandWord } from './expand.ts';
import type { LiteralCredential } from './literal.ts';
import { type CopiedStore, copiedStore, writtenLiteral } from './origin.ts';
import { carriersIn, rolesIn } from './roles.ts';
import { absolutePath, baseName, globOf, isBelow, isUsualFolder } from './run/paths.ts';
import type { SpanIndex } from './span-index.ts';
import type { StageState } from './stage-state.ts';
import type { Stay } from './stay.ts';
import { step, type Taint, union } from './taint.ts';

export interface CopyPlace {
  instruction: Instruction;
  stage: Stage;
  escape: string;
  context: ContextStores;
  literals: SpanIndex<LiteralCredential>;
  names: Vocabulary;
  at: StageState;
}

/** Does what one COPY or ADD does to the files of its stage. */
export class Copier {
  readonly stays: Stay[] = [];
  readonly #place: CopyPlace;
  readonly #words: readonly { text: string; span: Span }[];

  constructor(place: CopyPlace) {
    this.#place = place;
    const { instruction, escape, at } = place;
    const { exec, args } = instruction;
    this.#words =
      exec?.map((text) => ({ text: expandWord(text, escape, at.scope), span: args.span() })) ??
      splitWords(args, escape).map((word) => ({
        text: expandWord(word.text, escape, at.scope),
        span: word.span(),
      }));
  }

  get #sources(): readonly { text: string; span: Span }[] {
    return this.#words.slice(0, -1).filter(({ text }) => !/^<<|:\/\/|^git@/.test(text));
  }

  /** A folder that is there already is copied into, with or without the slash. */
  get #destination(): string {
    const written = this.#words.at(-1)?.text ?? '/';
    const { folder, files } = this.#place.at;
    const path = absolutePath(written, folder);
    const isFolder = isUsualFolder(path) || path === folder || files.folders.has(path);
    return isFolder && !written.endsWith('/') ? `${written}/` : written;
  }

  /** Credential stores of the build context. */
  fromContext(): CopiedStore[] {
    const { instruction, stage, context } = this.#place;
    const exclude = instruction.flags.flatMap(({ name, value }) => (name === 'exclude' ? (value ?? []) : []));
    const parents = instruction.flags.some(({ name, value }) => name === 'parents' && value !== 'false');
    return this.#sources.flatMap(({ text, span }) => {
      const many = this.#sources.length > 1 && !this.#destination.endsWith('/');
      const destination = many ? `${this.#destination}/` : this.#destination;
      const stores = context({ sources: [text], destination, exclude, parents });
      return stores.map((found): CopiedStore => {
        const { path, target, what } = found;
        const store = copiedStore(found, instruction, stage, span);
        const label = `${instruction.keyword} takes ${path} (${what}) to ${absolutePath(target, this.#place.at.folder)}`;
        this.#write(target, step(new Map([[store, undefined]]), label, span), span);
        return store;
      });
    });
  }

  /** What an earlier stage has at the sources. A folder's content is copied, not the folder. */
  fromStage({ files }: StageState, name: string): void {
    const into = this.#sources.length > 1 || /(?:\/|^\.{1,2}|\/\.{1,2})$/.test(this.#destination);
    for (const { text, span } of this.#sources) {
      const source = absolutePath(text, '/');
      const matches = globOf(source, true);
      for (const [path, { taint }] of files) {
        const top = topOf(path, source, matches);
        if (top === undefined || taint.size === 0) continue;
        const inside = path.slice(top.length);
        const target =
          inside === '' && into ? `${this.#destination}/${baseName(path)}` : this.#destination + inside;
        this.#write(target, step(taint, `copied from stage ${name}, ${path}`, span), span);
      }
    }
  }

  heredocs(): void {
    const { heredocs } = this.#place.instruction;
    const several = heredocs.length > 1 || /\/$/.test(this.#destination);
    for (const { name, body, expand } of heredocs) {
      const target = several ? `${this.#destination}/${name}` : this.#destination;
      const taint = union(expand ? this.#expanded(body) : new Map(), this.#literals(body.span()));
      this.#write(target, taint, body.span());
    }
  }

  #expanded(body: MappedText): Taint {
    const { escape, at, instruction, stage, names } = this.#place;
    const parts = parseWord(body.text, escape, true);
    const roles = rolesIn(parts, names);
    const found = [...carriersIn(parts)].map((variable): Taint => {
      const declaration = at.scope.find(variable.name);
      if (declaration === undefined) return new Map();
      const as = roles.get(variable.start);
      const span = body.span(variable.start, variable.end);
      declaration.uses.push({ instruction, stage, span, byBuilder: true, ...(as !== undefined && { as }) });
      return step(new Map([[declaration, undefined]]), `written to ${this.#destination}`, span);
    });
    return union(...found);
  }

  #literals(span: Span): Taint {
    const { literals, instruction, stage } = this.#place;
    const found = literals.touching(span).map((one) => writtenLiteral(one, instruction, stage));
    return step(new Map(found.map((one) => [one, undefined])), `written to ${this.#destination}`, span);
  }

  /** What was at the destinations before is hidden now, though the layer below keeps it. */
  replaceOld(): void {
    const { instruction, stage, at } = this.#place;
    const targets = [
      this.#destination,
      ...this.#sources.map(({ text }) => `${this.#destination}/${baseName(text)}`),
    ];
    for (const target of targets) {
      const where = absolutePath(target, at.folder);
      for (const stay of at.files.get(where)?.stays ?? [])
        stay.removed ??= { instruction, stage, at: instruction.keywordSpan };
      at.files.delete(where);
    }
  }

  #write(path: string, taint: Taint, at: Span): void {
    if (taint.size === 0) return;
    const { instruction, stage, at: state } = this.#place;
    const where = absolutePath(path, state.folder);
    const stay: Stay = { channel: 'layer', path: where, taint, instruction, stage, at };
    this.stays.push(stay);
    state.files.set(where, { taint, stays: [stay] });
  }
}

/** The part of a file's path that a source names: itself, or the folder that is copied with it. */
function topOf(
  path: string,
  source: string,
  matches: ((path: string) => boolean) | undefined,
): string | undefined {
  if (matches === undefined) return isBelow(path, source) ? (source === '/' ? '' : source) : undefined;
  for (let top = path; top !== ''; top = top.slice(0, top.lastIndexOf('/'))) if (matches(top)) return top;
  return undefined;
}
