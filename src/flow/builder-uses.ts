import type { Vocabulary } from '../credentials/vocabulary.ts';
import type { Instruction } from '../dockerfile/instruction.ts';
import type { Stage } from '../dockerfile/stages.ts';
import { parseWord } from '../dockerfile/word-parts.ts';
import { splitWords } from '../dockerfile/words.ts';
import { carriersIn, rolesIn } from './roles.ts';
import type { Scope } from './scope.ts';

/** Notes what the builder expands in an instruction's words, and what it serves as there. */
export function noteBuilderUses(
  instruction: Instruction,
  stage: Stage,
  { scope, escape, names }: { scope: Scope; escape: string; names: Vocabulary },
): void {
  for (const word of splitWords(instruction.args, escape)) {
    const parts = parseWord(word.text, escape);
    const roles = rolesIn(parts, names);
    for (const variable of carriersIn(parts)) {
      const as = roles.get(variable.start);
      const span = word.span(variable.start, variable.end);
      const use = { instruction, stage, span, byBuilder: true, ...(as !== undefined && { as }) };
      scope.find(variable.name)?.uses.push(use);
    }
  }
}
