import { replaceFile } from '../../config/write-file.ts';

export interface OutputOptions {
  output?: string | undefined;
  'no-color': boolean;
}

const NARROWEST = 40;
const WIDEST = 200;
const USUAL_WIDTH = 80;

/** How wide a text may be, and whether it is coloured. */
export function page({ output, 'no-color': noColour }: OutputOptions): { width: number; colour: boolean } {
  return {
    width: Math.max(NARROWEST, Math.min(process.stdout.columns ?? USUAL_WIDTH, WIDEST)),
    colour: output === undefined && wantsColour(noColour),
  };
}

/** Writes a report to where it is wanted. */
export async function write(text: string, { output }: OutputOptions): Promise<void> {
  if (output !== undefined) await replaceFile(output, text).catch(failedWrite(output));
  else process.stdout.on('error', failedWrite('standard output')).write(text);
}

function wantsColour(noColour: boolean): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (noColour || (NO_COLOR !== undefined && NO_COLOR !== '')) return false;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '0') return true;
  return process.stdout.isTTY === true && TERM !== 'dumb';
}

/** Tells that a report could not be written. A reader that has seen enough (`audit … | head`) is no error. */
export function failedWrite(where: string): (error: NodeJS.ErrnoException) => void {
  return ({ code }) => {
    if (code === 'EPIPE') return;
    process.stderr.write(`audit: ${where}: the report could not be written (${code}); name another file\n`);
    process.exitCode = 2;
  };
}
