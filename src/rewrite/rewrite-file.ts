import type { Instruction } from '../dockerfile/instruction.ts';
import { splitWords } from '../dockerfile/words.ts';
import type { Stay } from '../flow/stay.ts';
import type { TracedRun } from '../flow/trace.ts';
import type { TrackedSecret } from '../flow/tracked-secret.ts';
import { clearPath } from './clear-path.ts';
import { Draft } from './draft.ts';
import type { TextEdit } from './edit.ts';
import { fitsInMount } from './mount-text.ts';
import type { SecretNeed } from './need.ts';
import { changes, handles, names } from './path-uses.ts';
import { readersOf } from './readers.ts';
import {
  nameRuns,
  type Refusal,
  type Rewrite,
  type RewriteFacts,
  type RewriteOptions,
  whereIs,
} from './rewrite.ts';
import { idForFile } from './secret-id.ts';
import { lineEnding } from './syntax-line.ts';
import { boundIn, type Taking, takenOnward, takingOf } from './takings.ts';

/** Turns a credential file that COPY or ADD brings in into a mount at the same place for the RUNs that read it. */
export function rewriteFile(
  { name }: TrackedSecret,
  facts: RewriteFacts,
  { style }: RewriteOptions,
): Rewrite | Refusal {
  const same = facts.secrets.filter((one) => one.by === 'file' && one.name === name);
  const stays = same.flatMap(({ left }) => left.map(({ stay }) => stay));
  const inLayers = stays.filter(({ channel }) => channel === 'layer');
  const stuck = cannotMove(name, same, facts);
  if (stuck !== undefined) return { refused: stuck };
  const draft = new Draft(facts);
  const ignored = leaveOut(name, same, draft, facts);
  if (ignored === undefined) return { refused: comesWithFolder(name) };
  const bound = ignored.length > 0 ? boundIn(name, facts) : undefined;
  if (bound !== undefined) return { refused: boundThere(bound, name, facts) };
  const mounted = mountForReaders(name, inLayers, draft, facts, style);
  if ('refused' in mounted) return mounted;
  const own = draft.edits();
  if ('refused' in own) return own;
  const edits = [...own, ...ignored];
  const { readers, need } = mounted;
  if (readers.length === 0) {
    const title = `Keep ${name} out of the image`;
    return { title, doubts: [unread(name)], edits, needs: [], leavesOut: name };
  }
  const how = need.kind === 'ssh' ? `Use the key ${name} by an SSH mount` : `Mount ${name} as a secret`;
  const title = `${how} in ${nameRuns(readers)}, instead of copying it`;
  return { title, doubts: [], edits, needs: [need], leavesOut: name };
}

/** Why the file has to be copied as it is, if it has. */
function cannotMove(
  name: string,
  secrets: readonly TrackedSecret[],
  facts: RewriteFacts,
): string | undefined {
  const onward = takenOnward(name, facts);
  if (onward !== undefined) return takenOn(onward, name, facts);
  const hidden = secrets.flatMap((one) => takingOf(one, facts) ?? []).find(({ by }) => by === 'other');
  return hidden && notByName(hidden, name, facts);
}

function takenOn(instruction: Instruction, name: string, facts: RewriteFacts): string {
  const where = whereIs(facts, [instruction]);
  return `${instruction.keyword} on ${where} takes ${name} on to another stage; mount it in the RUN that needs it there`;
}

function notByName({ instruction }: Taking, name: string, facts: RewriteFacts): string {
  const where = whereIs(facts, [instruction]);
  return `${instruction.keyword} on ${where} takes ${name} by a variable or from a list in brackets; take it out there, and mount it in the RUN that needs it`;
}

function comesWithFolder(name: string): string {
  return `${name} comes with a folder, and the build context is not known; name the file in its .dockerignore, and mount it in the RUN that needs it`;
}

function boundThere({ instruction }: TracedRun, name: string, facts: RewriteFacts): string {
  return `the RUN on ${whereIs(facts, [instruction])} binds ${name}, which it would not find in the build context any more; mount it as a secret there first`;
}

function unread(name: string): string {
  return `nothing in the build is known to read ${name}: if the container needs it, mount it when it starts`;
}

