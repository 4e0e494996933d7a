import { append } from '../config/append.ts';
import type { Instruction, ParsedDockerfile } from '../dockerfile/instruction.ts';
import { pairsOf } from '../dockerfile/pairs.ts';
import type { Span } from '../dockerfile/source-text.ts';
import { splitWords } from '../dockerfile/words.ts';
import type { Declaration } from '../flow/declaration.ts';
import { dropInstructions } from './drop-lines.ts';
import { dropWords } from './drop-words.ts';
import type { TextEdit } from './edit.ts';
import { type MountRequest, mountText } from './mount-text.ts';
import { type Refusal, type RewriteFacts, whereIs } from './rewrite.ts';
import { isHeredocScript, scriptEnd, scriptStart } from './script-places.ts';
import { FRONTEND, frontendEdits, lineEnding } from './syntax-line.ts';

interface RunChange {
  mounts: string[];
  before: string[];
  /** A script of another RUN that comes before its own. */
  joined: string[];
  after: string[];
}

const LONGEST_LINE = 110;

/** The changes to one Dockerfile that belong together, collected before they become edits. */
export class Draft {
  readonly #file: ParsedDockerfile;
  readonly #facts: Pick<RewriteFacts, 'file' | 'origin'>;
  readonly #gone = new Set<Instruction>();
  readonly #words = new Map<Instruction, Set<number>>();
  readonly #runs = new Map<Instruction, RunChange>();
  readonly #replaced: TextEdit[] = [];
  #frontend = 0;

  constructor(facts: Pick<RewriteFacts, 'file' | 'origin'>) {
    this.#file = facts.file;
    this.#facts = facts;
  }

