import type { ShellKind } from '../build-path.ts';
import { type Marked, mark } from './expressions.ts';

/** What a Windows shell writes otherwise than a POSIX one, for a reader that knows only the latter. */
export interface WindowsShell {
  kind: ShellKind;
  /** At the end of a line that goes on in the next. */
  continued: RegExp;
  /** What calls a program that could be taken for a text. */
  calls?: RegExp;
  /** A variable of the environment, its name in a group. */
  variable: RegExp;
}

export const POWERSHELL: WindowsShell = {
  kind: 'powershell',
  continued: /`[ \t]*\r?(?=\n)/g,
  calls: /^([ \t]*)&(?=[ \t])/gm,
  variable: /\$(?:env:(\w+)|\{env:(\w+)\})/gi,
};

export const CMD: WindowsShell = { kind: 'cmd', continued: /\^\r?(?=\n)/g, variable: /%(\w+)%/g };

/** The shells that a CI system can be told to use. */
export function windowsShell(name: string | undefined): WindowsShell | undefined {
  if (/^(?:pwsh|powershell)\b/i.test(name ?? '')) return POWERSHELL;
  return /^cmd\b/i.test(name ?? '') ? CMD : undefined;
}

/** A script of a Windows shell, so that its commands can be read as those of a POSIX one. */
export function asPosix(
  { text, expressions }: Marked,
  { kind, continued, calls, variable }: WindowsShell,
): Marked {
  const plain = calls === undefined ? text.text : text.text.replace(calls, '$1 ');
  const joined = text.masked(plain.replace(continued, (end) => '\\'.padStart(end.length)));
  const read = (written: string) => {
    const name = written.replace(/^\$\{?env:|[{}%]/gi, '');
    return [{ kind: 'variable', name } as const];
  };
  return { ...mark(joined, variable, read, expressions), shell: kind };
}
