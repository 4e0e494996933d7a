import type { Instruction, ParsedDockerfile } from '../dockerfile/instruction.ts';
import { pairsOf } from '../dockerfile/pairs.ts';
import type { Span } from '../dockerfile/source-text.ts';
import { type Stage, stageNamed, stagesOf } from '../dockerfile/stages.ts';
import { splitWords } from '../dockerfile/words.ts';
import { type Builder, type BuilderName, builderNamed } from './builder.ts';
import { asContent, type CacheStep, joinInputs, type KeyInputs, NO_INPUTS } from './cache-step.ts';
import { containing, copyInputs } from './copy-inputs.ts';
import { expandValue, joinValues } from './expand-value.ts';
import { KeyScope } from './key-scope.ts';
import { constant, type KeyValue, NO_NAMES, rotatingValue, through } from './key-value.ts';
import { isKeptOut, isOfPlatform, isProxy, runVariable } from './known-arguments.ts';
import { mountInputs } from './run-inputs.ts';
import { childStage, firstStage, folderIn, type StageKeys } from './stage-keys.ts';

export interface CacheQuestion {
  /** The build arguments that change from build to build; they are given, and not empty. */
  rotating: ReadonlySet<string>;
  /** The others that are given. What is in neither has its default. */
  given?: ReadonlyMap<string, string>;
  builder?: BuilderName;
  /** The stage to build; else the last. */
  target?: string;
}

/** What is in the key of each step that is built. */
export interface CacheKeys {
  steps: readonly CacheStep[];
  /** What was taken for granted. */
  assumptions: readonly { reason: string; span: Span }[];
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
  readonly #globals: KeyScope;
  readonly #steps: CacheStep[] = [];
  readonly #assumptions: { reason: string; span: Span }[] = [];
  readonly #ends = new Map<Stage, StageKeys>();
  #stages: readonly Stage[] = [];

  constructor(file: ParsedDockerfile, question: CacheQuestion) {
    this.#file = file;
    this.#question = question;
    this.#builder = builderNamed(question.builder ?? 'buildkit');
    this.#globals = new KeyScope(this.#builder, { open: false });
  }

  walk(): CacheKeys {
    const { global, stages } = stagesOf(this.#file, this.#question.target);
    this.#stages = stages;
    for (const instruction of global)
      if (instruction.keyword === 'ARG') this.#arguments(instruction, this.#globals, undefined);
    for (const stage of stages) if (stage.built) this.#stage(stage);
    return { steps: this.#steps, assumptions: this.#assumptions };
  }

  #stage(stage: Stage): void {
    const base = stage.base && this.#ends.get(stage.base);
    const at = base === undefined ? this.#first(stage) : childStage(base);
    this.#ends.set(stage, at);
    for (const { trigger } of stage.base?.instructions ?? [])
      if (trigger !== undefined) this.#instruction(trigger, stage, at);
    for (const instruction of stage.instructions) this.#instruction(instruction, stage, at);
  }

  #first(stage: Stage): StageKeys {
    const { keys, assumption } = firstStage(stage, {
      builder: this.#builder,
      file: this.#file,
      rotating: this.#question.rotating,
      expand: (word, span) => this.#expandIn(this.#globals, word, span),
    });
    if (assumption !== undefined) this.#assumptions.push({ reason: assumption, span: stage.from.span });
    return keys;
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
    this.#arguments(instruction, at.scope, at);
    if (!metadataSteps) return;
    const own = name === 'classic' ? values.map((value) => containing(value, 'ARG', instruction.span)) : [];
    this.#step(instruction, stage, at, joinInputs(...own));
  }

  /** In a stage all pairs see the names as they were before the instruction; before the first FROM one sees the other. */
  #arguments(instruction: Instruction, scope: KeyScope, at: StageKeys | undefined): void {
    const { span } = instruction;
    const later: [name: string, value: KeyValue][] = [];
    for (const { name: written, value } of pairsOf(instruction, this.#file.escape)) {
      const name = this.#expandIn(scope, written.text, span).text ?? written.text;
      at?.declared.add(name);
      const found = isKeptOut(name) ? undefined : this.#argumentValue(name, value?.text, scope, span, at);
      if (found === undefined) continue;
      if (at === undefined) scope.setArgument(name, found);
      else later.push([name, found]);
    }
    for (const [name, value] of later) scope.setArgument(name, value);
  }