  /** Takes an ARG, or one pair of an ENV, out. */
  dropDeclaration({ instruction, span }: Declaration): void {
    const pairs = pairsOf(instruction, this.#file.escape);
    const at = pairs.findIndex(({ name }) => name.span().start === span.start);
    if (pairs.length <= 1 || at === -1) this.#gone.add(instruction);
    else this.dropWord(instruction, at);
  }

  dropInstruction(instruction: Instruction): void {
    this.#gone.add(instruction);
  }

  /** True for an instruction that goes. */
  drops(instruction: Instruction): boolean {
    return this.#gone.has(instruction);
  }

  /** @param index of the word among the instruction's arguments */
  dropWord(instruction: Instruction, index: number): void {
    const words = this.#words.get(instruction) ?? new Set();
    this.#words.set(instruction, words.add(index));
  }

  /** Gives a RUN a mount, once. */
  mount(run: Instruction, request: MountRequest): void {
    const { mounts } = this.#run(run);
    const text = mountText(request);
    const loose = mountText({ ...request, required: false });
    const isThere = (one: string): boolean => mounts.includes(one) || hasFlag(run, one);
    if (isThere(text) || isThere(loose)) return;
    const strict = mounts.indexOf(mountText({ ...request, required: true }));
    mounts.splice(strict === -1 ? mounts.length : strict, Number(strict !== -1), text);
    this.needFrontend(request.env === undefined ? FRONTEND.mount : FRONTEND.environment);
  }

  /** Gives a RUN the flag that another one has. */
  takeFlag(run: Instruction, flag: string): void {
    const { mounts } = this.#run(run);
    if (!mounts.includes(flag)) mounts.push(flag);
  }

  needFrontend(minor: number): void {
    this.#frontend = Math.max(this.#frontend, minor);
  }

  /** A command that a RUN's script begins with, once. */
  runBefore(run: Instruction, command: string): void {
    const { before } = this.#run(run);
    if (!before.includes(command) && !scriptOf(run).startsWith(command)) before.push(command);
  }

  /** A script that is run in front of a RUN's own, behind the commands that both begin with. */
  join(run: Instruction, script: string): void {
    this.#run(run).joined.push(script);
  }

  /** A command that a RUN's script ends with, once; it is run if the script succeeds. */
  runAfter(run: Instruction, command: string): void {
    const { after } = this.#run(run);
    if (!after.includes(command) && !scriptOf(run).endsWith(command)) after.push(command);
  }

  replace({ start, end }: Span, text: string): void {
    this.#replaced.push({ source: this.#file.source, start, end, text });
  }

  /** The edits, in no order; a refusal when the frontend that they need cannot be had, or a script has no place for a command. */
  edits(): TextEdit[] | Refusal {
    const frontend = frontendEdits(this.#file, this.#frontend);
    if (frontend === undefined)
      return {
        refused: `the frontend is pinned by digest to one before 1.${this.#frontend}, which the mount needs; name a newer one`,
      };
    const words = [...this.#words].flatMap(([instruction, gone]) => this.#withoutWords(instruction, gone));
    const edits = [...frontend, ...words, ...this.#replaced];
    for (const [run, change] of this.#runs) {
      if (this.#gone.has(run)) continue;
      const made = this.#runEdits(run, change);
      if ('refused' in made) return made;
      append(edits, made);
    }
    return [...edits, ...dropInstructions(this.#file, this.#gone)];
  }

  #run(run: Instruction): RunChange {
    const change = this.#runs.get(run) ?? { mounts: [], before: [], joined: [], after: [] };
    this.#runs.set(run, change);
    return change;
  }

  /** An instruction that would lose all its words goes. */
  #withoutWords(instruction: Instruction, gone: ReadonlySet<number>): TextEdit[] {
    if (this.#gone.has(instruction)) return [];
    const words = splitWords(instruction.args, this.#file.escape).map((word) => word.span());
    const spans = new Set(words.filter((_, index) => gone.has(index)));
    if (spans.size < words.length) return dropWords(this.#file, words, spans);
    this.#gone.add(instruction);
    return [];
  }

  #runEdits(run: Instruction, { mounts, before: own, joined, after }: RunChange): TextEdit[] | Refusal {
    const { source } = this.#file;
    const before = [...own, ...joined];
    const insert = (at: number, text: string): TextEdit => ({ source, start: at, end: at, text });
    const gap = this.#gapFor(run, [...mounts, ...before].join(' ').length);
    const edits = mounts.length === 0 ? [] : [this.#mountEdit(run, mounts, gap)];
    if (before.length > 0) {
      const place = scriptStart(run, lineEnding(source.text));
      if (place === undefined) return this.#noPlace(run, 'is in exec form: write it in shell form');
      const joint =
        place.joint.trimEnd() + (place.joint.endsWith(' ') ? (gap ?? ' ') : lineEnding(source.text));
      edits.push(insert(place.at, before.map((command) => command + joint).join('')));
    }
    if (after.length === 0) return edits;
    const end = scriptEnd(run, lineEnding(source.text));
    if (typeof end === 'string') return this.#noPlace(run, end);
    return [...edits, insert(end.at, end.written(after))];
  }

  #noPlace(run: Instruction, why: string): Refusal {
    return { refused: `the script on ${whereIs(this.#facts, [run])} ${why}` };
  }

  /** A line of its own for each part, where the RUN's first line would grow too long; or as its flags have it. */
  #gapFor(run: Instruction, more: number): string | undefined {
    const { source, escape } = this.#file;
    const last = run.flags.at(-1);
    const first = run.args.span().start;
    const own = last === undefined ? '' : source.text.slice(last.span.end, first);
    if (own.includes('\n')) return own.includes('#') ? undefined : own;
    const line = source.lineSpan(source.position(first).line);
    const isLong = line.end - line.start + more + 1 > LONGEST_LINE;
    return isLong && run.heredocs.length === 0 ? ` ${escape}${lineEnding(source.text)}    ` : undefined;
  }

  /** Behind the last flag. */
  #mountEdit(run: Instruction, mounts: readonly string[], gap = ' '): TextEdit {
    const { source } = this.#file;
    const first = run.args.span().start;
    const last = run.flags.at(-1);
    const own = source.text.slice(last?.span.end ?? first, first);
    const start = last === undefined || own.includes('#') ? first : last.span.end;
    const text = mounts.map((mount) => mount + gap).join('');
    return { source, start, end: first, text: start === first ? text : gap + text };
  }
}

function hasFlag({ flags }: Instruction, text: string): boolean {
  return flags.some(({ name, value }) => `--${name}=${value}` === text);
}

function scriptOf(run: Instruction): string {
  return (isHeredocScript(run) ? run.heredocs.map(({ body }) => body.text).join('') : run.args.text).trim();
}
