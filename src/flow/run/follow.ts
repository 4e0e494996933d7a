import type { Span } from '../../dockerfile/source-text.ts';
import type { ShellScript, ShellSlot } from '../../shell/script.ts';
import { harmlessSlots, secretUses } from '../secret-uses.ts';
import type { StageState } from '../stage-state.ts';
import type { Stay } from '../stay.ts';
import { CLEAN, type Taint } from '../taint.ts';
import { Files, type StoredFile } from './files.ts';
import { Machine } from './machine.ts';
import { ShellState } from './state.ts';
import { type RunSurroundings, RunWorld, type StoredByTool } from './world.ts';

/** What a RUN leaves. */
export interface RunTrace {
  stays: readonly Stay[];
  /** Variables that it reads and nothing sets. */
  unset: ReadonlyMap<string, Span>;
  /** Files that its tools write of their own. */
  stored: readonly StoredByTool[];
  /** The script was too long to be followed to its end. */
  exhausted: boolean;
}

/** Follows a RUN's script, notes its uses, and brings the files of its stage up to date. */
export function followRun(around: RunSurroundings, stage: StageState): RunTrace {
  const { script } = around.run;
  const serves = new Map(secretUses(script, around.names).map(({ slot, as }) => [slot, as]));
  const world = new RunWorld(around, serves, harmlessSlots(script));
  const machine = new Machine(world);
  const state = new ShellState(new Files(stage.files), stage.folder);
  state.traced = stage.shell.slice(1).some((option) => /^-[a-wyz]*x[a-z]*$/.test(option));
  machine.run(script.body, state);
  if (state.ended === undefined) machine.ends.push(state);
  for (const end of machine.ends) finish(end, machine);
  const [first = state, ...others] = machine.ends;
  const files = others.reduce((joined, end) => Files.join(joined, end.files), first.files);
  machine.touchRest(slotsOf(script), state);
  commit(files, stage.files, world);
  return { stays: world.stays, unset: world.unset, stored: world.stored, exhausted: machine.exhausted };
}

function finish(end: ShellState, machine: Machine): void {
  const { traps } = end;
  end.traps = [];
  delete end.ended;
  machine.run(traps, end);
}

function* slotsOf({ commands, documents }: ShellScript): Generator<ShellSlot> {
  for (const word of documents) yield* word.slots;
  for (const { words, assignments, redirects } of commands) {
    for (const word of words) yield* word.slots;
    for (const { value } of assignments) yield* value.slots;
    for (const { target } of redirects) yield* target.slots;
  }
}

/** What is changed when the step ends is in its layer, or in the mount that it is in. */
function commit(files: Files, before: Map<string, StoredFile>, world: RunWorld): void {
  for (const [path, file] of files.changes) {
    const mount = world.mountAt(path);
    if (mount !== undefined) {
      if (mount.type === 'cache' && file !== undefined && file.taint.size > 0) {
        leave(world, 'cache-mount', path, file.taint);
        mount.keep?.set(path.slice(mount.target.length), file.taint);
      }
      continue;
    }
    const old = before.get(path);
    if (file === old) continue;
    const still = file?.taint ?? CLEAN;
    for (const stay of old?.stays ?? [])
      if (![...stay.taint.keys()].some((origin) => still.has(origin))) remove(stay, world);
    if (file === undefined) before.delete(path);
    else before.set(path, { ...file, stays: staysOf(path, file, old, world) });
  }
}

function staysOf(path: string, file: StoredFile, old: StoredFile | undefined, world: RunWorld): Stay[] {
  const kept = [...(old?.stays ?? []), ...file.stays].filter(({ removed }) => removed === undefined);
  const told = new Set(kept.flatMap(({ taint }) => [...taint.keys()]));
  const fresh: Taint = new Map([...file.taint].filter(([origin]) => !told.has(origin)));
  if (fresh.size === 0) return [...new Set(kept)];
  return [...new Set(kept), leave(world, 'layer', path, fresh)];
}

function leave(world: RunWorld, channel: Stay['channel'], path: string, taint: Taint): Stay {
  const { instruction, stage } = world.around;
  const [trail] = taint.values();
  const stay: Stay = { channel, path, taint, instruction, stage, at: trail?.at ?? instruction.span };
  world.stays.push(stay);
  return stay;
}

function remove(stay: Stay, { around }: RunWorld): void {
  const { instruction, stage } = around;
  stay.removed ??= { instruction, stage, at: instruction.keywordSpan };
}
