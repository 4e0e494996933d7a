import type { ParsedDockerfile, ParseProblem, ProblemCode } from '../dockerfile/instruction.ts';
import type { Skipped } from './finding.ts';

/** What each problem means for the reader; `{found}` is the word that was met. */
const SENTENCES: Readonly<Record<ProblemCode, string>> = {
  'no-instructions': 'there is no instruction in it; a Dockerfile starts with FROM',
  'line-too-long': 'the line is longer than the 65535 bytes that the builder reads; break it up',
  'unknown-instruction':
    'unknown instruction {found}, which the builder refuses; mend the name or join it to the line before with the escape character',
  'unterminated-heredoc':
    'the heredoc has no line that says {found}, so the builder refuses it; what follows was read as instructions',
  'malformed-exec-form':
    'starts like a JSON array but is none, so the builder hands {found} to a shell; mind double quotes and trailing commas',
  'exec-form-of-no-strings':
    'the JSON array of {found} holds something other than strings, which the builder refuses',
  'missing-value':
    '{found} needs NAME=value, which the builder refuses without; quote a value that has blanks',
  'missing-arguments': '{found} has no arguments, which the builder refuses',
  'duplicate-directive': 'the parser directive {found} is set twice, which the builder refuses; keep one',
  'invalid-escape-directive': 'the escape directive is neither \\ nor `, which the builder refuses',
  'unknown-trigger': '{found} is no trigger for ONBUILD, which the builder refuses',
};

/** A file's problems as lines for the report: those that leave a doubt about what was read, and mere notes. */
export function describeProblems({ source, problems }: ParsedDockerfile): {
  skipped: Skipped[];
  notes: Skipped[];
} {
  const lines = problems.map((problem) => ({
    ...describe(source, problem),
    note: problem.code === 'malformed-exec-form',
  }));
  const pick = (note: boolean) =>
    lines.filter((line) => line.note === note).map(({ what, reason }) => ({ what, reason }));
  return { skipped: pick(false), notes: pick(true) };
}

function describe(source: ParsedDockerfile['source'], { code, span, found = '' }: ParseProblem): Skipped {
  const { line, column } = source.position(span.start);
  return { what: `${source.path}:${line}:${column}`, reason: SENTENCES[code].replace('{found}', found) };
}
