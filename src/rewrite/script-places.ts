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

/** Where a command can be put behind a RUN's script; undefined in exec form and where the script ends in a comment. */
export function scriptEnd(run: Instruction): number | undefined {
  if (run.exec !== undefined) return undefined;
  const [heredoc] = run.heredocs;
  const script = heredoc === undefined || !isHeredocScript(run) ? run.args : heredoc.body;
  const text = script.text.replace(/(?<!;)[\s;]*$/, '');
  const last = text.slice(text.lastIndexOf('\n') + 1);
  return text === '' || /^\s*#|\\$/.test(last) ? undefined : script.span(0, text.length).end;
}
