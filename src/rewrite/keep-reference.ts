import type { Stay } from '../flow/stay.ts';
import type { TracedRun } from '../flow/trace.ts';
import { commandName, type ShellCommand } from '../shell/script.ts';
import { unwrap } from '../shell/wrappers.ts';
import type { Plan } from './plan.ts';

/** npm and yarn 1 put the environment's values for `${NAME}` in it; pnpm does not in a project's file since 10.34. */
const EXPANDED = /\/\.npmrc$/;

/**
 * Where a RUN writes a file in which tools expand variables: writes the variable's name in it, not its value, and gives
 * those that read it the secret as that variable. False where the file or the command is another.
 */
export function keepReference(
  writer: TracedRun,
  { at, stage }: Stay,
  path: string,
  readers: readonly TracedRun[],
  plan: Plan,
): boolean {
  const { draft, secret, doubts } = plan;
  if (!EXPANDED.test(path) || secret.sources.length === 0 || readers.some(usesPnpm)) return false;
  const { text, script } = writer;
  const command = script.commands.find((one) => covers(writer, one, at.start));
  const [operand, ...more] = command?.words.slice(1) ?? [];
  if (command === undefined || operand === undefined || more.length > 0) return false;
  if (commandName(command.words) !== 'echo') return false;
  const [, inside] = /^"([^"'\\`]*)"$/.exec(text.text.slice(operand.start, operand.end)) ?? [];
  const names = new Set(operand.slots.map(({ variable }) => variable));
  const [name] = names;
  const carrier = secret.carriers.findLast((one) => one.name === name);
  if (inside === undefined || names.size !== 1 || carrier === undefined) return false;
  const kept = inside.replace(/\$\{?([A-Za-z_]\w*)\}?/g, '${$1}');
  draft.replace(text.span(operand.start, operand.end), `'${kept}'`);
  plan.users = plan.users.filter(({ run }) => run !== writer && !readers.includes(run));
  for (const run of readers) plan.users.push({ run, carriers: [carrier], asks: false });
  if (stage.inImage)
    doubts.push(
      `${path} stays, with the name of ${carrier.name} in it: npm in the container wants that variable`,
    );
  return true;
}

function covers({ text }: TracedRun, { start, end }: ShellCommand, at: number): boolean {
  const span = text.span(start, end);
  return span.start <= at && at < span.end;
}

function usesPnpm({ script }: TracedRun): boolean {
  return script.commands.some(({ words }) =>
    /^(?:pnpm|pnpx|bun|bunx)$/.test(commandName(unwrap(words).words)),
  );
}
