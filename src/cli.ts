import { homedir } from 'node:os';
import { run } from '@oclif/core/run';

/**
 * Runs the command that was typed. Never throws: what goes wrong is told, and sets the exit code.
 *
 * @param dir a URL of a file below the package's root
 */
export async function execute({ dir }: { dir: string }): Promise<void> {
  nameUser();
  const typed = process.argv.slice(2);
  const argv = typed[0] === 'help' ? [...typed.slice(1), '--help'] : typed;
  try {
    await run(argv, dir);
  } catch (error) {
    const [{ tellError }, { readFile }] = await Promise.all([
      import('./commands/common/usage-error.ts'),
      import('node:fs/promises'),
    ]);
    const manifest = await readFile(new URL('../oclif.manifest.json', dir), 'utf8').catch(() => '{}');
    const { commands = {} }: { commands?: object } = JSON.parse(manifest);
    process.exitCode = tellError(error, argv, Object.keys(commands));
  }
}

/** In a container a user may have no entry of its own, so that the system has no answer where oclif and Node ask for one. */
function nameUser(): void {
  if (process.platform !== 'win32') process.env['SHELL'] ??= '/bin/sh';
  try {
    homedir();
  } catch {
    process.env['HOME'] = '/';
  }
}
