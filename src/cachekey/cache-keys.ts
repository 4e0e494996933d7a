import type { Instruction, ParsedDockerfile } from '../dockerfile/instruction.ts';
import { pairsOf } from '../dockerfile/pairs.ts';
import type { Span } from '../dockerfile/source-text.ts';
import { type Stage, stagesOf } from '../dockerfile/stages.ts';
import { splitWords } from '../dockerfile/words.ts';
import { ArgumentValues } from './argument-values.ts';
import { type Builder, type BuilderName, builderNamed } from './builder.ts';
import {
  type CacheStep,
  containing,
  joinInputs,
  type KeyInputs,
  NO_INPUTS,
  perhapsOn,
} from './cache-step.ts';
import { copyInputs } from './copy-inputs.ts';
import type { KeyScope } from './key-scope.ts';
import { type KeyValue, taken, withNamesOf } from './key-value.ts';
import { instructionsOf, type KnownBase } from './known-base.ts';
import { mountInputs } from './run-inputs.ts';
import { baseDoubt, filesOf } from './stage-files.ts';
import {
  childStage,
  firstStage,
  folderIn,
  type StageKeys,
  triggerDoubts,
  unknownStage,
} from './stage-keys.ts';
import { UndeclaredValues } from './undeclared-values.ts';

export interface CacheQuestion {
  /** The build arguments that change from build to build; they are given, and not empty. */
  rotating: ReadonlySet<string>;
  /** The others that are given. What is in neither has its default. */
  given?: ReadonlyMap<string, string>;
  builder?: BuilderName;
  /** The stage to build; else the last. */
  target?: string;
  /** Base images whose config is known. */
  bases?: readonly KnownBase[];
}

/** What is in the key of each step that is built. */
export interface CacheKeys {
  steps: readonly CacheStep[];
  /** What was taken for granted. */
  assumptions: readonly { reason: string; span: Span }[];
  /** Of the base images that are known, those that a stage starts from. */
  bases: ReadonlySet<KnownBase>;
}

/** Works out what of the rotating values enters the cache key of each step. Never throws. */
export function cacheKeys(file: ParsedDockerfile, question: CacheQuestion): CacheKeys {
  return new KeyWalk(file, question).walk();
}

/** Instructions that change the config alone; with some builders they are steps all the same. */
const METADATA = new Set([
  'CMD',
  'ENTRYPOINT',
  'ENV',
  'EXPOSE',
  'HEALTHCHECK',
  'LABEL',
  'MAINTAINER',
  'ONBUILD',
  'SHELL',
  'STOPSIGNAL',
  'USER',
  'VOLUME',
]);
const EXPANDED = new Set(['ENV', 'EXPOSE', 'LABEL', 'STOPSIGNAL', 'USER', 'VOLUME']);

class KeyWalk {
  readonly #file: ParsedDockerfile;
  readonly #question: CacheQuestion;
  readonly #builder: Builder;
  readonly #arguments: ArgumentValues;
  readonly #undeclared: UndeclaredValues;
  readonly #steps: CacheStep[] = [];
  readonly #assumptions: { reason: string; span: Span }[] = [];
  readonly #ends = new Map<Stage, StageKeys>();
  readonly #bases = new Set<KnownBase>();
  /** Instructions that are triggers of an image, and its name. */
  readonly #triggers = new Map<Instruction, string>();
  readonly #stages: readonly Stage[];

  constructor(file: ParsedDockerfile, question: CacheQuestion) {
    this.#file = file;
    this.#question = question;
    this.#builder = builderNamed(question.builder ?? 'buildkit');
    this.#arguments = new ArgumentValues(file, { ...question, builder: this.#builder });
    this.#undeclared = new UndeclaredValues(this.#builder, question.rotating);
    const valueOf = (word: string, span: Span) => this.#arguments.expandGlobal(word, span).text;
    this.#stages = stagesOf(file, question.target, valueOf).stages;
  }

