import { bashCompletion } from './bash.ts';
import { fishCompletion } from './fish.ts';
import { powershellCompletion } from './powershell.ts';
import type { CommandWords } from './words.ts';
import { zshCompletion } from './zsh.ts';

const SHELLS = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
  powershell: powershellCompletion,
};

/** The script that makes a shell complete a command's words. */
export function completionScript(
  shell: keyof typeof SHELLS,
  bin: string,
  commands: readonly CommandWords[],
): string {
  return SHELLS[shell](bin, commands);
}
