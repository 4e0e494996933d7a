import type { ParsedDockerfile, ParseProblem, ProblemCode } from '../dockerfile/instruction.ts';
import type { Span } from '../dockerfile/source-text.ts';
import type { Trace, TracedRun } from '../flow/trace.ts';
import { commandName } from '../shell/script.ts';
import type { Skipped } from './finding.ts';
import type { BadIgnore, Ignore } from './ignore-comments.ts';

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

const NO_DOCKERFILE =
  'is no Dockerfile: not one of its lines begins with an instruction; files that start builds are read with the folder that they are in';

/** A file's problems as lines for the report: those that leave a doubt about what was read, and mere notes. */
export function describeProblems(
  { source, problems, instructions }: ParsedDockerfile,
  { runs }: Pick<Trace, 'runs'>,
): {
  skipped: Skipped[];
  notes: Skipped[];
} {
  const unknown = problems.filter(({ code }) => code === 'unknown-instruction');
  if (unknown.length > 1 && unknown.length === instructions.length)
    return { skipped: [{ what: source.path, reason: NO_DOCKERFILE }], notes: [] };
  const lines = problems.map((problem) => ({
    ...describe(source, problem),
    note: problem.code === 'malformed-exec-form',
  }));
  const pick = (note: boolean) =>
    lines.filter((line) => line.note === note).map(({ what, reason }) => ({ what, reason }));
  return {
    skipped: [...pick(false), ...runs.flatMap((run) => exhausted(source, run))],
    notes: [...pick(true), ...runs.flatMap((run) => [...unparsed(source, run), ...unfollowed(source, run)])],
  };
}

function describe(source: ParsedDockerfile['source'], { code, span, found = '' }: ParseProblem): Skipped {
  const { line, column } = source.position(span.start);
  // A line that belongs to the one before may be anything, a secret too.
  const word =
    code !== 'unknown-instruction' || /^[A-Z]{1,15}$/.test(found) ? found : `${found.slice(0, 3)}…`;
  return { what: `${source.path}:${line}:${column}`, reason: SENTENCES[code].replace('{found}', word) };
}

/** A script that no shell would take is searched as text: values in it are found, their ways are not. */
function unparsed(source: ParsedDockerfile['source'], { script, text }: TracedRun): Skipped[] {
  const [first] = script.problems;
  if (first === undefined) return [];
  const { line, column } = source.position(text.offsetAt(first.at));
  const reason = 'the shell script of this RUN could not be parsed from here on; it was searched as text';
  return [{ what: `${source.path}:${line}:${column}`, reason }];
}

/** Programs in other languages, which may do anything with what they read. */
const INTERPRETER = /^(?:python[\d.]*|node|nodejs|ruby|perl|php|deno|bun|lua|Rscript)$/;

/** A secret that a program in another language reads: its way ends there for us. */
function unfollowed(source: ParsedDockerfile['source'], { script, text, mounts }: TracedRun): Skipped[] {
  const secrets = mounts.filter(({ type }) => type === 'secret');
  return script.commands.flatMap(({ words, start }): Skipped[] => {
    const program = commandName(words);
    const code = INTERPRETER.test(program)
      ? words
          .slice(1)
          .map(({ template }) => template)
          .join(' ')
      : '';
    const read = secrets.find(({ target, env }) =>
      [target, env].some((name) => name !== undefined && code.includes(name)),
    );
    if (read === undefined) return [];
    const { line, column } = source.position(text.offsetAt(start));
    const reason = `what ${program} does with the secret mount ${read.id ?? ''} is not followed`;
    return [{ what: `${source.path}:${line}:${column}`, reason }];
  });
}

function exhausted(source: ParsedDockerfile['source'], run: TracedRun): Skipped[] {
  if (!run.exhausted) return [];
  const { line, column } = source.position(run.instruction.span.start);
  const reason = 'the script of this RUN has too many steps to be followed to its end; break it up';
  return [{ what: `${source.path}:${line}:${column}`, reason }];
}

const BAD_IGNORES: Readonly<Record<BadIgnore['why'], string>> = {
  'no-reason': 'this ignore has no reason, so it was not taken; write # audit: ignore[rule] NAME -- reason',
  'no-rule': 'this ignore names no rule, so it was not taken; write # audit: ignore[rule] NAME -- reason',
  'unknown-rule': 'this ignore was not taken: there is no rule {what}; audit rules lists them',
  'no-instruction': 'this ignore stands behind the last instruction; write it above the one that it is about',
};

/** Comments that were meant to suppress something and did not. */
export function describeIgnores(
  { source }: Pick<ParsedDockerfile, 'source'>,
  bad: readonly BadIgnore[],
  unmatched: readonly Ignore[],
): Skipped[] {
  const at = ({ start }: Span): string => {
    const { line, column } = source.position(start);
    return `${source.path}:${line}:${column}`;
  };
  const reason = 'this ignore matches no finding; remove it, or mend its rule or name';
  return [
    ...bad.map(({ at: span, why, what }) => ({
      what: at(span),
      reason: BAD_IGNORES[why].replace('{what}', what),
    })),
    ...unmatched.map((one) => ({ what: at(one.at), reason })),
  ];
}
