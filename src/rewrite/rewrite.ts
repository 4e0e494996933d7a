import type { Instruction, ParsedDockerfile } from '../dockerfile/instruction.ts';
import type { SourceText } from '../dockerfile/source-text.ts';
import type { LiteralCredential } from '../flow/literal.ts';
import type { Trace, TracedRun } from '../flow/trace.ts';
import type { TrackedSecret } from '../flow/tracked-secret.ts';
import { commandName, type ShellCommand } from '../shell/script.ts';
import type { TextEdit } from './edit.ts';
import type { SecretNeed } from './need.ts';

/** What is known of a Dockerfile, for its rewrite. */
export interface RewriteFacts {
  file: ParsedDockerfile;
  trace: Trace;
  secrets: readonly TrackedSecret[];
  /** Credentials that stand in the text. */
  literals: readonly LiteralCredential[];
  /** The ignore file of the build context, empty where there is none yet; absent where the context is not known. */
  ignore?: SourceText;
  /** Where the users' own file has what stands at an offset, if this text is rewritten already. */
  origin?: Origin;
}

/** A line of the file that the users have, by an offset of the text at hand. */
export type Origin = (offset: number) => number;

/** How a secret reaches the RUN that uses it. */
export const STYLES = ['environment', 'file', 'dotenv', 'ssh'] as const;
export type Style = (typeof STYLES)[number];

export interface RewriteOptions {
  /** Else the best for what is at hand. */
  style?: Style;
  /** Keeps the build argument as a fallback, for those who do not pass the secret yet. */
  keepArgument?: boolean;
}

/** A change to one Dockerfile that takes a secret out of what outlives the build. */
export interface Rewrite {
  title: string;
  /** What a person has to decide; without any it is safe. */
  doubts: readonly string[];
  edits: readonly TextEdit[];
  needs: readonly SecretNeed[];
  /** The file of the context that is copied no longer. */
  leavesOut?: string;
}

/** Why there is no rewrite, and what to do instead. */
export interface Refusal {
  refused: string;
}

export function isRefusal(one: Rewrite | Refusal): one is Refusal {
  return 'refused' in one;
}

const MOST_LINES = 5;

/** `line 3`, `lines 3 and 5`, of the users' own file. */
export function whereIs(
  { file, origin }: Pick<RewriteFacts, 'file' | 'origin'>,
  instructions: readonly Instruction[],
): string {
  const lineOf = origin ?? ((offset) => file.source.position(offset).line);
  const numbers = instructions.map(({ span }) => lineOf(span.start));
  const found = [...new Set(numbers)].sort((a, b) => a - b);
  if (found.length > MOST_LINES)
    return `lines ${found.slice(0, MOST_LINES).join(', ')} and ${found.length - MOST_LINES} more`;
  const last = found.pop();
  return found.length === 0 ? `line ${last}` : `lines ${found.join(', ')} and ${last}`;
}

const MOST_NAMED = 3;
/** What a RUN does besides. */
const ASIDE = /^(?:set|cd|export|mkdir|echo|printf|cat|\[|\[\[|test|chmod|chown|rm|cp|true|:|\.|source)$/;

/** RUNs by how they begin: `RUN npm ci and RUN npm run build`. */
export function nameRuns(runs: readonly Pick<TracedRun, 'script'>[]): string {
  const names = [...new Set(runs.map(nameOf))];
  if (names.length > MOST_NAMED) return `${names.length} RUNs`;
  const last = names.pop() ?? '';
  return names.length === 0 ? last : `${names.join(', ')} and ${last}`;
}

/** The program and the first word that says what it does. */
function nameOf({ script }: Pick<TracedRun, 'script'>): string {
  const all = script.commands.filter(({ words }) => words.length > 0);
  const outer = all.filter((one) => !script.commands.some((other) => other !== one && isWithin(one, other)));
  const named = outer.length === 0 ? all : outer;
  const command = named.find(({ words }) => !ASIDE.test(commandName(words))) ?? named[0];
  const [program, ...words] = command?.words ?? [];
  const verb = words.find(({ template }) => /^[a-z][a-z-]{1,20}$/.test(template));
  return ['RUN', program?.template.slice(0, 40), verb?.template]
    .filter((word) => word !== undefined)
    .join(' ');
}

/** True for a command of a substitution in another one. */
function isWithin(inner: ShellCommand, { start, end }: ShellCommand): boolean {
  return start <= inner.start && inner.end <= end && (start < inner.start || inner.end < end);
}
