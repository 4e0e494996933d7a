import type { Instruction, ParsedDockerfile } from '../dockerfile/instruction.ts';
import type { MappedText } from '../dockerfile/mapped-text.ts';
import { type Pair, pairsOf } from '../dockerfile/pairs.ts';
import { type Stage, type Stages, stagesOf } from '../dockerfile/stages.ts';
import { parseWord } from '../dockerfile/word-parts.ts';
import { splitWords } from '../dockerfile/words.ts';
import type { ShellScript, ShellSlot } from '../shell/script.ts';
import type { Declaration, DeclaredValue, Source } from './declaration.ts';
import { carriersIn, rolesIn } from './roles.ts';
import { type RunScript, runScript } from './run-script.ts';
import { Scope } from './scope.ts';
import { harmlessSlots, secretUses } from './secret-uses.ts';

const EXPANDED = new Set([
  'ADD',
  'COPY',
  'EXPOSE',
  'FROM',
  'LABEL',
  'STOPSIGNAL',
  'USER',
  'VOLUME',
  'WORKDIR',
]);
const DEFAULT_SHELL = ['/bin/sh', '-c'];

/** A file's declarations, each with what flows into it and where it is used. */
export interface Trace extends Stages {
  declarations: readonly Declaration[];
  scripts: ReadonlyMap<Instruction, RunScript>;
}

/** Follows every ARG and ENV of a file through its stages. Never throws. */
export function traceVariables(file: ParsedDockerfile): Trace {
  return new Tracer(file).trace();
}

class Tracer {
  readonly #file: ParsedDockerfile;
  readonly #declarations: Declaration[] = [];
  readonly #scripts = new Map<Instruction, RunScript>();
  readonly #scopes = new Map<Stage, Scope>();
  readonly #globals = new Scope();
  #scope = new Scope();
  #shell: readonly string[] = DEFAULT_SHELL;

  constructor(file: ParsedDockerfile) {
    this.#file = file;
  }

  trace(): Trace {
    const stages = stagesOf(this.#file);
    this.#scope = this.#globals;
    for (const instruction of stages.global) if (instruction.keyword === 'ARG') this.#declare(instruction);
    for (const stage of stages.stages) this.#stage(stage);
    return { ...stages, declarations: this.#declarations, scripts: this.#scripts };
  }

  #stage(stage: Stage): void {
    this.#scope = this.#globals;
    this.#expand(stage.from, stage);
    this.#scope = (stage.base && this.#scopes.get(stage.base)?.child()) ?? new Scope();
    this.#scopes.set(stage, this.#scope);
    this.#shell = this.#file.escape === '`' ? ['cmd', '/S', '/C'] : DEFAULT_SHELL;
    for (const instruction of stage.instructions) this.#instruction(instruction, stage);
  }

  #instruction(instruction: Instruction, stage: Stage): void {
    const { keyword, trigger, exec } = instruction;
    if (trigger !== undefined) {
      const scope = this.#scope;
      this.#scope = scope.copy();
      this.#instruction(trigger, stage);
      this.#scope = scope;
    } else if (keyword === 'ARG' || keyword === 'ENV') this.#declare(instruction, stage);
    else if (keyword === 'SHELL') this.#shell = exec ?? this.#shell;
    else if (keyword === 'RUN') this.#run(instruction, stage);
    else if (EXPANDED.has(keyword)) this.#expand(instruction, stage);
  }

