export interface HistoryArgument {
  kind: 'build-arg' | 'arg' | 'env' | 'label';
  name: string;
  value: string;
  /** Of the value, in `createdBy`. */
  start: number;
  end: number;
  /** Values stand there unquoted: another reading of the text is possible. */
  ambiguous?: true;
}

interface Start {
  name: string;
  /** Of the name. */
  at: number;
  valueAt: number;
}

const NAME = /(?<=^| )([A-Za-z_][A-Za-z0-9_]*)=/g;
const LABEL_NAME = /(?<=^| )("[^"]*"|[^\s="]+)=/g;

/**
 * The `|N A=b C=d SHELL command` form. The count tells how many there are (buildah counts words instead); names of
 * earlier ARG entries tell a name from a value that holds ` NAME=`; the shell ends the last value.
 */
export function runArguments(
  text: string,
  bodyStart: number,
  known: { names: ReadonlySet<string>; shells: readonly string[] },
  countsWords: boolean,
): { found: HistoryArgument[]; commandStart: number } {
  const [prefix, digits] = /^\|(\d+) /.exec(text.slice(bodyStart)) ?? [];
  if (prefix === undefined) return { found: [], commandStart: bodyStart };
  const from = bodyStart + prefix.length;
  const all = startsIn(text, from, NAME);
  const count = countsWords ? 1 : Number(digits);
  const shell = findShell(text, known.shells, all, count);
  const inside = all.filter(({ at }) => shell === undefined || at < shell);
  const { chosen, certain } = choose(inside, known.names, countsWords ? undefined : Number(digits));
  const last = chosen.at(-1);
  const end = shell === undefined ? endOfWord(text, last?.valueAt ?? from) : Math.max(shell - 1, from);
  const ambiguous = !certain || shell === undefined;
  return {
    found: cut(text, chosen, end, 'build-arg', ambiguous),
    commandStart: Math.min(end + 1, text.length),
  };
}

/** The `A=b C=d` of ARG, ENV and LABEL entries; `asWritten` where they are Dockerfile text, quotes and all. */
export function assignments(
  text: string,
  from: number,
  kind: 'arg' | 'env' | 'label',
  asWritten: boolean,
): HistoryArgument[] {
  const starts = startsIn(text, from, kind === 'label' ? LABEL_NAME : NAME);
  if (kind !== 'arg' && starts[0]?.at !== from) return oldForm(text, from, kind);
  const found = cut(text, starts, text.length, kind, false).map((argument) =>
    asWritten ? unquoted(argument) : { ...argument, ...(argument.value.includes(' ') ? AMBIGUOUS : {}) },
  );
  return found;
}

/** Names that an ARG entry declares, with a value or without. */
export function declaredNames(body: string): string[] {
  return [...body.matchAll(/(?<=^| )([A-Za-z_][A-Za-z0-9_]*)(?==| |$)/g)].map(([name]) => name);
}

const AMBIGUOUS = { ambiguous: true } as const;

function startsIn(text: string, from: number, pattern: RegExp): Start[] {
  return [...text.slice(from).matchAll(pattern)].map((match) => ({
    name: (match[1] ?? '').replace(/^"(.*)"$/, '$1'),
    at: from + match.index,
    valueAt: from + match.index + match[0].length,
  }));
}

/** Where the shell's words start: the first place that leaves room for `count` arguments before it. */
function findShell(text: string, shells: readonly string[], starts: readonly Start[], count: number) {
  const earliest = starts[Math.min(count, starts.length) - 1]?.valueAt ?? 0;
  const places = shells.map((shell) => text.indexOf(` ${shell} `, earliest)).filter((place) => place >= 0);
  return places.length > 0 ? Math.min(...places) + 1 : undefined;
}

function choose(starts: readonly Start[], names: ReadonlySet<string>, count: number | undefined) {
  if (count !== undefined && starts.length === count) return { chosen: starts, certain: true };
  const known = starts.filter(({ name }, i) => i === 0 || names.has(name));
  if (count === undefined) return { chosen: names.size > 0 ? known : starts, certain: names.size > 0 };
  if (known.length === count) return { chosen: known, certain: names.size > 0 };
  if (known.length > count) return { chosen: known.slice(0, count), certain: false };
  const needed = new Set(known);
  for (const start of starts) if (needed.size < count) needed.add(start);
  return { chosen: starts.filter((start) => needed.has(start)), certain: false };
}

function cut(
  text: string,
  starts: readonly Start[],
  end: number,
  kind: HistoryArgument['kind'],
  ambiguous: boolean,
): HistoryArgument[] {
  return starts.map(({ name, valueAt }, i) => {
    const next = starts[i + 1];
    const valueEnd = Math.max(valueAt, next ? next.at - 1 : end);
    const value = text.slice(valueAt, valueEnd);
    return { kind, name, value, start: valueAt, end: valueEnd, ...(ambiguous ? AMBIGUOUS : {}) };
  });
}

/** `ENV NAME all the rest`. */
function oldForm(text: string, from: number, kind: 'env' | 'label'): HistoryArgument[] {
  const [whole, name, value] = /^(\S+)\s+(.+)$/s.exec(text.slice(from)) ?? [];
  if (whole === undefined || name === undefined || value === undefined) return [];
  const start = from + whole.length - value.length;
  return [{ kind, name, value, start, end: start + value.length }];
}

function unquoted(argument: HistoryArgument): HistoryArgument {
  const { value, start, end } = argument;
  if (!/^(["']).*\1$/s.test(value) || value.length < 2) return argument;
  return { ...argument, value: value.slice(1, -1), start: start + 1, end: end - 1 };
}

function endOfWord(text: string, from: number): number {
  const blank = text.indexOf(' ', from);
  return blank < 0 ? text.length : blank;
}
