import type { TracedRun } from '../flow/trace.ts';
import { commandName, type ShellCommand } from '../shell/script.ts';
import { unwrap } from '../shell/wrappers.ts';
import { type Before, copiesOver } from './earlier-copies.ts';
import type { Written } from './join-runs.ts';
import { changes, handles, isNameOf, names, storesIn } from './path-uses.ts';
import type { Plan } from './plan.ts';
import { isBehind } from './readers.ts';
import { isToolFile, TEMPORARY } from './tools.ts';
import { runsUnknown } from './users.ts';

/** Files that base images have, or may have. */
const OF_SYSTEM =
  /^\/etc\/(?:apk\/repositories|apt\/sources\.list|apt\/apt\.conf|yum\.conf|dnf\/dnf\.conf|pacman\.conf|hosts|environment|profile|bash\.bashrc|fstab|sudoers|ssh\/sshd?_config|pip\.conf|gitconfig|npmrc)$|^\/usr\/share\/maven\/conf\//;
/** Programs that write files which no operand of theirs need name. */
const UNPACKS = /^(?:cp|install|rsync|mv|tar|unzip|7z|ln|git|svn|curl|wget)$/;

const CLEARS = /^(?:rm|shred|unlink|find|chmod|chown|chgrp|touch|trap)$/;

/**
 * Whether a command changes a file that was there before: without it, or without what stood in it, the image is another one.
 * What a command writes anew is lost in any case.
 *
 * @param places the RUNs that the command is done in at last
 */
export function fileBefore(
  { writer, stay, path }: Written,
  places: readonly TracedRun[],
  { secret, facts }: Pick<Plan, 'secret' | 'facts'>,
): Before {
  const { script, text } = writer;
  const command = script.commands.findLast((one) => {
    const span = text.span(one.start, one.end);
    return span.start <= stay.at.start && stay.at.start < span.end;
  });
  if (command === undefined || TEMPORARY.test(path)) return 'none';
  const first = script.commands.filter(({ start }) => start < command.start);
  if ([...first, command].some((one) => replaces(one, path))) return 'none';
  if (editsItself(command)) return changes({ ...writer, commands: first }, path) ? 'perhaps' : 'there';
  const last = places.at(-1) ?? writer;
  const isWritten = facts.trace.runs.some(
    (run) =>
      run !== writer &&
      !places.includes(run) &&
      isBehind(last, run) &&
      !leaves(run, path, { secret }) &&
      mayWrite(run, path),
  );
  if (isWritten) return 'perhaps';
  if (path === '/etc/apk/repositories') return 'there';
  const copied = copiesOver(path, last, facts);
  if (copied !== copiesOver(path, writer, facts)) return 'perhaps';
  return copied === 'none' && OF_SYSTEM.test(path) ? 'perhaps' : copied;
}

/** True where a RUN may write a file, or into it: by name, as its own configuration, or with a folder. */
function mayWrite(run: TracedRun, path: string): boolean {
  const commands = run.script.commands.filter((one) => !handles(one, path));
  if (changes({ ...run, commands }, path)) return true;
  const unpacking = commands.filter(({ words }) => UNPACKS.test(commandName(unwrap(words).words)));
  if (names({ ...run, commands: unpacking }, path)) return true;
  const others = commands.filter(({ words }) => commandName(words) !== 'corepack');
  return (
    others.length > 0 && isToolFile(path) && runsUnknown({ script: { ...run.script, commands: others } })
  );
}

/** True where a RUN does more with a file than to read it: what it adds to the file is meant to stay. */
export function addsTo(run: TracedRun, path: string): boolean {
  const commands = run.script.commands.filter(
    (one) => !handles(one, path) && !CLEARS.test(commandName(unwrap(one.words).words)),
  );
  return changes({ ...run, commands }, path);
}

/** True where a RUN only writes into a file, by the configuration of its tool, and asks nobody. */
export function onlyStores(run: TracedRun, path: string): boolean {
  const { commands } = run.script;
  return (
    run.script.problems.length === 0 &&
    commands.length > 0 &&
    commands.every((one) => storesIn(one, run, path))
  );
}

/** True where a RUN leaves the secret in a file: it is rewritten itself. */
export function leaves({ instruction }: TracedRun, path: string, { secret }: Pick<Plan, 'secret'>): boolean {
  return secret.left.some(({ stay }) => stay.path === path && stay.instruction === instruction);
}

/** `> file`, `cp from file`, `curl -o file`. */
function replaces({ words: all, redirects }: ShellCommand, path: string): boolean {
  const isOwn = (template: string): boolean =>
    isNameOf(template.replace(/^[\uE000-\uF8FF](?=\/)/, '~'), path);
  if (redirects.some(({ operator, target }) => /^&?>\|?$/.test(operator) && isOwn(target.template)))
    return true;
  const { words } = unwrap(all);
  const operands = words.slice(1).map(({ template }) => template);
  const name = commandName(words);
  if (name === 'tee') return operands.some(isOwn) && !operands.some((one) => /^-\w*a|^--append$/.test(one));
  if (/^(?:cp|mv|install|ln)$/.test(name)) return isOwn(operands.at(-1) ?? '');
  return /^(?:curl|wget)$/.test(name) && operands.some(isOwn);
}

/** `sed -i`, `perl -pi`, `dotnet nuget update source`. */
function editsItself({ words: all }: ShellCommand): boolean {
  const { words } = unwrap(all);
  const name = commandName(words);
  const operands = words.slice(1).map(({ template }) => template);
  if (/^(?:sed|gsed|perl|ruby)$/.test(name))
    return operands.some((one) => /^-[a-zA-Z]*i|^--in-place/.test(one));
  return name === 'dotnet' && operands[0] === 'nuget' && operands[1] === 'update';
}
