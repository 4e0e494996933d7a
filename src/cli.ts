import { run } from '@oclif/core/run';

/**
 * Runs the command that was typed. Never throws: what goes wrong is told, and sets the exit code.
 *
 * @param dir a URL of a file below the package's root
 */
export async function execute({ dir }: { dir: string }): Promise<void> {
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
