import { namedReaderFor } from '../credentials/named.ts';
import { Secret } from '../credentials/secret.ts';
import { storeAt } from '../credentials/stores.ts';
import type { Vocabulary } from '../credentials/vocabulary.ts';
import type { Instruction, ParsedDockerfile } from '../dockerfile/instruction.ts';
import { splitWords } from '../dockerfile/words.ts';
import type { LiteralCredential } from '../flow/literal.ts';

/**
 * What the files hold that COPY and ADD make of heredocs. They are read as an image's file of that path is: what may be
 * code in any text, a dotted value without quotes, is a password in an environment file.
 */
export function heredocLiterals(
  { instructions, escape }: ParsedDockerfile,
  names: Vocabulary,
): LiteralCredential[] {
  return instructions.flatMap((instruction) => {
    const { keyword, heredocs } = instruction;
    if (keyword !== 'COPY' && keyword !== 'ADD') return [];
    return heredocs.flatMap(({ name, body }): LiteralCredential[] => {
      const path = pathOf(instruction, name, escape);
      const read = namedReaderFor(path, storeAt(path), names);
      return (read?.(body.text) ?? []).map(({ start, end, confidence, name: key }) => {
        const secret = new Secret(body.text.slice(start, end));
        return { span: body.span(start, end), name: key, secret, validity: 'unknown', confidence };
      });
    });
  });
}

/** Where a heredoc becomes a file: absolute, though from which folder is not asked. */
function pathOf({ args, heredocs }: Instruction, name: string, escape: string): string {
  const target = splitWords(args, escape).at(-1)?.text ?? '';
  const path = heredocs.length > 1 || target.endsWith('/') ? `${target}/${name}` : target;
  return `/${path}`.replace(/\/+/g, '/');
}
