import type { ShellKind } from '../build-path.ts';
import { type Marked, mark } from './expressions.ts';
import { commandsOfPowershell } from './powershell.ts';

/** What a Windows shell writes otherwise than a POSIX one, for a reader that knows only the latter. */
export interface WindowsShell {
  kind: ShellKind;
  /** At the end of a line that goes on in the next. */
  continued: RegExp;
  /** The script as far as commands go, each character at its place. */
  commands(script: string): string;
  /** A variable of the environment, its name in a group. */
  variable: RegExp;
}

export const POWERSHELL: WindowsShell = {
  kind: 'powershell',
  continued: /`[ \t]*\r?(?=\n)/g,
  commands: commandsOfPowershell,
  variable: /\$(?:env:(\w+)|\{env:(\w+)\})/gi,
};

/** `@`, `call`, `start /wait`, `cmd /c`, `if exist FILE`, `for … do`: cmd runs what is behind them. */
const CMD_PREFIX = String.raw`@|(?:call|start(?:[ \t]+"[^"\n]*")?(?:[ \t]+/\w+)*|cmd(?:\.exe)?(?:[ \t]+/\w+)+|if(?:[ \t]+/i)?(?:[ \t]+not)?[ \t]+(?:exist[ \t]+(?:"[^"\n]*"|[^\s"]+)|(?:defined|errorlevel)[ \t]+\w+|(?:"[^"\n]*"|[^\s"=]+)[ \t]*(?:==|equ|neq|lss|leq|gtr|geq)[ \t]*(?:"[^"\n]*"|[^\s"]+))|for[ \t]+[^\n]{1,400}?[ \t]do)[ \t]+`;

const CMD_PREFIXES = new RegExp(
  String.raw`(?<=^|[&|(])[ \t]*(?:${CMD_PREFIX})(?:[ \t]*(?:${CMD_PREFIX})){0,8}`,
  'gim',
);

export const CMD: WindowsShell = {
  kind: 'cmd',
  continued: /\^\r?(?=\n)/g,
  commands: commandsOfCmd,
  variable: /%(\w+)%/g,
};

/** `cmd /c "…"` runs a text. */
function commandsOfCmd(script: string): string {
  return script.replace(CMD_PREFIXES, (prefix: string, at: number) => {
    const isText =
      /\bcmd(?:\.exe)?(?:[ \t]+\/\w+)+[ \t]+$/i.test(prefix) && script[at + prefix.length] === '"';
    return (isText ? 'eval ' : '').padStart(prefix.length);
  });
}

/** The shells that a CI system can be told to use. */
export function windowsShell(name: string | undefined): WindowsShell | undefined {
  if (/^(?:pwsh|powershell)\b/i.test(name ?? '')) return POWERSHELL;
  return /^cmd\b/i.test(name ?? '') ? CMD : undefined;
}

/** A script of a Windows shell, so that its commands can be read as those of a POSIX one. */
export function asPosix(
  { text, expressions }: Marked,
  { kind, continued, commands, variable }: WindowsShell,
): Marked {
  const plain = commands(text.text);
  const joined = text.masked(plain.replace(continued, (end) => '\\'.padStart(end.length)));
  const read = (written: string) => {
    const name = written.replace(/^\$\{?env:|[{}%]/gi, '');
    return [{ kind: 'variable', name } as const];
  };
  return { ...mark(joined, variable, read, expressions), shell: kind };
}
