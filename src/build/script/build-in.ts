import type { ShellCommand } from '../../shell/script.ts';
import type { GivenWord } from '../command/flags.ts';
import { type BuildCommand, buildCommand, wrappedCommand } from '../command/known-commands.ts';
import { literalOf } from '../value.ts';

/**
 * The build that a command of a script starts. What stands in front may be a prefix that nothing is known of: `$SUDO
 * docker build`.
 *
 * @param given its words, expanded
 */
export function buildIn({ words }: ShellCommand, given: readonly GivenWord[]): BuildCommand | undefined {
  const [first] = words;
  const isOpen =
    (first !== undefined && first.slots.length > 0) || literalOf(given[0]?.value ?? []) === undefined;
  const found = buildCommand(given) ?? wrappedCommand(given);
  if (found !== undefined || !isOpen) return found;
  return buildCommand(given.slice(1)) ?? wrappedCommand(given.slice(1));
}
