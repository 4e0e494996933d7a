import type { Instruction, ParsedDockerfile } from '../dockerfile/instruction.ts';
import type { SourceText, Span } from '../dockerfile/source-text.ts';

/** A comment that says that something is meant to be so. */
export interface Ignore {
  /** `# audit: ignore`, or whose comment it is. */
  by: string;
  reason: string;
  rules: ReadonlySet<string>;
  /** The variables it is about; absent for all. */
  names?: ReadonlySet<string>;
  /** The instruction it is about; absent for the whole file. */
  within?: Span;
  /** Of the comment. */
  at: Span;
  /** One of ours has to match something. */
  own: boolean;
}

/** A comment that is meant as one of ours and is not taken. */
export interface BadIgnore {
  at: Span;
  why: 'no-reason' | 'no-rule' | 'unknown-rule' | 'no-instruction';
  what: string;
}

/** What BuildKit, hadolint and Trivy call secrets in ARG and ENV. */
export const ARG_AND_ENV: ReadonlySet<string> = new Set([
  'secret-in-arg',
  'secret-in-env',
  'secret-arg-in-env',
]);
const OURS = /^#\s*audit:\s*ignore\b\s*(?:\[([^\]]*)\])?\s*(.*)$/i;
const HADOLINT = /^#\s*hadolint\s+(global\s+)?ignore\s*=\s*(.*)$/i;
const TRIVY = /^#\s*trivy:ignore:(?:AVD-)?DS-?0*31(?::exp:(\d{4}-\d{2}-\d{2}))?\s*$/i;

/** Every such comment of a file. */
export function ignoresOf(
  file: ParsedDockerfile,
  ruleIds: ReadonlySet<string>,
  today = new Date().toISOString().slice(0, 10),
): { ignores: Ignore[]; bad: BadIgnore[] } {
  const ignores: Ignore[] = fromDirective(file);
  const bad: BadIgnore[] = [];
  for (const at of file.comments) {
    const text = file.source.text.slice(at.start, at.end).trim();
    const within = instructionOf(at, file.instructions)?.span;
    const foreign = fromOthers(text, at, within, today);
    if (foreign !== undefined) ignores.push(foreign);
    const own = OURS.exec(text);
    if (own === null) continue;
    const read = readOwn(own[1], own[2] ?? '', at, within, ruleIds);
    if ('why' in read) bad.push(read);
    else ignores.push(read);
  }
  return { ignores, bad };
}

/** A line of a build file: a comment of its own, or one behind something. */
const IN_TEXT = /^([^\n]*?)((?:#|\/\/)[ \t]*audit:[ \t]*ignore\b[^\n]*)$/gim;

/** The same of any file whose comments begin with `#` or `//`: each is about its own line, or the next one that is none. */
export function ignoresInText(
  { text }: Pick<SourceText, 'text'>,
  ruleIds: ReadonlySet<string>,
): { ignores: Ignore[]; bad: BadIgnore[] } {
  const ignores: Ignore[] = [];
  const bad: BadIgnore[] = [];
  for (const { 0: line, 1: before = '', 2: comment = '', index } of text.matchAll(IN_TEXT)) {
    const at = { start: index + before.length, end: index + line.length };
    const own = OURS.exec(comment.trim().replace(/^\/\//, '#'));
    if (own === null) continue;
    const within = before.trim() === '' ? nextLine(text, at.end) : { start: index, end: at.end };
    const read = readOwn(own[1], own[2] ?? '', at, within, ruleIds);
    if ('why' in read) bad.push(read);
    else ignores.push(read);
  }
  return { ignores, bad };
}

function nextLine(text: string, from: number): Span | undefined {
  const found = /\n(?![ \t]*(?:#|\/\/|\r?\n|$))([^\n]+)/.exec(text.slice(from));
  if (found === null) return undefined;
  const end = from + found.index + found[0].length;
  return { start: end - (found[1]?.length ?? 0), end };
}

function readOwn(
  list: string | undefined,
  rest: string,
  at: Span,
  within: Span | undefined,
  ruleIds: ReadonlySet<string>,
): Ignore | BadIgnore {
  const rules = (list ?? '')
    .split(',')
    .map((rule) => rule.trim())
    .filter((rule) => rule !== '');
  if (rules.length === 0) return { at, why: 'no-rule', what: '' };
  const unknown = rules.find((rule) => !ruleIds.has(rule));
  if (unknown !== undefined) return { at, why: 'unknown-rule', what: unknown };
  const [before = '', ...after] = rest.split(/(?:^|\s)--(?:\s|$)/);
  const reason = after.join(' -- ').trim();
  if (reason === '') return { at, why: 'no-reason', what: '' };
  if (within === undefined) return { at, why: 'no-instruction', what: '' };
  const names = before.split(/[\s,]+/).filter((name) => name !== '');
  const about = names.length === 0 ? {} : { names: new Set(names) };
  return { by: '# audit: ignore', reason, rules: new Set(rules), ...about, within, at, own: true };
}

function fromDirective({ directives }: ParsedDockerfile): Ignore[] {
  return directives.flatMap(({ name, value, span: at }): Ignore[] => {
    const skipped = name === 'check' ? (/(?:^|;)\s*skip\s*=\s*([^;]*)/i.exec(value)?.[1] ?? '') : '';
    const hit = skipped.split(',').some((check) => /^(?:SecretsUsedInArgOrEnv|all)$/i.test(check.trim()));
    const reason = 'the BuildKit check is skipped in this file';
    return hit ? [{ by: `# check=${value}`, reason, rules: ARG_AND_ENV, at, own: false }] : [];
  });
}

function fromOthers(text: string, at: Span, within: Span | undefined, today: string): Ignore | undefined {
  const place = within === undefined ? {} : { within };
  const common = { rules: ARG_AND_ENV, at, own: false };
  const hadolint = HADOLINT.exec(text);
  if (hadolint?.[2]?.split(/[,\s]+/).includes('DL3064') === true) {
    const reason = 'the hadolint rule is ignored here';
    return { ...common, by: '# hadolint ignore=DL3064', reason, ...(hadolint[1] === undefined && place) };
  }
  const trivy = TRIVY.exec(text);
  if (trivy === null || (trivy[1] !== undefined && trivy[1] < today)) return undefined;
  return { ...common, by: '# trivy:ignore:DS-0031', reason: 'the Trivy check is ignored here', ...place };
}

/** The instruction that a comment stands in, or the next one. */
function instructionOf({ start }: Span, instructions: readonly Instruction[]): Instruction | undefined {
  let low = 0;
  let high = instructions.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((instructions[middle]?.span.end ?? 0) > start) high = middle;
    else low = middle + 1;
  }
  return instructions[low];
}
