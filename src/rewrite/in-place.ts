import type { Stay } from '../flow/stay.ts';
import type { TracedRun } from '../flow/trace.ts';
import { commandName, type ShellCommand } from '../shell/script.ts';
import { unwrap } from '../shell/wrappers.ts';

/** Files that base images have. */
const OF_SYSTEM =
  /^\/etc\/(?:apk\/repositories|apt\/sources\.list|apt\/apt\.conf|yum\.conf|dnf\/dnf\.conf|pacman\.conf|hosts|environment|profile|bash\.bashrc|fstab|sudoers|ssh\/sshd?_config)$/;

/**
 * True where a command changes a file that was there before: without it, or without what stood in it, the image is another
 * one.
 */
export function editsInPlace(writer: TracedRun, { at }: Stay, path: string): boolean {
  const { script, text } = writer;
  const command = script.commands.findLast((one) => {
    const span = text.span(one.start, one.end);
    return span.start <= at.start && at.start < span.end;
  });
  if (command === undefined) return false;
  const isThere = OF_SYSTEM.test(path) || isCopied(writer, path);
  return editsItself(command) || (isThere && (appends(command) || configures(command)));
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

function appends({ words, redirects }: ShellCommand): boolean {
  const isTee = commandName(unwrap(words).words) === 'tee';
  return (
    redirects.some(({ operator }) => operator === '>>') ||
    (isTee && words.some(({ template }) => template === '-a'))
  );
}

/** `yarn config set`, `npm config set --location=project`. */
function configures({ words: all }: ShellCommand): boolean {
  const { words } = unwrap(all);
  return words[1]?.template === 'config' && words[2]?.template === 'set';
}

/** True where an instruction in front of the RUN copies a file of that name. */
function isCopied({ stage, instruction }: TracedRun, path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return stage.instructions.some(
    ({ keyword, span, args }) =>
      /^(?:COPY|ADD)$/.test(keyword) &&
      span.start < instruction.span.start &&
      args.text.split(/[\s",[\]/]+/).includes(name),
  );
}
