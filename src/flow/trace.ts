import { append } from '../config/append.ts';
import type { Vocabulary } from '../credentials/vocabulary.ts';
import type { Instruction, ParsedDockerfile } from '../dockerfile/instruction.ts';
import { type Mount, mountsOf } from '../dockerfile/mounts.ts';
import type { Span } from '../dockerfile/source-text.ts';
import { type Stage, type Stages, stageNamed, stagesOf } from '../dockerfile/stages.ts';
import { noteBuilderUses } from './builder-uses.ts';
import type { ContextStores } from './context-stores.ts';
import { Copier } from './copy.ts';
import type { Declaration } from './declaration.ts';
import { declare } from './declare.ts';
import { expandWord } from './expand.ts';
import type { LiteralCredential } from './literal.ts';
import { mountPoints } from './mount-points.ts';
import type { CopiedStore, MountedSecret, Origin } from './origin.ts';
import { followRun } from './run/follow.ts';
import { absolutePath } from './run/paths.ts';
import type { StoredByTool } from './run/world.ts';
import { type RunScript, runScript } from './run-script.ts';
import type { SpanIndex } from './span-index.ts';
import { StageState } from './stage-state.ts';
import type { Stay } from './stay.ts';
import type { Taint } from './taint.ts';

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
const WINDOWS_SHELL = ['cmd', '/S', '/C'];
const WINDOWS = /windows|nanoserver|servercore|ltsc20\d\d/i;
const LINUX =
  /(?:^|\/)(?:alpine|debian|ubuntu|busybox|fedora|centos|rockylinux|almalinux|amazonlinux|archlinux|scratch)(?:[:@]|$)|alpine|bookworm|bullseye|trixie|jammy|noble|slim/i;

/** By the image that a stage starts from; where its name says nothing, the escape character of Windows files tells. */
function isWindows(stage: Stage, { escape }: ParsedDockerfile): boolean {
  let first = stage;
  while (first.base !== undefined) first = first.base;
  const platform = first.from.flags.find(({ name }) => name === 'platform')?.value ?? '';
  if (/^linux/i.test(platform) || LINUX.test(first.baseText)) return false;
  return WINDOWS.test(platform) || WINDOWS.test(first.baseText) || escape === '`';
}

/** A RUN as it is traced. */
export interface TracedRun extends RunScript {
  instruction: Instruction;
  stage: Stage;
  mounts: readonly Mount[];
  /** Variables that it reads and nothing sets. */
  unset: ReadonlyMap<string, Span>;
  /** Files that its tools write of their own. */
  stored: readonly StoredByTool[];
  /** It runs as root, as far as the file tells. */
  asRoot: boolean;
  home: string;
  /** Where it runs: the WORKDIR, as far as the file tells. */
  folder: string;
  /** The script was too long to be followed to its end. */
  exhausted: boolean;
}

/** What goes where in a file. */
export interface Trace extends Stages {
  /** Each with what flows into it and where it is used. */
  declarations: readonly Declaration[];
  runs: readonly TracedRun[];
  /** Secret mounts, copied credential stores and secrets that commands make, in the file's order. */
  origins: readonly Exclude<Origin, Declaration>[];
  /** Where steps leave what they are given. */
  stays: readonly Stay[];
  /** What names mean. */
  names: Vocabulary;
}

export interface TraceOptions {
  /** The stage to build; else the last. */
  target?: string;
  /** The credentials that stand in the text. */
  literals: SpanIndex<LiteralCredential>;
  /** What COPY and ADD bring in from the build context. */
  context: ContextStores;
  names: Vocabulary;
}

/** Follows every value of a file through its stages. Never throws. */
export function traceFlow(file: ParsedDockerfile, options: TraceOptions): Trace {
  return new Tracer(file, options).trace();
}

class Tracer {
  readonly #file: ParsedDockerfile;
  readonly #options: TraceOptions;
  readonly #declarations: Declaration[] = [];
  readonly #runs: TracedRun[] = [];
  readonly #secrets: MountedSecret[] = [];
  readonly #stores: CopiedStore[] = [];
  readonly #stays: Stay[] = [];
  readonly #caches = new Map<string, Map<string, Taint>>();
  readonly #ends = new Map<Stage, StageState>();
  readonly #globals: StageState;
  #stages: readonly Stage[] = [];
  #at: StageState;

  constructor(file: ParsedDockerfile, options: TraceOptions) {
    this.#file = file;
    this.#options = options;
    this.#globals = new StageState(DEFAULT_SHELL);
    this.#at = this.#globals;
  }

