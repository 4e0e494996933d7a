import type { Stay } from '../flow/stay.ts';
import type { TracedRun } from '../flow/trace.ts';
import { commandName, type ShellCommand } from '../shell/script.ts';
import type { Plan } from './plan.ts';
import { isBehind } from './readers.ts';
import { whereIs } from './rewrite.ts';

/** What an address with a login looks like as it is written: quote, scheme, login, host, the rest. */
const ADDRESS = /^("?)(https?:\/\/)([^\n']*)@([^@/\s"']+)(\/[^\n']*)$/;

/**
 * Keeps the login of a `git clone` out of the clone's configuration: an `insteadOf` that holds for this command alone
 * adds it to the address (git-config, url.<base>.insteadOf). False where something else wrote the file; the reason where
 * the clone asks its remote again.
 */
export function mendClone(
  writer: TracedRun,
  { path = '', at }: Stay,
  { draft, facts }: Plan,
): boolean | string {
  if (!/\/(?:\.git\/)?config$/.test(path)) return false;
  const { text, script } = writer;
  const command = script.commands.find(
    (one) =>
      isClone(one) &&
      text.span(one.start, one.end).start <= at.start &&
      at.start < text.span(one.start, one.end).end,
  );
  const [program, ...words] = command?.words ?? [];
  const address = words.find(({ start, end }) => ADDRESS.test(text.text.slice(start, end)));
  if (program === undefined || address === undefined) return false;
  const asking = facts.trace.runs.find(
    (run) =>
      (run === writer || isBehind(run, writer)) &&
      run.script.commands.some(
        (one) => asksRemote(one) && (run !== writer || one.start > (command?.start ?? 0)),
      ),
  );
  if (asking !== undefined)
    return `git on ${whereIs(facts, [asking.instruction])} asks the remote of the clone again, with the login that is kept in it; give it the login there, too`;
  const [, quote = '', scheme = '', login = '', host = '', rest = ''] =
    ADDRESS.exec(text.text.slice(address.start, address.end)) ?? [];
  const insteadOf = `-c url."${scheme}${login}@${host}/".insteadOf="${scheme}${host}/"`;
  draft.replace(text.span(address.start, address.end), `${quote}${scheme}${host}${rest}`);
  const end = text.span(program.start, program.end).end;
  draft.replace({ start: end, end }, ` ${insteadOf}`);
  return true;
}

function isClone({ words }: ShellCommand): boolean {
  return commandName(words) === 'git' && words.some(({ template }) => template === 'clone');
}

/** Git fetches or sends once more. */
function asksRemote({ words }: ShellCommand): boolean {
  return (
    commandName(words) === 'git' &&
    words.some(({ template }) => /^(?:pull|fetch|push|submodule|ls-remote|lfs)$/.test(template))
  );
}
