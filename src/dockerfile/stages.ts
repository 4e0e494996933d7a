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
  /** True of the target (the last stage) and the stages it starts from: their config and layers are the image. */
  inImage: boolean;
}

export interface Stages {
  /** Before the first FROM: ARGs, when the file is right. */
  global: readonly Instruction[];
  stages: readonly Stage[];
}

/** Groups a file's instructions into build stages; the last stage is the target. */
export function stagesOf({ instructions, escape }: ParsedDockerfile): Stages {
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
  for (let stage = stages.at(-1); stage !== undefined; stage = stage.base) stage.inImage = true;
  return { global: instructions.slice(0, end), stages };
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
  };
}
