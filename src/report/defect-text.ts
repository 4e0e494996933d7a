import { plain } from './plain-text.ts';

const MOST_FRAMES = 12;

/** What is told of an error that nobody foresaw: its kind and where it was thrown. Its message may hold what was read. */
export function defectText(error: unknown): string {
  const { name, code, frames } =
    error instanceof Error
      ? { name: error.constructor.name, code: codeOf(error), frames: framesOf(error) }
      : { name: typeof error, code: '', frames: [] };
  const lines = [
    `audit: a defect of build-audit ended this audit: ${name}${code}; please report it, with these lines:`,
    ...frames,
  ];
  return `${lines.map(plain).join('\n')}\n`;
}

function codeOf(error: Error): string {
  const code = 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[A-Z][A-Z_\d]{1,60}$/.test(code) ? ` ${code}` : '';
}

/** The lines behind the message, however many lines that has. */
function framesOf({ stack = '', message }: Error): string[] {
  const begin = stack.indexOf(message);
  if (begin === -1) return [];
  return stack
    .slice(begin + message.length)
    .split('\n')
    .filter((line) => /^ {4}at /.test(line))
    .slice(0, MOST_FRAMES);
}
