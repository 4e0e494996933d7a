import type { Stay } from '../flow/stay.ts';
import type { TracedRun } from '../flow/trace.ts';
import { commandName, isOneSlot, type ShellCommand } from '../shell/script.ts';
import { handles } from './clear-path.ts';
import { cutCommands, rowOf } from './cut-commands.ts';
import type { Plan } from './plan.ts';
import { readersOf, reads } from './readers.ts';

/**
 * Where a command writes nothing but the secret to a file: mounts the secret there for those who read it, and takes the
 * command out, with what only sets the file's mode. False where it is written in another way.
 */
export function mountInPlace(writer: TracedRun, stay: Stay, path: string, plan: Plan): boolean {
  const { draft, facts, id } = plan;
  const row = rowOf(writer);
  const at = stay.at.start;
  const command = row?.find((one) => covers(writer, one, at) && writesWhole(one));
  if (row === undefined || command === undefined || plan.options.style === 'dotenv') return false;
  const about = row.filter((one) => one === command || handles(one, path));
  const cuts = cutCommands(writer, new Set(about), facts.file.source);
  if (cuts === undefined) return false;
  const rest = row.filter((one) => !about.includes(one));
  const own = reads({ ...writer, script: { ...writer.script, commands: rest } }, path) ? [writer] : [];
  const readers = [...own, ...readersOf(path, writer, facts.trace)];
  if (readers.length === 0) return false;
  if (cuts === 'all') draft.dropInstruction(writer.instruction);
  else for (const cut of cuts) draft.replace(cut, '');
  for (const { instruction, asRoot } of readers)
    draft.mount(instruction, {
      type: 'secret',
      id,
      target: path,
      mode: asRoot ? '0400' : '0444',
      required: true,
    });
  plan.users = plan.users.filter(({ run }) => run !== writer || usesElsewhere(rest, plan));
  plan.needs.push({
    kind: 'secret',
    id,
    ...(plan.secret.sources[0]?.kind === 'ARG' && { argument: plan.secret.name }),
  });
  return true;
}

function covers({ text }: TracedRun, { start, end }: ShellCommand, at: number): boolean {
  return text.offsetAt(start) <= at && at < text.offsetAt(Math.max(start, end - 1)) + 1;
}

/** `echo "$KEY" > file`, `printf %s "$KEY" > file`: the value and an end of line at most. */
function writesWhole({ words, redirects }: ShellCommand): boolean {
  const [redirect, ...more] = redirects;
  if (redirect === undefined || more.length > 0 || !/^>\|?$/.test(redirect.operator)) return false;
  const operands = words.slice(1).filter(({ template }) => !/^-[neE]+$/.test(template));
  const name = commandName(words);
  if (name === 'echo') return operands.length === 1 && isOneSlot(operands[0]);
  if (name !== 'printf') return false;
  return (
    operands.length === 2 && /^%[sb](?:\\n)*$/.test(operands[0]?.template ?? '') && isOneSlot(operands[1])
  );
}

function usesElsewhere(rest: readonly ShellCommand[], { secret }: Plan): boolean {
  const names = new Set(secret.carriers.map(({ name }) => name));
  return rest.some(({ words, assignments, redirects }) =>
    [...words, ...assignments.map(({ value }) => value), ...redirects.map(({ target }) => target)].some(
      ({ slots }) => slots.some(({ variable }) => variable !== undefined && names.has(variable)),
    ),
  );
}
