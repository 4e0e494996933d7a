import type { Instruction, ParsedDockerfile } from './instruction.ts';
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
 */
export function stagesOf({ instructions, escape }: ParsedDockerfile, targetName?: string): Stages {
  const first = instructions.findIndex(({ keyword }) => keyword === 'FROM');
  const stages: Stage[] = [];
  const end = first === -1 ? instructions.length : first;
  for (let at = end; at < instructions.length; ) {
    const from = instructions[at];
    let next = at + 1;
    while (next < instructions.length && instructions[next]?.keyword !== 'FROM') next += 1;
    if (from !== undefined) stages.push(toStage(from, instructions.slice(at + 1, next), stages, escape));
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

/** What the target needs: the stages it starts from, copies from and mounts. */
function markBuilt(target: Stage, stages: readonly Stage[]): void {
  const needed = [target];
  for (const stage of needed) {
    if (stage.built) continue;
    stage.built = true;
    const earlier = stages.slice(0, stage.index);
    if (stage.base !== undefined) needed.push(stage.base);
    for (const { flags, trigger } of stage.instructions)
      for (const name of [...flags, ...(trigger?.flags ?? [])].flatMap(fromOf)) {
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

function toStage(
  from: Instruction,
  instructions: readonly Instruction[],
  earlier: readonly Stage[],
  escape: string,
): Stage {
  const [base, as, name] = splitWords(from.args, escape).map((word) => word.text);
  const named = as?.toLowerCase() === 'as' && name !== undefined;
  const baseText = base ?? '';
  const plain = parseWord(baseText, escape)
    .map((part) => (part.kind === 'text' ? part.value : '$'))
    .join('')
    .toLowerCase();
  const baseStage = earlier.findLast((stage) => stage.name === plain);
  return {
    index: earlier.length,
    ...(named && { name: name.toLowerCase() }),
    from,
    ...(baseStage !== undefined && { base: baseStage }),
    baseText,
    instructions,
    inImage: false,
    built: false,
  };
}
