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
  const argument = onlyDeclaration(name, facts);
  if ('refused' in argument) return argument;
  const { instruction, stage } = argument;
  const behind = (stage?.instructions ?? []).filter(({ span }) => span.start > instruction.span.start);
  const first = behind.find((one) => mentions(one, argument, facts));
  const passed = first === undefined ? behind : behind.slice(0, behind.indexOf(first));
  const doubts = doubtsOf(name, passed, facts);
  const draft = new Draft(facts);
  draft.dropInstruction(instruction);
  if (first === undefined) {
    const title = `Remove build argument ${name}: nothing in its stage uses it`;
    const needs = [{ kind: 'nothing', id: name, argument: name }] as const;
    return withEdits(draft, { title, doubts, needs });
  }
  const { text } = facts.file.source;
  const at = first.span.start;
  const line = text.slice(instruction.span.start, instruction.span.end);
  draft.replace({ start: at, end: at }, line + lineEnding(text));
  const title = `Declare ${name} where it is first used, on ${whereIs(facts, [first])}`;
  return withEdits(draft, { title, doubts, needs: [] });
}

function withEdits(draft: Draft, rest: Omit<Rewrite, 'edits'>): Rewrite | Refusal {
  const edits = draft.edits();
  return 'refused' in edits ? edits : { ...rest, edits };
}

/** The declaration, if it stands alone. */
function onlyDeclaration(name: string, { file, trace }: RewriteFacts): Declaration | Refusal {
  const [argument, ...others] = trace.declarations.filter(
    (one) => one.name === name && one.kind === 'ARG' && one.stage !== undefined,
  );
  if (argument === undefined || others.length > 0)
    return { refused: `${name} is declared more than once; move each declaration down to its first use` };
  const isShared = pairsOf(argument.instruction, file.escape).length > 1;
  if (isShared || trace.stages.some(({ base }) => base === argument.stage))
    return {
      refused: `${name} is declared together with others, or for the stages that start from its own; declare it by itself, behind the steps that do not need it`,
    };
  return argument;
}

function doubtsOf(name: string, passed: readonly Instruction[], facts: RewriteFacts): string[] {
  const readers = facts.trace.runs
    .filter((run) => passed.includes(run.instruction) && readingIn(run, name) === 'may')
    .map(({ instruction }) => instruction);
  if (readers.length === 0) return [];
  return [
    `what runs on ${whereIs(facts, readers)} may read ${name} from its environment, and no longer does`,
  ];
}

/** True where an instruction names a variable, or its commands do. */
function mentions(instruction: Instruction, argument: Declaration, { file, trace }: RewriteFacts): boolean {
  const { name } = argument;
  if (argument.uses.some((use) => use.instruction === instruction)) return true;
  const run = trace.runs.find((one) => one.instruction === instruction);
  if (run !== undefined && readingIn(run, name) === 'reads') return true;
  if (instruction.keyword !== 'ENV' && instruction.keyword !== 'ARG') return false;
  const variables = variablesIn(parseWord(instruction.args.text, file.escape));
  return [...variables].some((variable) => variable.name === name);
}
