import { closest } from '../config/closest.ts';
import type { MountMistake } from '../flow/mount-mistakes.ts';
import type { TracedRun } from '../flow/trace.ts';
import type { TextEdit } from './edit.ts';
import type { Refusal, Rewrite, RewriteFacts } from './rewrite.ts';
import { FRONTEND, frontendEdits } from './syntax-line.ts';

const KEYS = [
  'id',
  'source',
  'src',
  'target',
  'dst',
  'destination',
  'env',
  'required',
  'mode',
  'uid',
  'gid',
  'type',
];
const BY_HAND = 'change the mount by hand';

/** Mends a secret mount that does not do what its author meant, where only one thing can be meant. */
export function mendMount(mistake: MountMistake, facts: RewriteFacts): Rewrite | Refusal {
  const { file, trace } = facts;
  const { code, what, at } = mistake;
  const { source } = file;
  const text = source.text.slice(at.start, at.end);
  const insert = (offset: number, inserted: string): TextEdit => ({
    source,
    start: offset,
    end: offset,
    text: inserted,
  });
  const rewrite = (title: string, edits: TextEdit[], doubts: string[] = []): Rewrite => ({
    title,
    doubts,
    edits,
    needs: [],
  });
  switch (code) {
    case 'unknown-key': {
      const meant = closest(what, KEYS);
      const index = text.indexOf(what);
      if (meant === undefined || index === -1) return { refused: BY_HAND };
      const edit = { source, start: at.start + index, end: at.start + index + what.length, text: meant };
      return rewrite(`Write ${meant} for ${what}`, [edit]);
    }
    case 'no-type':
      return rewrite('Say that the mount is a secret: type=secret', [
        insert(at.start + text.indexOf('=') + 1, 'type=secret,'),
      ]);
    case 'old-frontend': {
      const edits = frontendEdits(file, FRONTEND.environment);
      return edits === undefined
        ? { refused: BY_HAND }
        : rewrite('Raise the frontend to one that knows env=', edits);
    }
    case 'goes-unnoticed':
      return rewrite(
        'Let the build stop without the secret: required=true',
        [insert(at.end, ',required=true')],
        ['a build without the secret stops from now on'],
      );
    case 'other-run':
      return elsewhere(mistake, trace.runs, rewrite, insert);
    case 'no-variable':
      return asVariable(mistake, facts, rewrite, insert);
    case 'not-readable':
      return rewrite('Let the user of this RUN read the mount: mode=0444', [insert(at.end, ',mode=0444')]);
    default:
      return { refused: BY_HAND };
  }
}

type Make = (title: string, edits: TextEdit[], doubts?: string[]) => Rewrite;
type Insert = (offset: number, text: string) => TextEdit;

/** The mount that another RUN has, once more. */
function elsewhere(
  { what, at }: MountMistake,
  runs: readonly TracedRun[],
  make: Make,
  insert: Insert,
): Rewrite | Refusal {
  const run = runs.find(({ instruction: { span } }) => span.start <= at.start && at.start < span.end);
  const mount = runs
    .flatMap(({ mounts }) => mounts)
    .find(({ type, target, env }) => type === 'secret' && (target === what || env === what));
  if (run === undefined || mount === undefined) return { refused: BY_HAND };
  const text = `--mount=${[...mount.written].map(([key, value]) => `${key}=${value}`).join(',')} `;
  return make(`Mount the secret ${mount.id} in this RUN too`, [
    insert(run.instruction.args.span().start, text),
  ]);
}

/** A mount that is read as a variable, and is a file alone. */
function asVariable(
  { name, at }: MountMistake,
  facts: RewriteFacts,
  make: Make,
  insert: Insert,
): Rewrite | Refusal {
  const run = facts.trace.runs.find(
    ({ instruction: { span } }) => span.start <= at.start && at.start < span.end,
  );
  const mount = run?.mounts.find(({ id, env }) => id === name && env === undefined);
  const frontend = frontendEdits(facts.file, FRONTEND.environment);
  if (mount === undefined || frontend === undefined) return { refused: BY_HAND };
  return make(`Give the secret as the variable ${name}: env=${name}`, [
    ...frontend,
    insert(mount.span.end, `,env=${name}${mount.required ? '' : ',required=true'}`),
  ]);
}
