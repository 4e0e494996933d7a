import { storeAt } from '../../credentials/stores.ts';
import type { Vocabulary } from '../../credentials/vocabulary.ts';
import type { Instruction } from '../../dockerfile/instruction.ts';
import type { Span } from '../../dockerfile/source-text.ts';
import type { Stage } from '../../dockerfile/stages.ts';
import type { ShellSlot } from '../../shell/script.ts';
import type { Use } from '../declaration.ts';
import type { LiteralCredential } from '../literal.ts';
import {
  type CommandOutput,
  type MountedSecret,
  type Origin,
  type WrittenLiteral,
  writtenLiteral,
} from '../origin.ts';
import type { RunScript } from '../run-script.ts';
import type { Scope } from '../scope.ts';
import type { SpanIndex } from '../span-index.ts';
import type { Stay } from '../stay.ts';
import { CLEAN, step, type Taint, union } from '../taint.ts';
import { globOf, isBelow } from './paths.ts';
import type { Value } from './state.ts';

/** A mounted file or folder as a step sees it. */
export interface MountPoint {
  target: string;
  /** `secret` and `bind` are read; what is written to `tmpfs` and `bind` is gone afterwards. */
  type: string;
  /** What is in it, by absolute path. */
  files: ReadonlyMap<string, Taint>;
  /** What a cache holds for later RUNs, by the path in it. */
  keep?: Map<string, Taint>;
}

/** A file that a command makes its tool write or clear, whatever goes into it. */
export interface StoredByTool {
  path: string;
  /** As the tool has it: relative to where the command runs, or absolute. */
  written: string;
  /** The command. */
  at: Span;
}

/** What a RUN is surrounded by. */
export interface RunSurroundings {
  instruction: Instruction;
  stage: Stage;
  run: RunScript;
  scope: Scope;
  home: string;
  mounts: readonly MountPoint[];
  secrets: readonly MountedSecret[];
  literals: SpanIndex<LiteralCredential>;
  names: Vocabulary;
}

/** One RUN while it is followed: what it can see, and what has been noted of it. */
export class RunWorld {
  readonly around: RunSurroundings;
  readonly stays: Stay[] = [];
  readonly stored: StoredByTool[] = [];
  /** The files that the last `find` told of. */
  listed: readonly string[] = [];
  /** Variables that nothing sets, by name. */
  readonly unset = new Map<string, Span>();
  readonly #serves: ReadonlyMap<ShellSlot, string>;
  readonly #harmless: ReadonlySet<ShellSlot>;
  readonly #noted = new Map<ShellSlot, Set<Origin>>();
  readonly #outputs = new Map<ShellSlot | string, CommandOutput>();
  readonly #literals = new Map<LiteralCredential, WrittenLiteral>();
  #environment: Taint | undefined;

  constructor(
    around: RunSurroundings,
    serves: ReadonlyMap<ShellSlot, string>,
    harmless: ReadonlySet<ShellSlot>,
  ) {
    this.around = around;
    this.#serves = serves;
    this.#harmless = harmless;
  }

  span(start: number, end: number): Span {
    return this.around.run.text.span(start, end);
  }

  /** A variable that no script set: of a secret mount, a build argument or the environment. */
  variable(name: string): Value | undefined {
    const secret = this.around.secrets.find(({ mount }) => mount.env === name);
    if (secret !== undefined) return { taint: new Map([[secret, undefined]]), text: `$${name}` };
    const declaration = this.around.scope.find(name);
    if (declaration === undefined) return undefined;
    return { taint: new Map([[declaration, undefined]]), text: declaration.text ?? `$${name}` };
  }

  /** All that `env` prints. */
  environment(): Taint {
    if (this.#environment === undefined) {
      const secrets = this.around.secrets.filter(({ mount }) => mount.env !== undefined);
      const mounted: Taint = new Map(secrets.map((one) => [one, undefined]));
      this.#environment = union(mounted, this.around.scope.all());
    }
    return this.#environment;
  }

