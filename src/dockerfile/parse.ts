import { append } from '../config/append.ts';
import { SEPARATOR } from './blanks.ts';
import { checkInstruction } from './check.ts';
import { splitFlags } from './flags.ts';
import { readHeredocs } from './heredocs.ts';
import type { Instruction, ParsedDockerfile, ParseProblem } from './instruction.ts';
import { execText, jsonArray } from './json-array.ts';
import { TAKES_EXEC_FORM } from './keywords.ts';
import { LineReader } from './lines.ts';
import type { MappedText } from './mapped-text.ts';
import { SourceText } from './source-text.ts';

/**
 * Reads a Dockerfile as BuildKit's parser does, and goes on where BuildKit stops: what the builder would refuse
 * becomes a problem with its place, and the lines after it are still read. Never throws.
 */
export function parseDockerfile(path: string, text: string): ParsedDockerfile {
  const source = new SourceText(path, text);
  const reader = new LineReader(source);
  const instructions: Instruction[] = [];
  const problems: ParseProblem[] = [];
  let afterLostHeredoc = false;
  for (let line = reader.logicalLine(); line !== undefined; line = reader.logicalLine()) {
    const instruction = readInstruction(line, reader.escape);
    const { heredocs, unterminated } = readHeredocs(line, instruction, reader);
    const found = checkInstruction(instruction, reader.escape, unterminated);
    append(problems, afterLostHeredoc ? found.filter(({ code }) => code !== 'unknown-instruction') : found);
    afterLostHeredoc ||= unterminated !== undefined;
    instructions.push(withHeredocs(instruction, heredocs));
  }
  if (instructions.length === 0) problems.push({ code: 'no-instructions', span: { start: 0, end: 0 } });
  const { escape, directives, comments } = reader;
  return { source, escape, directives, comments, instructions, problems: [...reader.problems, ...problems] };
}

function readInstruction(line: MappedText, escape: string, isTrigger = false): Instruction {
  const whole = line.trim();
  const blank = SEPARATOR.exec(whole.text);
  const keywordEnd = blank?.index ?? whole.length;
  const keyword = whole.text.slice(0, keywordEnd).replace(/[a-z]+/g, (letters) => letters.toUpperCase());
  const after = whole.slice(keywordEnd + (blank?.[0].length ?? 0));
  const { flags, rest } = splitFlags(after, escape);
  const args = rest.trim();
  const exec = TAKES_EXEC_FORM.has(keyword) ? execForm(keyword, args.text) : undefined;
  const instruction: Instruction = {
    keyword,
    span: whole.span(),
    keywordSpan: whole.span(0, keywordEnd),
    flags,
    args,
    ...(exec !== undefined && { exec }),
    heredocs: [],
  };
  if (keyword !== 'ONBUILD' || isTrigger || args.text === '') return instruction;
  return { ...instruction, trigger: readInstruction(args, escape, true) };
}

function execForm(keyword: string, args: string): readonly string[] | undefined {
  const value = jsonArray(execText(keyword, args));
  return value?.every((item): item is string => typeof item === 'string') ? value : undefined;
}

function withHeredocs(instruction: Instruction, heredocs: Instruction['heredocs']): Instruction {
  const last = heredocs.at(-1);
  if (last === undefined) return instruction;
  const span = { start: instruction.span.start, end: last.span.end };
  const { trigger } = instruction;
  if (trigger === undefined) return { ...instruction, span, heredocs };
  return { ...instruction, span, trigger: { ...trigger, heredocs } };
}
