import type { Instruction } from '../dockerfile/instruction.ts';
import { pairsOf } from '../dockerfile/pairs.ts';
import { parseWord, variablesIn } from '../dockerfile/word-parts.ts';
import type { Declaration } from '../flow/declaration.ts';
import { Draft } from './draft.ts';
import { type Refusal, type Rewrite, type RewriteFacts, whereIs } from './rewrite.ts';
import { lineEnding } from './syntax-line.ts';
import { readingIn } from './users.ts';

/** Moves a build argument that changes from build to build down to its first use, or out where it has none. */
export function moveArgument(name: string, facts: RewriteFacts): Rewrite | Refusal {
  const { file, trace } = facts;
  const own = trace.declarations.filter(
    (one) => one.name === name && one.kind === 'ARG' && one.stage !== undefined,
  );
  const [argument, ...others] = own;
  const stage = argument?.stage;
  if (argument === undefined || stage === undefined || others.length > 0)
    return { refused: `${name} is declared more than once; move each declaration down to its first use` };
  if (
    pairsOf(argument.instruction, file.escape).length > 1 ||
    trace.stages.some(({ base }) => base === stage)
  )
    return { refused: `declare ${name} by itself, behind the steps that do not need it` };
  const behind = stage.instructions.slice(stage.instructions.indexOf(argument.instruction) + 1);
  const first = behind.find((instruction) => mentions(instruction, argument, facts));
  const passed = first === undefined ? behind : behind.slice(0, behind.indexOf(first));
  const readers = trace.runs.filter(
    (run) => passed.includes(run.instruction) && readingIn(run, name) === 'may',
  );
  const doubts =
    readers.length === 0
      ? []
      : [
          `what runs on ${whereIs(
            facts,
            readers.map(({ instruction }) => instruction),
          )} may read ${name} from its environment, and no longer does`,
        ];
  const draft = new Draft(file);
  if (first === undefined) {
    draft.dropInstruction(argument.instruction);
    return {
      title: `Remove build argument ${name}: nothing in its stage uses it`,
      doubts,
      edits: draft.edits() ?? [],
      needs: [{ kind: 'nothing', id: name, argument: name }],
    };
  }
  const { start, end } = argument.instruction.span;
  draft.dropInstruction(argument.instruction);
  const at = first.span.start;
  draft.replace({ start: at, end: at }, file.source.text.slice(start, end) + lineEnding(file.source.text));
  return {
    title: `Declare ${name} where it is first used, on ${whereIs(facts, [first])}`,
    doubts,
    edits: draft.edits() ?? [],
    needs: [],
  };
}

/** True where an instruction names a variable, or its commands do. */
function mentions(instruction: Instruction, argument: Declaration, { file, trace }: RewriteFacts): boolean {
  const { name } = argument;
  if (argument.uses.some((use) => use.instruction === instruction)) return true;
  const run = trace.runs.find((one) => one.instruction === instruction);
  if (run !== undefined && readingIn(run, name) === 'reads') return true;
  if (instruction.keyword !== 'ENV' && instruction.keyword !== 'ARG') return false;
  return [...variablesIn(parseWord(instruction.args.text, file.escape))].some(
    (variable) => variable.name === name,
  );
}