  trace(): Trace {
    const stages = stagesOf(this.#file, this.#options.target);
    this.#stages = stages.stages;
    for (const instruction of stages.global) if (instruction.keyword === 'ARG') this.#declare(instruction);
    for (const stage of stages.stages) this.#stage(stage);
    const origins = new Set<Exclude<Origin, Declaration>>([...this.#secrets, ...this.#stores]);
    for (const origin of this.#stays.flatMap(({ taint }) => [...taint.keys()]))
      if (origin.kind === 'output' || origin.kind === 'literal') origins.add(origin);
    return {
      ...stages,
      declarations: this.#declarations,
      runs: this.#runs,
      origins: [...origins],
      stays: this.#stays,
      names: this.#options.names,
    };
  }

  #stage(stage: Stage): void {
    this.#at = this.#globals;
    this.#expand(stage.from, stage);
    const base = stage.base && this.#ends.get(stage.base);
    this.#at = base?.child() ?? new StageState(DEFAULT_SHELL);
    this.#at.shell = isWindows(stage, this.#file) ? WINDOWS_SHELL : DEFAULT_SHELL;
    this.#ends.set(stage, this.#at);
    for (const { trigger } of stage.base?.instructions ?? [])
      if (trigger !== undefined) this.#instruction(trigger, stage);
    for (const instruction of stage.instructions) this.#instruction(instruction, stage);
    this.#triggers(stage);
  }

  #instruction(instruction: Instruction, stage: Stage): void {
    const { keyword, trigger, exec } = instruction;
    if (trigger !== undefined) return;
    if (keyword === 'ARG' || keyword === 'ENV') this.#declare(instruction, stage);
    else if (keyword === 'SHELL') this.#at.shell = exec ?? this.#at.shell;
    else if (keyword === 'RUN') this.#run(instruction, stage);
    else if (EXPANDED.has(keyword)) this.#expand(instruction, stage);
    if (keyword === 'COPY' || keyword === 'ADD') this.#copy(instruction, stage);
    else if (keyword === 'WORKDIR')
      this.#at.folder = absolutePath(this.#text(instruction.args.text), this.#at.folder);
    else if (keyword === 'USER') this.#at.user = this.#text(instruction.args.text);
  }

  /** Triggers run in the stages that start from this one; without any in this file, in images to come. */
  #triggers(stage: Stage): void {
    const triggers = stage.instructions.flatMap(({ trigger }) => trigger ?? []);
    if (triggers.length === 0 || this.#stages.some(({ base }) => base === stage)) return;
    this.#at = this.#at.child();
    for (const trigger of triggers) this.#instruction(trigger, stage);
  }

  #text(word: string): string {
    return expandWord(word, this.#file.escape, this.#at.scope);
  }

  #declare(instruction: Instruction, stage?: Stage): void {
    const { names } = this.#options;
    const place = { scope: this.#at.scope, globals: this.#globals.scope, escape: this.#file.escape, names };
    append(this.#declarations, declare(instruction, stage, place));
  }

  #expand(instruction: Instruction, stage: Stage): void {
    const { names } = this.#options;
    noteBuilderUses(instruction, stage, { scope: this.#at.scope, escape: this.#file.escape, names });
  }

  #copy(instruction: Instruction, stage: Stage): void {
    const { escape } = this.#file;
    const copier = new Copier({ ...this.#options, instruction, stage, escape, at: this.#at });
    copier.replaceOld();
    const from = instruction.flags.find(({ name }) => name === 'from')?.value;
    const other = from === undefined ? undefined : this.#endOf(from, stage);
    if (from === undefined) append(this.#stores, copier.fromContext());
    else if (other !== undefined) copier.fromStage(other, from);
    copier.heredocs();
    append(this.#stays, copier.stays);
  }

  #endOf(name: string, before: Stage): StageState | undefined {
    const stage = stageNamed(name, this.#stages.slice(0, before.index));
    return stage && this.#ends.get(stage);
  }

  #run(instruction: Instruction, stage: Stage): void {
    const at = this.#at;
    const run = runScript(instruction, at.shell);
    const mounts = mountsOf(instruction, (value) => this.#text(value), at.folder);
    const secrets = mounts.flatMap((mount): MountedSecret[] => {
      const { type, id = '', span } = mount;
      return type === 'secret'
        ? [{ kind: 'mount', name: id, mount, instruction, stage, span, uses: [] }]
        : [];
    });
    const { context, literals, names } = this.#options;
    const { points, stores } = mountPoints({
      mounts,
      secrets,
      instruction,
      stage,
      context,
      caches: this.#caches,
      filesOf: (name) => this.#endOf(name, stage)?.files,
    });
    append(this.#secrets, secrets);
    append(this.#stores, stores);
    const scope = at.scope.without(mounts.flatMap(({ env }) => env ?? []));
    const around = { instruction, stage, run, scope, secrets, literals, names };
    const asRoot = at.isRoot;
    const { stays, ...rest } = followRun({ ...around, home: at.home, mounts: points }, at);
    append(this.#stays, stays);
    const { home, folder } = at;
    this.#runs.push({ ...run, instruction, stage, mounts, asRoot, home, folder, ...rest });
  }
}
