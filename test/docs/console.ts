/** A command of a console block, as a reader would type it. */
export interface Typed {
  /** Its lines as they stand, the note of its exit code taken off. */
  shown: string;
  /** The same in one. */
  command: string;
}

/** For the runner: a command of ours, whose output may go through a pipe, or one of the shell's. */
export type ToRun =
  | { cwd: string; words: readonly string[]; input?: string; pipe?: string }
  | { cwd: string; shell: string };

export interface Ran {
  output: string;
  code: number;
}

const EXIT = /[ \t]+# exit \d+$/;
const OURS = /^(?:npx )?audit(?: |$)/;

/** The commands of a console block: what begins with `$ `, with the lines that a backslash continues. */
export function typedIn(block: string): Typed[] {
  return Array.from(block.matchAll(/^\$ ((?:.*\\\n)*.*)$/gm), ([, lines = '']) => {
    const shown = lines.replace(EXIT, '');
    return { shown, command: shown.replace(/\\\n\s*/g, '') };
  });
}

/** @param read the text of a file that the command takes by `<` */
export function toRun({ command }: Typed, cwd: string, read: (path: string) => string): ToRun {
  if (!OURS.test(command)) return { cwd, shell: command };
  const [own = '', ...pipe] = command.split(' | ');
  const [call = '', from] = own.split(' < ');
  const words = wordsOf(call.replace(OURS, ''));
  return {
    cwd,
    words,
    ...(from !== undefined && { input: read(from.trim()) }),
    ...(pipe.length > 0 && { pipe: pipe.join(' | ') }),
  };
}

/** The block as it should be: each command with what it printed, and how it ended where that is not 0. */
export function rendered(commands: readonly Typed[], results: readonly Ran[]): string {
  return commands
    .map(({ shown }, i) => {
      const { output = '', code = 0 } = results[i] ?? {};
      return `$ ${shown}${code === 0 ? '' : `  # exit ${code}`}\n${tidy(output)}`;
    })
    .join('');
}

/** Without what no one sees. */
function tidy(output: string): string {
  const text = output.replace(/[ \t]+$/gm, '').trimEnd();
  return text === '' ? '' : `${text}\n`;
}

/** Of a command line: words, some in quotes. */
export function wordsOf(text: string): string[] {
  return Array.from(text.matchAll(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g), ([word]) =>
    word.replace(/'([^']*)'|"([^"]*)"/g, '$1$2'),
  );
}