  /** All pairs of one instruction see the names as they were before it. */
  #declare(instruction: Instruction, stage?: Stage): void {
    const pairs = pairsOf(instruction, this.#file.escape);
    const declared = pairs.map((pair) => this.#declaration(instruction, pair, stage));
    for (const declaration of declared) this.#scope.declare(declaration);
    this.#declarations.push(...declared);
  }

  #declaration(instruction: Instruction, pair: Pair, stage: Stage | undefined): Declaration {
    const kind = instruction.keyword === 'ARG' ? 'ARG' : 'ENV';
    const name = parseWord(pair.name.text, this.#file.escape)
      .map((part) => (part.kind === 'text' ? part.value : pair.name.text.slice(part.start, part.end)))
      .join('');
    const nameSpan = pair.name.span();
    const span = { start: nameSpan.start, end: (pair.value ?? pair.name).span().end };
    const value = pair.value && this.#value(pair.value);
    const sources = value === undefined ? [] : this.#sources(value);
    const global =
      kind === 'ARG' && stage !== undefined && value === undefined ? this.#globals.find(name) : undefined;
    if (global !== undefined) sources.push({ declaration: global, span: nameSpan, whole: true });
    return {
      kind,
      name,
      ...(stage && { stage }),
      instruction,
      span,
      ...(value && { value }),
      sources,
      uses: [],
    };
  }

  #value(text: MappedText): DeclaredValue {
    const parts = parseWord(text.text, this.#file.escape);
    if (parts.some((part) => part.kind === 'variable')) return { text, parts };
    return { text, parts, literal: parts.map((part) => (part.kind === 'text' ? part.value : '')).join('') };
  }

  #sources({ text, parts }: DeclaredValue): Source[] {
    const roles = rolesIn(parts);
    return [...carriersIn(parts)].flatMap((variable) => {
      const declaration = this.#scope.find(variable.name);
      if (declaration === undefined) return [];
      const as = roles.get(variable.start);
      const span = text.span(variable.start, variable.end);
      return [{ declaration, span, whole: parts.length === 1, ...(as !== undefined && { as }) }];
    });
  }

  #expand(instruction: Instruction, stage: Stage): void {
    for (const word of splitWords(instruction.args, this.#file.escape)) {
      const parts = parseWord(word.text, this.#file.escape);
      const roles = rolesIn(parts);
      for (const variable of carriersIn(parts)) {
        const as = roles.get(variable.start);
        const span = word.span(variable.start, variable.end);
        const use = { instruction, stage, span, byBuilder: true, ...(as !== undefined && { as }) };
        this.#scope.find(variable.name)?.uses.push(use);
      }
    }
  }

  #run(instruction: Instruction, stage: Stage): void {
    const run = runScript(instruction, this.#shell);
    this.#scripts.set(instruction, run);
    const scope = this.#scope.without(environmentSecrets(instruction));
    const secrets = new Map(secretUses(run.script).map(({ slot, as }) => [slot, as]));
    const harmless = harmlessSlots(run.script);
    const aliases = aliasesIn(run.script);
    for (const slot of slotsOf(run.script)) {
      const as = secrets.get(slot);
      const span = run.text.span(slot.start, slot.end);
      for (const name of resolve(slot.variable ?? '', aliases)) {
        const use = { instruction, stage, span, byBuilder: false, harmless: harmless.has(slot) };
        scope.find(name)?.uses.push(as === undefined ? use : { ...use, as });
      }
    }
  }
}

/** The variables that `RUN --mount=type=secret,env=NAME` sets. */
function environmentSecrets({ flags }: Instruction): string[] {
  return flags.flatMap(({ name, value }) => {
    const fields = name === 'mount' ? (value ?? '').split(',') : [];
    if (!fields.includes('type=secret')) return [];
    return fields.flatMap((field) => (/^env=/i.test(field) ? [field.slice('env='.length)] : []));
  });
}

function* slotsOf({ commands, documents }: ShellScript): Generator<ShellSlot> {
  for (const word of documents) yield* word.slots;
  for (const { words, assignments, redirects } of commands) {
    for (const word of words) yield* word.slots;
    for (const { value } of assignments) yield* value.slots;
    for (const { target } of redirects) yield* target.slots;
  }
}

/** Which variables' values each assignment of the script may hand on. */
function aliasesIn({ commands }: ShellScript): Map<string, string[]> {
  const aliases = new Map<string, string[]>();
  for (const { name, value } of commands.flatMap(({ assignments }) => assignments)) {
    const from = value.slots.flatMap((slot) => (slot.presence ? [] : (slot.variable ?? [])));
    aliases.set(name, [...(aliases.get(name) ?? []), ...from]);
  }
  return aliases;
}

function resolve(name: string, aliases: ReadonlyMap<string, readonly string[]>): Set<string> {
  const names = new Set([name]);
  for (const current of names) for (const source of aliases.get(current) ?? []) names.add(source);
  return names;
}
