import { nearest } from '../config/nearest.ts';
import { mountKey } from '../dockerfile/mounts.ts';
import type { MountMistake } from '../flow/mount-mistakes.ts';
import type { TextEdit } from './edit.ts';
import type { Refusal, Rewrite, RewriteFacts } from './rewrite.ts';
import { FRONTEND, frontendEdits } from './syntax-line.ts';

const KEYS = [
  ...['id', 'source', 'src', 'target', 'dst', 'destination'],
  ...['env', 'required', 'mode', 'uid', 'gid', 'type'],
];
const BY_HAND: Refusal = {
  refused: 'more than one thing can be meant: change the mount by hand, as the finding says',
};

/** How one mistake is mended; undefined where more than one thing can be meant. */
type Mending = (mistake: MountMistake, facts: RewriteFacts) => Mended | undefined;

interface Mended {
  title: string;
  edits: TextEdit[] | undefined;
  doubts?: string[];
}

const MENDINGS: Partial<Record<MountMistake['code'], Mending>> = {
  'unknown-key': misspelt,
  'no-type': ({ at }, facts) => ({
    title: 'Say that the mount is a secret: type=secret',
    edits: [insert(facts, facts.file.source.text.indexOf('=', at.start) + 1, 'type=secret,')],
  }),
  'old-frontend': (_, { file }) => ({
    title: 'Raise the frontend to one that knows env=',
    edits: frontendEdits(file, FRONTEND.environment),
  }),
  'goes-unnoticed': required,
  'not-readable': ({ at }, facts) => ({
    title: 'Let the user of this RUN read the mount: mode=0444',
    edits: [insert(facts, at.end, ',mode=0444')],
  }),
  'other-run': elsewhere,
  'no-variable': asVariable,
};

/** Mends a secret mount that does not do what its author meant, where only one thing can be meant. */
export function mendMount(mistake: MountMistake, facts: RewriteFacts): Rewrite | Refusal {
  const mended = MENDINGS[mistake.code]?.(mistake, facts);
  if (mended?.edits === undefined) return BY_HAND;
  return { doubts: [], needs: [], ...mended, edits: mended.edits };
}

function insert({ file }: RewriteFacts, at: number, text: string): TextEdit {
  return { source: file.source, start: at, end: at, text };
}

/** Nothing where the mount has that option already: the last one would win. */
function misspelt(mistake: MountMistake, facts: RewriteFacts): Mended | undefined {
  const { what, at } = mistake;
  const { source } = facts.file;
  const [meant, other] = nearest(what, KEYS);
  if (meant === undefined || other !== undefined) return undefined;
  if (mountAt(mistake, facts)?.written.has(mountKey(meant)) !== false) return undefined;
  const keys = source.text.slice(at.start, at.end).matchAll(/(?:^--mount=|,)[ \t]*([^=,]*)/gi);
  const found = [...keys].find(([, key]) => key?.trimEnd().toLowerCase() === what);
  if (found === undefined) return undefined;
  const { 0: all, 1: key = '', index } = found;
  const start = at.start + index + all.length - key.length;
  const edits = [{ source, start, end: start + key.trimEnd().length, text: meant }];
  return { title: `Write ${meant} for ${what}`, edits };
}

/** A mount with a key that no builder knows stops the build as it is. */
function required(mistake: MountMistake, facts: RewriteFacts): Mended | undefined {
  const { at } = mistake;
  const mount = mountAt(mistake, facts);
  if (mount === undefined || [...mount.written.keys()].some((key) => !KEYS.includes(key))) return undefined;
  return {
    title: 'Let the build stop without the secret: required=true',
    edits: [insert(facts, at.end, ',required=true')],
    doubts: ['a build without the secret stops from now on'],
  };
}

function runAt({ at }: MountMistake, { trace }: RewriteFacts) {
  return trace.runs.find(({ instruction: { span } }) => span.start <= at.start && at.start < span.end);
}

function mountAt(mistake: MountMistake, facts: RewriteFacts) {
  const { at } = mistake;
  return runAt(mistake, facts)?.mounts.find(({ span }) => span.start <= at.start && at.end <= span.end);
}

/** The mount that another RUN has, once more. */
function elsewhere(mistake: MountMistake, facts: RewriteFacts): Mended | undefined {
  const { what } = mistake;
  const run = runAt(mistake, facts);
  const mount = facts.trace.runs
    .flatMap(({ mounts }) => mounts)
    .find(({ type, target, env }) => type === 'secret' && (target === what || env === what));
  if (run === undefined || mount === undefined) return undefined;
  const text = `--mount=${[...mount.written].map(([key, value]) => `${key}=${value}`).join(',')} `;
  const edits = [insert(facts, run.instruction.args.span().start, text)];
  return { title: `Mount the secret ${mount.id} in this RUN too`, edits };
}

/** A mount that is read as a variable, and is a file alone. */
function asVariable(mistake: MountMistake, facts: RewriteFacts): Mended | undefined {
  const { name } = mistake;
  const mount = runAt(mistake, facts)?.mounts.find(({ id, env }) => id === name && env === undefined);
  const frontend = frontendEdits(facts.file, FRONTEND.environment);
  if (mount === undefined || frontend === undefined) return undefined;
  const fields = `,env=${name}${mount.required ? '' : ',required=true'}`;
  const edits = [...frontend, insert(facts, mount.span.end, fields)];
  return { title: `Give the secret as the variable ${name}: env=${name}`, edits };
}
