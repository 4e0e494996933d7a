import type { Instruction } from '../dockerfile/instruction.ts';
import { parseShell } from '../shell/parse.ts';
import type { ShellScript } from '../shell/script.ts';
import { parseWindowsShell } from '../shell/windows.ts';

const POSIX_SHELL = /(?:^|[/\\])(?:a|ba|da|k|z)?sh(?:\.exe)?$/i;
const NOTHING: ShellScript = { body: [], commands: [], documents: [], problems: [] };

/**
 * What a RUN runs, as a script.
 *
 * @param shell the program of the SHELL in force
 */
export function scriptOf({ exec, args, heredocs }: Instruction, shell: string): ShellScript {
  if (exec !== undefined) {
    const [program = '', option = '', script] = exec;
    const isScript = script !== undefined && POSIX_SHELL.test(program) && /^-[a-z]*c$/.test(option);
    return isScript ? parseShell(script) : asCommand(exec);
  }
  const [only] = heredocs;
  const body = only?.body.text ?? '';
  if (heredocs.length === 1 && /^\d*<<-?\s*["']?[^\s"'<]+["']?$/.test(args.text)) {
    const interpreter = /^#!\s*(?:\/usr\/bin\/env\s+)?(\S+)/.exec(body)?.[1];
    if (interpreter === undefined) return parsed(body, shell);
    return POSIX_SHELL.test(`/${interpreter}`) ? parseShell(body) : NOTHING;
  }
  const inputs = heredocs.map((heredoc) => `${heredoc.body.text}${heredoc.name}\n`).join('');
  return parsed(inputs === '' ? args.text : `${args.text}\n${inputs}`, shell);
}

function parsed(text: string, shell: string): ShellScript {
  return POSIX_SHELL.test(shell) ? parseShell(text) : parseWindowsShell(text, shell);
}

function asCommand(exec: readonly string[]): ShellScript {
  const words = exec.map((template) => ({ template, slots: [], start: 0, end: 0 }));
  const common = { assignments: [], redirects: [], input: [], start: 0, end: 0 };
  const command = { kind: 'command', words, ...common } as const;
  return { ...NOTHING, body: [command], commands: [command] };
}
