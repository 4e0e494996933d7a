import type { ShellKind } from '../build-path.ts';
import { type Marked, mark } from './expressions.ts';

/** What a Windows shell writes otherwise than a POSIX one, for a reader that knows only the latter. */
export interface WindowsShell {
  kind: ShellKind;
  /** At the end of a line that goes on in the next. */
  continued: RegExp;
  /** What stands in front of a command and is no command itself. */
  calls: RegExp;
  /** A variable of the environment, its name in a group. */
  variable: RegExp;
}

export const POWERSHELL: WindowsShell = {
  kind: 'powershell',
  continued: /`[ \t]*\r?(?=\n)/g,
  calls: /^[ \t]*&(?=[ \t])/gm,
  variable: /\$(?:env:(\w+)|\{env:(\w+)\})/gi,
};

/** `@`, `call`, `start /wait`, `cmd /c`, `if exist FILE`, `for … do`: cmd runs what is behind them. */
const CMD_PREFIX = String.raw`@|(?:call|start(?:[ \t]+"[^"\n]*")?(?:[ \t]+/\w+)*|cmd(?:\.exe)?(?:[ \t]+/\w+)+|if(?:[ \t]+/i)?(?:[ \t]+not)?[ \t]+(?:exist[ \t]+(?:"[^"\n]*"|[^\s"]+)|(?:defined|errorlevel)[ \t]+\w+|(?:"[^"\n]*"|[^\s"=]+)[ \t]*(?:==|equ|neq|lss|leq|gtr|geq)[ \t]*(?:"[^"\n]*"|[^\s"]+))|for[ \t]+[^\n]{1,400}?[ \t]do)[ \t]+`;

export const CMD: WindowsShell = {
  kind: 'cmd',
  continued: /\^\r?(?=\n)/g,
  calls: new RegExp(String.raw`(?<=^|[&|(])[ \t]*(?:${CMD_PREFIX})(?:[ \t]*(?:${CMD_PREFIX})){0,8}`, 'gim'),
  variable: /%(\w+)%/g,
};

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
  const plain = text.text.replace(calls, (prefix) => ' '.repeat(prefix.length));
  const joined = text.masked(plain.replace(continued, (end) => '\\'.padStart(end.length)));
  const read = (written: string) => {
    const name = written.replace(/^\$\{?env:|[{}%]/gi, '');
    return [{ kind: 'variable', name } as const];
  };
  return { ...mark(joined, variable, read, expressions), shell: kind };
}
