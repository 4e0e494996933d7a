import type { Instruction } from '../dockerfile/instruction.ts';

/** A RUN whose whole script is the body of a heredoc. */
export function isHeredocScript({ exec, heredocs, args }: Instruction): boolean {
  return exec === undefined && heredocs.length === 1 && /^\d*<<-?\s*["']?[^\s"'<]+["']?$/.test(args.text);
}

/** Where a command can be put before a RUN's script, and what joins it to that; undefined in exec form. */
export function scriptStart(run: Instruction, newline: string): { at: number; joint: string } | undefined {
  if (run.exec !== undefined) return undefined;
  const [heredoc] = run.heredocs;
  if (heredoc === undefined || !isHeredocScript(run)) {
    const joint = /(?:^|[^&>])&(?![&>])/.test(run.args.text) ? '; ' : ' && ';
    return { at: run.args.span().start, joint };
  }
  const shebang = /^#![^\n]*\n/.exec(heredoc.body.text)?.[0].length ?? 0;
  return { at: heredoc.body.offsetAt(shebang), joint: newline };
}

/** How a script ends that says itself that it succeeded. */
const SUCCESS = /(?<=^|&&|[;\n])[ \t]*(?:\\\r?\n[ \t]*)*exit[ \t]+0$/;
/** How one ends that may say so, or hands a status on; `|| exit 1` says that it failed. */
const ENDS = /(?<![\w-])(?<!\|\|[\s\\]*)exit(?:[ \t]+[\w$?{}]+)?$|\|\|[ \t]*exit(?:[ \t]+(?:0|\$\S*))?$/;

/** Where commands can be put behind a script, and what they are written as. */
interface ScriptEnd {
  at: number;
  written(commands: readonly string[]): string;
}

/** Where a RUN's script ends, or what is in the way. What comes behind an `exit 0` is not run: there it is in front of it. */
export function scriptEnd(run: Instruction, newline: string): ScriptEnd | string {
  if (run.exec !== undefined) return 'is in exec form: write it in shell form';
  const [heredoc] = run.heredocs;
  const script = heredoc === undefined || !isHeredocScript(run) ? run.args : heredoc.body;
  const text = script.text.replace(/(?<!;)[\s;]*$/, '');
  const last = text.slice(text.lastIndexOf('\n') + 1);
  if (text === '' || /^\s*#|\\$/.test(last))
    return 'ends in a comment or in a continued line, behind which no command can stand: take that out';
  const exit = SUCCESS.exec(text);
  if (exit === null) {
    if (ENDS.test(text)) return 'ends in exit, behind which nothing is run: take that out';
    const { end } = script.span(0, text.length);
    return { at: end, written: (commands) => commands.map((command) => ` && ${command}`).join('') };
  }
  const isRow = text.slice(0, exit.index).endsWith('&&');
  const joint = isRow ? ' && ' : script === run.args ? '; ' : newline;
  return {
    at: script.offsetAt(text.lastIndexOf('exit')),
    written: (commands) => commands.join(' && ') + joint,
  };
}