  /** Notes that an expansion is made, and of what. */
  use(slot: ShellSlot, taint: Taint): void {
    let noted = this.#noted.get(slot);
    if (noted === undefined) {
      noted = new Set();
      this.#noted.set(slot, noted);
    }
    const as = this.#serves.get(slot);
    for (const origin of taint.keys()) {
      if (noted.has(origin)) continue;
      noted.add(origin);
      origin.uses.push(this.#use(this.span(slot.start, slot.end), as, this.#harmless.has(slot)));
    }
  }

  wasUsed(slot: ShellSlot): boolean {
    return this.#noted.has(slot);
  }

  /** Notes a use that no expansion stands for: what is piped into a login. */
  useAs(taint: Taint, as: string, at: Span): void {
    for (const origin of taint.keys()) origin.uses.push(this.#use(at, as, false));
  }

  #use(span: Span, as: string | undefined, harmless: boolean): Use {
    const { instruction, stage } = this.around;
    return { instruction, stage, span, byBuilder: false, harmless, ...(as !== undefined && { as }) };
  }

  /** What a command that nothing is known of prints. */
  output(slot: ShellSlot, name: string): Taint {
    return this.#output(slot, name, this.span(slot.start, slot.end));
  }

  /** A secret that a command makes or fetches. */
  made(known: string, at: Span): Taint {
    return this.#output(`${known} ${at.start}`, known, at, known);
  }

  #output(key: ShellSlot | string, name: string, span: Span, known?: string): Taint {
    let output = this.#outputs.get(key);
    if (output === undefined) {
      const { instruction, stage } = this.around;
      output = {
        kind: 'output',
        name,
        instruction,
        stage,
        span,
        uses: [],
        ...(known !== undefined && { known }),
      };
      this.#outputs.set(key, output);
    }
    return new Map([[output, undefined]]);
  }

  /** The credentials that stand in a word. */
  written(start: number, end: number): Taint {
    const found = this.around.literals.touching(this.span(start, end));
    if (found.length === 0) return CLEAN;
    return new Map(found.map((literal) => [this.#literal(literal), undefined]));
  }

  #literal(literal: LiteralCredential): WrittenLiteral {
    let origin = this.#literals.get(literal);
    if (origin === undefined) {
      origin = writtenLiteral(literal, this.around.instruction, this.around.stage);
      this.#literals.set(literal, origin);
    }
    return origin;
  }

  print(taint: Taint, at: Span, how: string): void {
    if (taint.size === 0) return;
    const { instruction, stage } = this.around;
    this.stays.push({ channel: 'log', taint: step(taint, how, at), instruction, stage, at });
  }

  /** A file that is nothing but a secret tells what is written to it. */
  noteStore(path: string, taint: Taint, at: Span): void {
    if (taint.size > 0 && storeAt(path)?.only === true) this.useAs(taint, `the content of ${path}`, at);
  }

  /** What mounts hold at a path or below it, and whether one of them hides what the stage has there. */
  mounted(path: string): { taint: Taint; hides: boolean } {
    const mount = this.mountAt(path);
    const mounts = mount === undefined ? this.around.mounts : [mount];
    const matches = globOf(path) ?? ((file: string) => isBelow(file, path));
    const held = mounts.flatMap(({ files }) =>
      Array.from(files, ([file, taint]) => (matches(file) ? taint : CLEAN)),
    );
    return { taint: union(...held), hides: mount !== undefined };
  }

  /** The mount that a path is in; the innermost. */
  mountAt(path: string): MountPoint | undefined {
    let found: MountPoint | undefined;
    for (const mount of this.around.mounts) {
      const inside = path === mount.target || path.startsWith(`${mount.target.replace(/\/$/, '')}/`);
      if (inside && mount.target.length >= (found?.target.length ?? 0)) found = mount;
    }
    return found;
  }
}
