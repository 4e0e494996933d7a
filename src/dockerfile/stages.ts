import type { Instruction, ParsedDockerfile } from './instruction.ts';
import type { Span } from './source-text.ts';
import { parseWord } from './word-parts.ts';
import { splitWords } from './words.ts';

export interface Stage {
  /** 0 is the first. */
  index: number;
  /** The name given by AS, lower case. */
  name?: string;
  from: Instruction;
  /** The earlier stage it starts from; absent when it starts from an image. */
  base?: Stage;
  /** What FROM names, as written. */
  baseText: string;
  /** Those after FROM. */
  instructions: readonly Instruction[];
  /** True of the target and the stages it starts from: their config and layers are the image. */
  inImage: boolean;
  /** True of the stages that the builder runs for the target. */
  built: boolean;
}

export interface Stages {
  /** Before the first FROM: ARGs, when the file is right. */
  global: readonly Instruction[];
  stages: readonly Stage[];
  /** What is built; absent when no stage has the name that was asked for. */
  target?: Stage;
}

/**
 * Groups a file's instructions into build stages.
 *
 * @param targetName the stage to build, by name or number, as in `docker build --target`; else the last one
 * @param valueOf what the builder makes of the name that a FROM gives, where variables are in it; undefined where
 *   nobody knows. Without it such a FROM is one of an image.
 */
export function stagesOf(
  { instructions, escape }: ParsedDockerfile,
  targetName?: string,
  valueOf: (word: string, span: Span) => string | undefined = () => undefined,
): Stages {
  const first = instructions.findIndex(({ keyword }) => keyword === 'FROM');
  const stages: Stage[] = [];
  const end = first === -1 ? instructions.length : first;
  for (let at = end; at < instructions.length; ) {
    const from = instructions[at];
    let next = at + 1;
    while (next < instructions.length && instructions[next]?.keyword !== 'FROM') next += 1;
    if (from !== undefined) {
      const [base, ...rest] = splitWords(from.args, escape).map((word) => word.text);
      const baseText = base ?? '';
      const plain = valueOf(baseText, from.span) ?? withoutQuotes(baseText, escape);
      stages.push(toStage(from, instructions.slice(at + 1, next), stages, { baseText, plain, rest }));
    }
    at = next;
  }
  const target = targetName === undefined ? stages.at(-1) : stageNamed(targetName, stages);
  for (let stage = target; stage !== undefined; stage = stage.base) stage.inImage = true;
  if (target !== undefined) markBuilt(target, stages);
  return { global: instructions.slice(0, end), stages, ...(target !== undefined && { target }) };
}

/** The stage that a `--from`, `from=` or `--target` means, by name or number; absent for an image. */
export function stageNamed(name: string, stages: readonly Stage[]): Stage | undefined {
  const plain = name.toLowerCase();
  const byName = stages.findLast((stage) => stage.name === plain);
  return byName ?? (/^\d+$/.test(plain) ? stages[Number(plain)] : undefined);
}

/**
 * What the target needs: the stages it starts from, copies from and mounts. A trigger is run in the stage that starts
 * from its own one, and sees the stages before that.
 */
function markBuilt(target: Stage, stages: readonly Stage[]): void {
  const needed = [target];
  for (const stage of needed) {
    if (stage.built) continue;
    stage.built = true;
    const earlier = stages.slice(0, stage.index);
    if (stage.base !== undefined) needed.push(stage.base);
    const triggers = stage.base?.instructions.flatMap(({ trigger }) => trigger ?? []) ?? [];
    for (const { flags } of [...triggers, ...stage.instructions])
      for (const name of flags.flatMap(fromOf)) {
        const other = stageNamed(name, earlier);
        if (other !== undefined) needed.push(other);
      }
  }
}

function fromOf({ name, value = '' }: Instruction['flags'][number]): string[] {
  if (name === 'from') return [value];
  const from = name === 'mount' ? /(?:^|,)\s*from=([^,]*)/i.exec(value)?.[1] : undefined;
  return from === undefined ? [] : [from];
}

function withoutQuotes(word: string, escape: string): string {
  return parseWord(word, escape)
    .map((part) => (part.kind === 'text' ? part.value : '$'))
    .join('');
}

function toStage(
  from: Instruction,
  instructions: readonly Instruction[],
  earlier: readonly Stage[],
  { baseText, plain, rest: [as, name] }: { baseText: string; plain: string; rest: readonly string[] },
): Stage {
  const named = as?.toLowerCase() === 'as' && name !== undefined;
  const base = earlier.findLast((stage) => stage.name === plain.toLowerCase());
  return {
    index: earlier.length,
    ...(named && { name: name.toLowerCase() }),
    from,
    ...(base !== undefined && { base }),
    baseText,
    instructions,
    inImage: false,
    built: false,
  };
}