/** Takes the file out of what is copied; what comes with a folder is ignored. Undefined where the ignore file is not known. */
function leaveOut(
  name: string,
  secrets: readonly TrackedSecret[],
  draft: Draft,
  facts: RewriteFacts,
): TextEdit[] | undefined {
  const takings = secrets.flatMap((one) => takingOf(one, facts) ?? []);
  for (const { instruction, word, words } of takings)
    if (word !== undefined && words <= 2) draft.dropInstruction(instruction);
    else if (word !== undefined) draft.dropWord(instruction, word);
  return takings.some(({ word }) => word === undefined) ? ignoreEdit(name, facts) : [];
}

/** A line at the end of the ignore file; undefined where it is not known which that is. */
function ignoreEdit(name: string, { ignore }: RewriteFacts): TextEdit[] | undefined {
  if (ignore === undefined) return undefined;
  const { text } = ignore;
  const newline = lineEnding(text);
  const before = text === '' || text.endsWith('\n') ? '' : newline;
  return [{ source: ignore, start: text.length, end: text.length, text: `${before}${name}${newline}` }];
}

function mountForReaders(
  name: string,
  stays: readonly Stay[],
  draft: Draft,
  facts: RewriteFacts,
  style: RewriteOptions['style'],
): { readers: TracedRun[]; need: SecretNeed } | Refusal {
  const places = stays.flatMap(({ path, instruction, stage }) => {
    if (path === undefined) return [];
    const found = readersOf(path, { instruction, stage }, facts.trace);
    return [{ path, instruction, stage, found }];
  });
  const isKey = (style === 'ssh' || style === undefined) && places.every(isForAgent);
  const id = isKey ? 'default' : idForFile(name, places[0]?.path ?? '', facts);
  for (const { path, instruction, stage, found } of places) {
    if (!fitsInMount(path))
      return { refused: `${name} lands at a path that a mount cannot name; copy it to a plainer one` };
    const changing = found.find((run) => changes(others(run, path), path));
    if (changing !== undefined)
      return {
        refused: `the RUN on ${whereIs(facts, [changing.instruction])} changes ${path} or a folder that it is in, which a mount does not allow; do that before the build, or to another file`,
      };
    for (const run of found)
      if (isKey)
        draft.mount(run.instruction, { type: 'ssh', ...(!run.asRoot && { mode: '0666' }), required: true });
      else {
        const target = targetIn(path, run, instruction, facts);
        draft.mount(run.instruction, { type: 'secret', id, target, ...access(run, path), required: true });
      }
    const trouble = clearPath(path, { instruction, stage }, draft, facts);
    if (trouble !== undefined) return { refused: trouble };
  }
  const readers = [...new Set(places.flatMap(({ found }) => found))];
  return { readers, need: { kind: isKey && readers.length > 0 ? 'ssh' : 'secret', id, file: name } };
}

/** A key that ssh looks for by itself: no command names its file. */
function isForAgent({ path, found }: { path: string; found: readonly TracedRun[] }): boolean {
  const isKey = /\/\.ssh\/[^/]+$/.test(path) && !/(?:config|known_hosts)$/.test(path);
  return isKey && !found.some((run) => names({ ...run, commands: run.script.commands }, path));
}

/** The commands of a RUN but those that only set the file's mode or remove it, which go. */
function others(run: TracedRun, path: string) {
  return { ...run, commands: run.script.commands.filter((command) => !handles(command, path)) };
}

function access({ asRoot }: TracedRun, path: string): { mode?: string } {
  if (!asRoot) return { mode: '0444' };
  return path.includes('/.ssh/') ? { mode: '0400' } : {};
}

/** Relative where the base image's working folder, which nobody knows, counts. */
function targetIn(path: string, run: TracedRun, copy: Instruction, { file, trace }: RewriteFacts): string {
  const destination = splitWords(copy.args, file.escape).at(-1)?.text ?? '/';
  const knows = trace.stages.some(({ instructions }) =>
    instructions.some(({ keyword, span }) => keyword === 'WORKDIR' && span.start < copy.span.start),
  );
  if (destination.startsWith('/') || knows || run.folder !== '/') return path;
  return path.slice(1);
}
