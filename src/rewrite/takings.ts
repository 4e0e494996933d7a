import type { Instruction } from '../dockerfile/instruction.ts';
import { splitWords } from '../dockerfile/words.ts';
import { absolutePath } from '../flow/run/paths.ts';
import type { TracedRun } from '../flow/trace.ts';
import type { TrackedSecret } from '../flow/tracked-secret.ts';
import type { RewriteFacts } from './rewrite.ts';

/** A COPY or ADD that takes a file of the context. */
export interface Taking {
  instruction: Instruction;
  /** By its name, with a folder or by a pattern, or by a variable or a list in brackets. */
  by: 'name' | 'folder' | 'other';
  /** The word that names it; none where it comes with a folder. */
  word: number | undefined;
  words: number;
}

type Facts = Pick<RewriteFacts, 'file' | 'secrets' | 'trace'>;

/** True where an instruction of a Dockerfile names a file of the context, or may: without the file the builder stops there. */
export function takesByName(name: string, facts: Facts): boolean {
  const takings = fileSecrets(name, facts).flatMap((one) => takingOf(one, facts) ?? []);
  return (
    takings.some(({ by }) => by !== 'folder') ||
    boundIn(name, facts) !== undefined ||
    takenOnward(name, facts) !== undefined
  );
}

/** The instruction that takes in a secret; undefined where it is no COPY or ADD. */
export function takingOf({ at, name }: TrackedSecret, { file }: Pick<Facts, 'file'>): Taking | undefined {
  const instruction = file.instructions.find(({ span }) => span.start <= at.start && at.start < span.end);
  if (instruction === undefined || !/^(?:COPY|ADD)$/.test(instruction.keyword)) return undefined;
  const names = (text: string): boolean => text.includes('$') || plainPath(text) === plainPath(name);
  const { exec } = instruction;
  if (exec !== undefined)
    return {
      instruction,
      by: exec.slice(0, -1).some(names) ? 'other' : 'folder',
      word: undefined,
      words: exec.length,
    };
  const words = splitWords(instruction.args, file.escape);
  const index = words.findIndex((one) => one.span().start === at.start && names(one.text));
  const by = index === -1 ? 'folder' : words[index]?.text.includes('$') === true ? 'other' : 'name';
  return { instruction, by, word: by === 'name' ? index : undefined, words: words.length };
}

/** The RUN that binds a file of the context, or of a stage that has it from there, by its name. */
export function boundIn(name: string, facts: Facts): TracedRun | undefined {
  const paths = pathsOf(name, facts);
  return facts.trace.runs.find(({ mounts }) =>
    mounts.some(({ type, source = '', from }) => {
      if (type !== 'bind') return false;
      if (from !== undefined) return paths.has(absolutePath(source, '/'));
      return source.includes('$') || plainPath(source) === plainPath(name);
    }),
  );
}

/** The COPY of another stage that names a file of the context which is there. */
export function takenOnward(name: string, facts: Facts): Instruction | undefined {
  const paths = pathsOf(name, facts);
  const taking = new Set(staysOf(name, facts).map(({ instruction }) => instruction));
  return [...taking].find(({ keyword, flags, args, exec }) => {
    if (keyword !== 'COPY' || !flags.some((flag) => flag.name === 'from')) return false;
    const words = exec ?? splitWords(args, facts.file.escape).map(({ text }) => text);
    return words
      .slice(0, -1)
      .some((text) => text.includes('$') || paths.has(absolutePath(text.replace(/^"(.*)"$/, '$1'), '/')));
  });
}

function fileSecrets(name: string, { secrets }: Facts): readonly TrackedSecret[] {
  return secrets.filter((one) => one.by === 'file' && one.name === name);
}

function staysOf(name: string, facts: Facts) {
  return fileSecrets(name, facts).flatMap(({ left }) => left.map(({ stay }) => stay));
}

/** Where stages have the file. */
function pathsOf(name: string, facts: Facts): Set<string> {
  return new Set(
    staysOf(name, facts).flatMap(({ channel, path }) =>
      channel === 'layer' && path !== undefined ? [path] : [],
    ),
  );
}

function plainPath(path: string): string {
  return absolutePath(path.replace(/^"(.*)"$/, '$1'), '/');
}
