import type { Stage } from '../dockerfile/stages.ts';
import type { Declaration } from '../flow/declaration.ts';
import type { Trace, TracedRun } from '../flow/trace.ts';
import type { TrackedSecret } from '../flow/tracked-secret.ts';
import { commandName } from '../shell/script.ts';
import { unwrap } from '../shell/wrappers.ts';
import { needsNoVariable } from './configuring.ts';
import { isKnownProgram, type Reading, readingOf } from './tools.ts';

/** A RUN that gets a secret's value by some of the ARGs and ENVs that carry it. */
export interface RunUser {
  run: TracedRun;
  /** Those that it names, or that a program in it reads. */
  carriers: readonly Declaration[];
  /** It works without a value: it asks whether there is one. */
  asks: boolean;
}

export interface Users {
  runs: readonly RunUser[];
  /** RUNs of programs that may read it, and were left without. */
  doubtful: readonly TracedRun[];
  /** Those of them that run programs nobody knows. */
  unknown: readonly TracedRun[];
}

/**
 * The RUNs that use a secret: those that name a variable of it, and those whose programs are known to read one. Where
 * there is none, those whose programs may.
 */
export function usersOf({ carriers }: TrackedSecret, trace: Trace): Users {
  const sure: RunUser[] = [];
  const may: RunUser[] = [];
  for (const run of trace.runs) {
    const seen = carriers.filter((carrier) => isVisible(carrier, run, trace.declarations));
    const named = carriers.filter(({ uses }) =>
      uses.some(({ instruction }) => instruction === run.instruction),
    );
    const readings = new Map(seen.map((carrier) => [carrier, readingIn(run, carrier.name)]));
    const used = carriers.filter((one) => named.includes(one) || readings.get(one) === 'reads');
    if (used.length > 0) sure.push({ run, carriers: used, asks: asksOnly(used, run) });
    else if (seen.some((one) => readings.get(one) === 'may')) may.push({ run, carriers: seen, asks: false });
  }
  if (sure.length === 0) return { runs: may, doubtful: [], unknown: [] };
  const doubtful = may.map(({ run }) => run);
  return { runs: sure, doubtful, unknown: doubtful.filter(runsUnknown) };
}

/** It tests whether there is a value somewhere, or says what to take instead. */
function asksOnly(carriers: readonly Declaration[], { instruction, script }: TracedRun): boolean {
  const names = new Set(carriers.map(({ name }) => name));
  const words = script.commands.flatMap((one) => [
    ...one.words,
    ...one.assignments.map(({ value }) => value),
  ]);
  const hasDefault = [...words, ...script.documents].some(({ slots }) =>
    slots.some(
      ({ variable, operand }) => variable !== undefined && operand !== undefined && names.has(variable),
    ),
  );
  return (
    hasDefault ||
    carriers.some(
      ({ uses, value }) =>
        uses.some((use) => use.instruction === instruction && use.harmless === true) ||
        value?.parts.some(
          (part) => part.kind === 'variable' && /^:?-$/.test(part.operator ?? '') && part.operand.length > 0,
        ) === true,
    )
  );
}

/** True for a RUN of programs that nobody knows: `make`, a script of the context. */
export function runsUnknown({ script }: Pick<TracedRun, 'script'>): boolean {
  return (
    script.commands.length === 0 ||
    script.commands.some(({ words }) => !isKnownProgram(commandName(unwrap(words).words)))
  );
}

/** How the commands of a RUN may come by a variable that they do not name. */
export function readingIn({ script }: TracedRun, variable: string): Reading {
  const readings = script.commands.map(({ words }) => {
    const inner = unwrap(words).words;
    const name = commandName(inner);
    if (inner[0] === undefined || needsNoVariable(inner)) return 'not';
    const isPath =
      inner[0].template.includes('/') && !/^\/(?:usr\/(?:local\/)?)?s?bin\//.test(inner[0].template);
    return readingOf(isPath ? undefined : name, variable);
  });
  if (script.commands.length === 0) return 'may';
  return readings.includes('reads') ? 'reads' : readings.includes('may') ? 'may' : 'not';
}

/** True where a RUN has a declaration's value in its environment: none of the name comes between. */
function isVisible(carrier: Declaration, run: TracedRun, all: readonly Declaration[]): boolean {
  const stages = new Set<Stage>();
  for (let stage: Stage | undefined = run.stage; stage !== undefined; stage = stage.base) stages.add(stage);
  const last = all.findLast(
    ({ name, stage, span }) =>
      name === carrier.name &&
      stage !== undefined &&
      stages.has(stage) &&
      span.start < run.instruction.span.start,
  );
  return last === carrier;
}