  walk(): CacheKeys {
    for (const stage of this.#stages) if (stage.built) this.#stage(stage);
    return { steps: this.#steps, assumptions: this.#assumptions, bases: this.#bases };
  }

  #stage(stage: Stage): void {
    const { keys: at, triggers } = this.#begin(stage);
    this.#ends.set(stage, at);
    for (const trigger of triggers) this.#instruction(trigger, stage, at);
    for (const instruction of stage.instructions) this.#instruction(instruction, stage, at);
  }

  #begin(stage: Stage): { keys: StageKeys; triggers: readonly Instruction[] } {
    const base = stage.base && this.#ends.get(stage.base);
    if (base === undefined) return this.#first(stage);
    const doubt = baseDoubt(stage, { builder: this.#builder, stages: this.#stages });
    const keys = doubt === undefined ? childStage(base) : unknownStage(this.#builder, doubt);
    const triggers = stage.base?.instructions.flatMap(({ trigger }) => trigger ?? []) ?? [];
    const doubts = triggers.length === 0 ? [] : triggerDoubts(stage, this.#builder);
    keys.chain = joinInputs(keys.chain, { ...NO_INPUTS, doubts });
    return { keys, triggers: doubts.length === 0 ? triggers : [] };
  }

  #first(stage: Stage): { keys: StageKeys; triggers: readonly Instruction[] } {
    const { span } = stage.from;
    const { keys, assumption, base } = firstStage(stage, {
      builder: this.#builder,
      file: this.#file,
      rotating: this.#question.rotating,
      earlier: this.#stages.slice(0, stage.index),
      bases: this.#question.bases ?? [],
      expand: (word, at) => this.#arguments.expandGlobal(word, at),
    });
    if (assumption !== undefined) this.#assumptions.push({ reason: assumption, span });
    if (base === undefined) return { keys, triggers: [] };
    this.#bases.add(base);
    const triggers = instructionsOf(base, span);
    for (const trigger of triggers) this.#triggers.set(trigger, base.names[0] ?? '');
    return { keys, triggers };
  }

  #instruction(instruction: Instruction, stage: Stage, at: StageKeys): void {
    const { keyword } = instruction;
    if (keyword === 'ARG') this.#argument(instruction, stage, at);
    else if (keyword === 'RUN') this.#step(instruction, stage, at, this.#run(instruction, stage, at));
    else if (keyword === 'COPY' || keyword === 'ADD') this.#copy(instruction, stage, at);
    else if (keyword === 'WORKDIR') this.#folder(instruction, stage, at);
    else if (METADATA.has(keyword)) this.#metadata(instruction, stage, at);
  }

  /** Its default, as it is expanded, is what the classic builder takes for the text of the step. */
  #argument(instruction: Instruction, stage: Stage, at: StageKeys): void {
    const { name, metadataSteps } = this.#builder;
    const values = this.#expandedWords(instruction, at.scope);
    this.#arguments.declare(instruction, at);
    if (!metadataSteps) return;
    const own = name === 'classic' ? values.map((value) => containing(value, 'ARG', instruction.span)) : [];
    this.#step(instruction, stage, at, joinInputs(...own));
  }

  #run(instruction: Instruction, stage: Stage, at: StageKeys): KeyInputs {
    const { span } = instruction;
    const { names, doubts } = at.scope.inRun(at.declared);
    return joinInputs(
      containing({ names, doubts }, 'RUN', span),
      ...(this.#builder.asWritten
        ? []
        : [containing(at.folder, 'WORKDIR of RUN', span), containing(at.user, 'USER of RUN', span)]),
      this.#undeclared.inRun(span),
      this.#builder.name === 'classic'
        ? NO_INPUTS
        : mountInputs(instruction, {
            expand: (word, place) => this.#arguments.expand(at.scope, word, place),
            folder: at.folder.text ?? '/',
            filesOf: (name) => this.#filesOf(name, stage),
            namespace: this.#undeclared.namespace(span),
          }),
    );
  }