  #argumentValue(
    name: string,
    value: string | undefined,
    scope: KeyScope,
    span: Span,
    at: StageKeys | undefined,
  ): KeyValue | undefined {
    const { rotating, given } = this.#question;
    if (rotating.has(name)) return rotatingValue(name, span);
    const constantly = given?.get(name);
    if (constantly !== undefined) return constant(constantly);
    if (value !== undefined) return this.#taken(value, scope, span, `ARG ${name}`);
    return at === undefined ? undefined : this.#globalValue(name, span);
  }

  #globalValue(name: string, span: Span): KeyValue | undefined {
    const known = this.#globals.find(name);
    if (known !== undefined) return { ...known, names: through(known.names, `ARG ${name}`, span) };
    return isOfPlatform(name) ? { names: NO_NAMES, doubts: [] } : undefined;
  }

  /** A value that takes over others. */
  #taken(word: string, scope: KeyScope, span: Span, label: string): KeyValue {
    const value = this.#expandIn(scope, word, span);
    return { ...value, names: through(value.names, label, span) };
  }

  #run(instruction: Instruction, stage: Stage, at: StageKeys): KeyInputs {
    const { span } = instruction;
    const { names, doubts } = at.scope.inRun(at.declared);
    return joinInputs(
      containing({ names, doubts }, 'RUN', span),
      containing(at.folder, 'WORKDIR of RUN', span),
      containing(at.user, 'USER of RUN', span),
      this.#given(span),
      this.#builder.name === 'classic'
        ? NO_INPUTS
        : mountInputs(instruction, {
            expand: (word, place) => this.#expandIn(at.scope, word, place),
            folder: at.folder.text ?? '/',
            stageInputs: (name) => this.#endOf(name, stage),
          }),
    );
  }

  /** Build arguments that are in keys without being declared. */
  #given(span: Span): KeyInputs {
    const { proxiesCount, name } = this.#builder;
    const counted = [...this.#question.rotating].filter((one) =>
      isProxy(one) ? proxiesCount : name === 'buildkit' && runVariable(one),
    );
    if (counted.length === 0) return NO_INPUTS;
    const names = new Map(counted.map((one) => [one, [{ label: `build argument ${one}`, span }]]));
    return containing({ names, doubts: [] }, 'RUN', span);
  }

  #copy(instruction: Instruction, stage: Stage, at: StageKeys): void {
    const { flags } = instruction;
    const from = flags.find(({ name }) => name === 'from')?.value;
    const files = from === undefined ? NO_INPUTS : asContent(this.#endOf(from, stage) ?? NO_INPUTS);
    const own = copyInputs(instruction, {
      builder: this.#builder,
      escape: this.#file.escape,
      folder: at.folder,
      expand: (word, span, plainQuotes) => this.#expandIn(at.scope, word, span, plainQuotes),
      expandOwner: (word, span) => this.#expandOwner(at.scope, word, span),
    });
    const isLinked = flags.some(({ name, value }) => name === 'link' && value?.toLowerCase() !== 'false');
    const alone = isLinked && this.#builder.name === 'buildkit';
    this.#step(instruction, stage, at, joinInputs(own, files), alone);
  }

  #folder(instruction: Instruction, stage: Stage, at: StageKeys): void {
    const { args, span } = instruction;
    const value = this.#taken(args.text, at.scope, span, 'WORKDIR');
    const isAbsolute = /^["']?(?:\/|[A-Za-z]:)/.test(args.text);
    const before = at.folder;
    at.folder = isAbsolute ? value : folderIn(before, value);
    if (at.folder.text === '/' && this.#builder.name === 'buildkit') return;
    const own = this.#builder.asWritten ? NO_INPUTS : containing(at.folder, 'WORKDIR', span);
    const owner =
      this.#builder.name === 'buildkit' ? containing(at.user, 'USER of WORKDIR', span) : NO_INPUTS;
    this.#step(instruction, stage, at, joinInputs(own, owner, this.#epoch(span)));
  }

  /** Since BuildKit 0.22 a folder is as old as the build says. */
  #epoch(span: Span): KeyInputs {
    if (this.#builder.name !== 'buildkit' || !this.#question.rotating.has('SOURCE_DATE_EPOCH'))
      return NO_INPUTS;
    const names = new Map([['SOURCE_DATE_EPOCH', []]]);
    return {
      ...NO_INPUTS,
      doubts: [{ reason: 'SOURCE_DATE_EPOCH is in it from BuildKit 0.22 on', span, names }],
    };
  }

  #metadata(instruction: Instruction, stage: Stage, at: StageKeys): void {
    const { keyword, args, span } = instruction;
    if (keyword === 'USER') at.user = this.#taken(args.text, at.scope, span, 'USER');
    const values = EXPANDED.has(keyword) ? this.#expandedWords(instruction, at.scope) : [];
    if (keyword === 'ENV') this.#variables(instruction, at.scope);
    if (!this.#builder.metadataSteps) return;
    const own = this.#builder.asWritten ? [] : values.map((value) => containing(value, keyword, span));
    const never =
      keyword === 'USER' && !at.user.text && at.user.names.size === 0
        ? [{ reason: 'a USER that may be without a name is never cached then', span }]
        : [];
    this.#step(instruction, stage, at, joinInputs(...own, { ...NO_INPUTS, doubts: never }));
  }

  #expandedWords({ args, span }: Instruction, scope: KeyScope): KeyValue[] {
    return splitWords(args, this.#file.escape).map((word) => this.#expandIn(scope, word.text, span));
  }

  /** All pairs see the names as they were before the instruction. */
  #variables(instruction: Instruction, scope: KeyScope): void {
    const { span } = instruction;
    const values = pairsOf(instruction, this.#file.escape).map(({ name, value }) => {
      const key = this.#expandIn(scope, name.text, span);
      const taken = this.#taken(value?.text ?? '', scope, span, `ENV ${name.text}`);
      return [key.text ?? name.text, joinValues([{ ...key, text: '' }, taken])] as const;
    });
    for (const [name, value] of values) scope.setVariable(name, value);
  }

  /** @param alone the step does not lie on those before it */
  #step(instruction: Instruction, stage: Stage, at: StageKeys, own: KeyInputs, alone = false): void {
    const before = at.chain;
    const isDoubted = before.doubts.filter(({ names }) => names === undefined);
    const all = alone ? joinInputs(own, { ...NO_INPUTS, doubts: isDoubted }) : joinInputs(before, own);
    this.#steps.push({ stage, instruction, own, carriers: at.scope.carriers, ...all });
    at.chain = joinInputs(before, own);
  }

  #endOf(name: string, before: Stage): KeyInputs | undefined {
    const stage = stageNamed(name, this.#stages.slice(0, before.index));
    if (stage === undefined) return undefined;
    const reason = `what stage ${name} makes is not known: it is not among the stages that are built`;
    return this.#ends.get(stage)?.chain ?? { ...NO_INPUTS, doubts: [{ reason, span: stage.from.span }] };
  }

  #expandOwner(scope: KeyScope, word: string, span: Span): KeyValue {
    const { rotating } = this.#question;
    const given = (name: string): KeyValue | undefined =>
      rotating.has(name) ? rotatingValue(name, span) : undefined;
    const find = (name: string) => (this.#builder.ownersSeeAll ? given(name) : undefined) ?? scope.find(name);
    return expandValue(word, span, { escape: this.#file.escape, find });
  }

  #expandIn(scope: KeyScope, word: string, span: Span, plainQuotes = false): KeyValue {
    return expandValue(word, span, {
      escape: this.#file.escape,
      find: (name) => scope.find(name),
      plainQuotes,
    });
  }
}
