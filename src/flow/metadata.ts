import { judgeAssignment } from '../credentials/assignments.ts';
import { Secret } from '../credentials/secret.ts';
import type { Vocabulary } from '../credentials/vocabulary.ts';
import type { Instruction, ParsedDockerfile } from '../dockerfile/instruction.ts';
import { pairsOf } from '../dockerfile/pairs.ts';
import { parseWord } from '../dockerfile/word-parts.ts';
import type { LiteralCredential } from './literal.ts';
import { runScript } from './run-script.ts';
import { scriptLiterals } from './script-literals.ts';

const METADATA = new Set([
  'CMD',
  'ENTRYPOINT',
  'EXPOSE',
  'HEALTHCHECK',
  'LABEL',
  'MAINTAINER',
  'ONBUILD',
  'STOPSIGNAL',
  'USER',
  'VOLUME',
  'WORKDIR',
]);
const COMMANDS = new Set(['CMD', 'ENTRYPOINT', 'HEALTHCHECK']);

/** The instructions that are written into the image config as they stand. ENV is told by its own rules. */
export function metadataOf({ instructions }: ParsedDockerfile): Instruction[] {
  return instructions.filter(({ keyword }) => METADATA.has(keyword));
}

/** Literals that an instruction of the image config gives to a secret's name: `LABEL password=…`, `CMD --password …`. */
export function metadataLiterals(
  instruction: Instruction,
  escape: string,
  names: Vocabulary,
): LiteralCredential[] {
  const { keyword } = instruction;
  if (COMMANDS.has(keyword)) return scriptLiterals(runScript(instruction, ['/bin/sh', '-c']), names);
  if (keyword !== 'LABEL') return [];
  return pairsOf(instruction, escape).flatMap(({ name, value }): LiteralCredential[] => {
    const parts = value === undefined ? [] : parseWord(value.text, escape);
    if (value === undefined || parts.some(({ kind }) => kind === 'variable')) return [];
    const text = parts.map((part) => (part.kind === 'text' ? part.value : '')).join('');
    const verdict = judgeAssignment(name.text.replace(/^["']|["']$/g, ''), text, names);
    if (verdict === undefined) return [];
    const { confidence } = verdict;
    return [{ span: value.span(), secret: new Secret(text), validity: 'unknown', confidence }];
  });
}
