import { append } from '../config/append.ts';
import type { Span } from '../dockerfile/source-text.ts';
import type { Stay } from '../flow/stay.ts';
import type { TracedRun } from '../flow/trace.ts';
import { commandName, isOneSlot, type ShellCommand } from '../shell/script.ts';
import { clearPath } from './clear-path.ts';
import { cutCommands, rowOf } from './cut-commands.ts';
import { mountText } from './mount-text.ts';
import { changes, handles, reads } from './path-uses.ts';
import type { Plan } from './plan.ts';
import { readersOf } from './readers.ts';
import { readingIn } from './users.ts';

/**
 * Where a command writes nothing but the secret to a file: mounts the secret there for those who read it, and takes the
 * command out, with what only sets the file's mode. False where it is written in another way.
 */
export function mountInPlace(writer: TracedRun, stay: Stay, path: string, plan: Plan): boolean {
  const { draft, facts } = plan;
  const row = rowOf(writer) ?? [];
  const command = row.find((one) => covers(writer, one, stay.at) && writesWhole(one, writer, path, plan));
  if (command === undefined || plan.options.style === 'dotenv') return false;
  const about = row.filter((one) => one === command || handles(one, path));
  const cuts = cutCommands(writer, new Set(about), facts.file.source);
  if (cuts === undefined) return false;
  const rest = row.filter((one) => !about.includes(one));
  const own = reads({ ...writer, commands: rest }, path) ? [writer] : [];
  const later = readersOf(path, writer, facts.trace);
  const readers = [...own, ...later];
  const isChanged =
    changes({ ...writer, commands: rest }, path) ||
    later.some((run) =>
      changes({ ...run, commands: run.script.commands.filter((one) => !handles(one, path)) }, path),
    );
  if (readers.length === 0 || isChanged) return false;
  if (clearPath(path, writer, draft, facts) !== undefined) return false;
  if (cuts === 'all') draft.dropInstruction(writer.instruction);
  else for (const cut of cuts) draft.replace(cut, '');
  append(plan.inPlace, readers);
  for (const reader of readers)
    mountAt(path, reader, reader === writer && !namesMount({ ...writer, commands: rest }, plan), plan);
  plan.users = plan.users.filter(({ run, carriers }) => {
    if (run === writer) return namesVariable(rest, plan);
    if (!later.includes(run) || namesVariable(run.script.commands, plan)) return true;
    return carriers.some(({ name }) => readingIn(run, name) === 'reads');
  });
  const argument = plan.secret.sources[0]?.kind === 'ARG' ? { argument: plan.secret.name } : {};
  plan.needs.push({ kind: 'secret', id: plan.id, ...argument });
  return true;
}

/** @param replaces the mount that the RUN has of it already */
function mountAt(
  path: string,
  { instruction, asRoot, mounts }: TracedRun,
  replaces: boolean,
  plan: Plan,
): void {
  const { draft, id, secret } = plan;
  const mode = asRoot ? (path.includes('/.ssh/') ? { mode: '0400' } : {}) : { mode: '0444' };
  const request = { type: 'secret', id, target: path, ...mode, required: true } as const;
  const known = secret.by === 'mount' && replaces ? mounts.find((mount) => mount.id === id) : undefined;
  if (known === undefined) draft.mount(instruction, request);
  else draft.replace(known.span, mountText(request));
}

function covers({ text }: TracedRun, { start, end }: ShellCommand, at: Span): boolean {
  return text.offsetAt(start) <= at.start && at.start < text.offsetAt(Math.max(start, end - 1)) + 1;
}

/** `printf %s "$KEY" > file`, `cp /run/secrets/key file`: the value, and an end of line at most. */
function writesWhole(command: ShellCommand, run: TracedRun, path: string, { secret }: Plan): boolean {
  const { words, redirects } = command;
  const [redirect, ...more] = redirects;
  const operands = words.slice(1).filter(({ template }) => !template.startsWith('-'));
  // Their escapes would be resolved.
  if (words.some(({ template }) => /^-\w*e/.test(template))) return false;
  const name = commandName(words);
  if (secret.by === 'mount') {
    const targets = run.mounts.flatMap(({ id, target }) => (id === secret.name ? (target ?? []) : []));
    const [from] = operands;
    if (from === undefined || !targets.includes(from.template)) return false;
    if (name === 'cp' || name === 'install') return operands.length === 2 && redirects.length === 0;
    return name === 'cat' && operands.length === 1 && more.length === 0 && redirect?.operator === '>';
  }
  if (redirect === undefined || more.length > 0 || !/^>\|?$/.test(redirect.operator)) return false;
  // OpenSSH wants the end of line that echo adds.
  if (name === 'echo') return operands.length === 1 && isOneSlot(operands[0]) && !path.includes('/.ssh/');
  const [format, value] = operands;
  return (
    name === 'printf' && operands.length === 2 && /^%s$/.test(format?.template ?? '') && isOneSlot(value)
  );
}

function namesVariable(rest: readonly ShellCommand[], { secret }: Plan): boolean {
  const names = new Set(secret.carriers.map(({ name }) => name));
  return rest.some((command) =>
    wordsOf(command).some(({ slots }) =>
      slots.some(({ variable }) => variable !== undefined && names.has(variable)),
    ),
  );
}

/** True where commands name the secret's mount, or something in its folder. */
function namesMount(
  { commands, mounts }: Pick<TracedRun, 'mounts'> & { commands: readonly ShellCommand[] },
  { secret }: Plan,
): boolean {
  const targets = mounts.flatMap(({ id, target }) => (id === secret.name ? (target ?? []) : []));
  const folders = targets.map((target) => target.slice(0, target.lastIndexOf('/') + 1));
  return commands.some((command) =>
    wordsOf(command).some(({ template }) => folders.some((folder) => template.includes(folder))),
  );
}

function wordsOf({ words, assignments, redirects }: ShellCommand): ShellCommand['words'] {
  return [...words, ...assignments.map(({ value }) => value), ...redirects.map(({ target }) => target)];
}
