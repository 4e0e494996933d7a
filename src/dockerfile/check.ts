import { append } from '../config/append.ts';
import type { Instruction, ParseProblem } from './instruction.ts';
import { execText, jsonArray } from './json-array.ts';
import { KEYWORDS, MAY_BE_EMPTY, NOT_A_TRIGGER, TAKES_EXEC_FORM } from './keywords.ts';
import { wordWithoutValue } from './pairs.ts';

/** What the builder would refuse in an instruction, and what it reads otherwise than its author meant. */
export function checkInstruction(
  instruction: Instruction,
  escape: string,
  unterminated: string | undefined,
): ParseProblem[] {
  const { keyword, keywordSpan, args, exec, trigger } = instruction;
  if (!KEYWORDS.has(keyword)) return [{ code: 'unknown-instruction', span: keywordSpan, found: keyword }];
  const problems: ParseProblem[] = [];
  if (unterminated !== undefined) {
    problems.push({ code: 'unterminated-heredoc', span: args.span(), found: unterminated });
  }
  if (args.text === '' && instruction.heredocs.length === 0 && !MAY_BE_EMPTY.has(keyword)) {
    problems.push({ code: 'missing-arguments', span: keywordSpan, found: keyword });
  }
  if (TAKES_EXEC_FORM.has(keyword) && exec === undefined) append(problems, checkExecForm(instruction));
  if (keyword === 'ENV' || keyword === 'LABEL') append(problems, checkPairs(instruction, escape));
  if (trigger === undefined) return problems;
  if (NOT_A_TRIGGER.has(trigger.keyword)) {
    problems.push({ code: 'unknown-trigger', span: trigger.keywordSpan, found: trigger.keyword });
  }
  return [...problems, ...checkInstruction(trigger, escape, undefined)];
}

function checkPairs(instruction: Instruction, escape: string): ParseProblem[] {
  const word = wordWithoutValue(instruction, escape);
  return word === undefined ? [] : [{ code: 'missing-value', span: word.span(), found: instruction.keyword }];
}

/** A JSON array of other than strings is refused; what only looks like one is read as plain text. */
function checkExecForm({ keyword, args }: Instruction): ParseProblem[] {
  const text = execText(keyword, args.text);
  const problem = { span: args.span(), found: keyword };
  if (jsonArray(text) !== undefined) return [{ code: 'exec-form-of-no-strings', ...problem }];
  // `[ "$A" = b ]` is the shell's own test.
  return /^\[\s*"/.test(text) && !/^\[ "[^",]*" (?:!?=|-)/.test(text)
    ? [{ code: 'malformed-exec-form', ...problem }]
    : [];
}
