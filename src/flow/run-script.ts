import type { Instruction } from '../dockerfile/instruction.ts';
import { MappedText } from '../dockerfile/mapped-text.ts';
import { parseShell } from '../shell/parse.ts';
import { type ShellScript, withoutSlots } from '../shell/script.ts';
import { readAsText } from '../shell/text.ts';
import { parseWindowsShell } from '../shell/windows.ts';

/** A RUN's script with the way back from its indexes to the file. */
export interface RunScript {
  text: MappedText;
  script: ShellScript;
  /** A POSIX shell reads it, which takes `export` and `&&`. */
  isPosix: boolean;
}

const POSIX_SHELL = /(?:^|[/\\])(?:a|ba|da|k|z)?sh(?:\.exe)?$/i;
const NOTHING: ShellScript = { body: [], commands: [], documents: [], problems: [] };

/**
 * The script that a RUN hands to a shell, parsed; without commands where no shell reads it (exec form of another
 * program, a heredoc with another interpreter's `#!`).
 *
 * @param shell the SHELL in force, its program first
 */
export function runScript(instruction: Instruction, shell: readonly string[]): RunScript {
  const { exec, args, heredocs } = instruction;
  if (exec !== undefined) return execScript(exec, args);
  const [only] = heredocs;
  const isWhole =
    heredocs.length === 1 && only !== undefined && /^\d*<<-?\s*["']?[^\s"'<]+["']?$/.test(args.text);
  if (isWhole) {
    const body = only.chomp ? withoutTabs(only.body) : only.body;
    const interpreter = /^#!\s*(?:\/usr\/bin\/env\s+)?(\S+)/.exec(body.text)?.[1];
    return parsed(body, interpreter ?? shell[0] ?? '', interpreter !== undefined);
  }
  const parts = heredocs.flatMap(({ body, name, span }) => [body, MappedText.of(`${name}\n`, span.end)]);
  const whole =
    parts.length === 0 ? args : MappedText.join([args, MappedText.of('\n', args.span().end), ...parts]);
  return parsed(whole, shell[0] ?? '', false);
}

/** `<<-` takes the tabs off each line, before a shell sees it. */
function withoutTabs(body: MappedText): MappedText {
  const lines = body.text.split(/(?<=\n)/);
  let at = 0;
  return MappedText.join(
    lines.map((line) => {
      const start = at + (line.length - line.replace(/^\t+/, '').length);
      at += line.length;
      return body.slice(start, at);
    }),
  );
}

function execScript(exec: readonly string[], args: MappedText): RunScript {
  const [program = '', option = '', script] = exec;
  if (script === undefined || !POSIX_SHELL.test(program) || !/^-[a-z]*c$/.test(option)) {
    return { text: args, script: execCommand(exec, args), isPosix: false };
  }
  const index = args.text.lastIndexOf(script);
  const text =
    index === -1 ? MappedText.of(script, args.offsetAt(0)) : args.slice(index, index + script.length);
  return { text, script: parsedOrRead(script), isPosix: false };
}

/** A program with its arguments, which nothing expands. */
function execCommand(exec: readonly string[], args: MappedText): ShellScript {
  let from = 0;
  const words = exec.map((text) => {
    const found = args.text.indexOf(text, from);
    const start = found === -1 ? from : found;
    from = found === -1 ? from : found + text.length;
    return { template: withoutSlots(text), slots: [], start, end: Math.max(start, from) };
  });
  const command = { kind: 'command', words, assignments: [], redirects: [], input: [] } as const;
  const commands = [{ ...command, start: 0, end: args.length }];
  return { body: commands, commands, documents: [], problems: [] };
}

function parsed(text: MappedText, program: string, fromShebang: boolean): RunScript {
  if (POSIX_SHELL.test(program)) return { text, script: parsedOrRead(text.text), isPosix: true };
  return { text, script: fromShebang ? NOTHING : parseWindowsShell(text.text, program), isPosix: false };
}

/** What cannot be parsed is searched as text as well. */
function parsedOrRead(text: string): ShellScript {
  const script = parseShell(text);
  if (script.problems.length === 0) return script;
  return { ...script, documents: [...script.documents, readAsText(text)] };
}