  #copy(instruction: Instruction, stage: Stage, at: StageKeys): void {
    const { flags } = instruction;
    const from = flags.find(({ name }) => name === 'from')?.value;
    const files = from === undefined ? NO_INPUTS : this.#filesOf(from, stage);
    const own = copyInputs(instruction, {
      builder: this.#builder,
      escape: this.#file.escape,
      folder: at.folder,
      expand: (word, span, plainQuotes) => this.#arguments.expand(at.scope, word, span, plainQuotes),
      expandOwner: (word, span) => this.#arguments.expandOwner(at.scope, word, span),
    });
    const isLinked =
      flags.some(({ name, value }) => name === 'link' && value?.toLowerCase() !== 'false') &&
      !flags.some(({ name }) => name === 'chmod');
    const alone = isLinked && this.#builder.name === 'buildkit';
    this.#step(instruction, stage, at, joinInputs(own, files), alone);
  }

  #folder(instruction: Instruction, stage: Stage, at: StageKeys): void {
    const { args, span } = instruction;
    const value = taken(this.#arguments.expand(at.scope, args.text, span), 'WORKDIR', span);
    const isAbsolute = /^["']?(?:\/|[A-Za-z]:)/.test(args.text);
    const before = at.folder;
    at.folder = isAbsolute ? value : folderIn(before, value);
    if (at.folder.text === '/' && this.#builder.name === 'buildkit') return;
    const own = this.#builder.asWritten ? NO_INPUTS : containing(at.folder, 'WORKDIR', span);
    const owner =
      this.#builder.name === 'buildkit' ? containing(at.user, 'USER of WORKDIR', span) : NO_INPUTS;
    this.#step(instruction, stage, at, joinInputs(own, owner, this.#undeclared.inFolder(span)));
  }

  #metadata(instruction: Instruction, stage: Stage, at: StageKeys): void {
    const { keyword, args, span } = instruction;
    if (keyword === 'USER') at.user = taken(this.#arguments.expand(at.scope, args.text, span), 'USER', span);
    const values = EXPANDED.has(keyword) ? this.#expandedWords(instruction, at.scope) : [];
    if (keyword === 'ENV') this.#variables(instruction, at.scope);
    if (keyword === 'SHELL') at.shell = instruction.exec?.[0] ?? at.shell;
    if (!this.#builder.metadataSteps) return;
    const own = this.#builder.asWritten ? [] : values.map((value) => containing(value, keyword, span));
    const never =
      keyword === 'USER' && !at.user.text && at.user.names.size === 0
        ? [{ reason: 'a USER that may be without a name is never cached then', span }]
        : [];
    this.#step(instruction, stage, at, joinInputs(...own, { ...NO_INPUTS, doubts: never }));
  }

  #expandedWords({ args, span }: Instruction, scope: KeyScope): KeyValue[] {
    return splitWords(args, this.#file.escape).map((word) => this.#arguments.expand(scope, word.text, span));
  }

  /** All pairs see the names as they were before the instruction. */
  #variables(instruction: Instruction, scope: KeyScope): void {
    const { span } = instruction;
    const values = pairsOf(instruction, this.#file.escape).map(({ name, value }) => {
      const key = this.#arguments.expand(scope, name.text, span);
      const own = this.#arguments.expand(scope, value?.text ?? '', span);
      return [key.text ?? name.text, withNamesOf(key, taken(own, `ENV ${name.text}`, span))] as const;
    });
    for (const [name, value] of values) scope.setVariable(name, value);
  }

  /** @param alone the step does not lie on those before it, if the engine can do that */
  #step(instruction: Instruction, stage: Stage, at: StageKeys, own: KeyInputs, alone = false): void {
    const before = at.chain;
    const all = joinInputs(alone ? perhapsOn(before, instruction.span) : before, own);
    const triggeredBy = this.#triggers.get(instruction);
    const step = { stage, instruction, own, carriers: at.scope.carriers, shell: at.shell, ...all };
    this.#steps.push(triggeredBy === undefined ? step : { ...step, triggeredBy });
    at.chain = joinInputs(before, own);
  }

  #filesOf(name: string, before: Stage): KeyInputs {
    const endOf = (stage: Stage) => this.#ends.get(stage)?.chain;
    return filesOf(name, before, { builder: this.#builder, stages: this.#stages, endOf });
  }
}
