import type { ShellCommand } from '../../shell/script.ts';
import type { ShellKind } from '../build-path.ts';
import { type GivenWord, wordText } from '../command/flags.ts';
import { type BuildCommand, buildCommand, wrappedCommand } from '../command/known-commands.ts';
import { literalOf, templateOf } from '../value.ts';

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

/** Commands whose words are a text or a pattern. */
const SPEAKS =
  /^(?:echo|printf|print|cat|grep|egrep|rg|sed|awk|test|\[|\[\[|case|alias|git|gh|which|type|command|export|e?log\w*|info|warn|error|debug|say|die|usage|notice|Write-\w+|rem)$/i;
/** Words that are looked at. */
const MOST_WORDS = 24;

/** Why a command that is no build may be one; undefined for one that surely is none. */
export function doubtOf(given: readonly GivenWord[], shell: ShellKind): string | undefined {
  const [first, second] = given;
  const name = (wordText(first) ?? '').replace(/^.*[/\\]/, '');
  const isOpen = shell === 'powershell' && second !== undefined && literalOf(second.value) === undefined;
  if (isOpen && /^(?:iex|Invoke-Expression)$/i.test(name)) return `gives ${name} a text that is not known`;
  if (isOpen && /^(?:docker|podman|nerdctl|buildah)(?:\.exe)?$/.test(name))
    return `starts ${name} with words that are not known`;
  if (name === '' || SPEAKS.test(name)) return undefined;
  const at = given
    .slice(0, MOST_WORDS)
    .findIndex((_, index) => index > 0 && buildCommand(given.slice(index)));
  const isGiven = given.slice(at).some((word) => /^--build-arg\b/.test(templateOf(word.value)));
  // Anything else may be a secret that has lost its way.
  const who = /^[A-Za-z][\w.+-]{0,23}$/.test(name) ? name : 'a word';
  return at > 0 && isGiven ? `has a build behind ${who}, which is not known to run commands` : undefined;
}
