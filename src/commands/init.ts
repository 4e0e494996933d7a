import { boolean } from '@oclif/core/flags';
import { Command } from './common/command.ts';

export default class InitCommand extends Command {
  static override summary = 'Make the audit a part of this repository.';
  static override description =
    `Looks at what is here, and writes a configuration file, a hook and a workflow. What it would write is shown first;
on a terminal it asks, elsewhere it wants --yes. No file that is there is changed: what belongs into it is printed.`;
  static override examples = [
    '<%= config.bin %> init',
    '<%= config.bin %> init --dry-run',
    '<%= config.bin %> init --yes',
  ];
  static override flags = {
    'dry-run': boolean({ summary: 'Show what would be written, and write nothing.', exclusive: ['yes'] }),
    yes: boolean({ char: 'y', summary: 'Write without asking.' }),
  };

  async run(): Promise<void> {
    const { flags } = await this.parse(InitCommand);
    const [{ planInit }, { writeInit }, { initText }] = await Promise.all([
      import('../audit/init/plan-init.ts'),
      import('../audit/init/write-init.ts'),
      import('../report/init-text.ts'),
    ]);
    const plan = await planInit('.').catch((error: unknown) => this.#tell(error));
    process.stdout.write(initText(plan));
    if (flags['dry-run'] || plan.writes.length === 0) return;
    if (!flags.yes && !(await this.#agreed())) return;
    await writeInit('.', plan.writes).catch((error: unknown) => this.#tell(error));
    process.stdout.write(`\nWritten: ${plan.writes.map(({ path }) => path).join(', ')}\n`);
    process.stdout.write(
      'Next: "audit dockerfile" shows what is there; "audit baseline" records it, so that only what is new fails.\n',
    );
  }

  /** Ends the command where a user can do something about it. */
  #tell(error: unknown): never {
    if (!(error instanceof Error && /^(?:Input|Config)Error$/.test(error.name))) throw error;
    return this.error(error.message, { exit: 2 });
  }

  async #agreed(): Promise<boolean> {
    if (!process.stdin.isTTY || !process.stdout.isTTY)
      this.error('nothing was written: there is nobody to ask. Say --yes to write, or --dry-run to look.', {
        exit: 2,
      });
    const { createInterface } = await import('node:readline/promises');
    const asked = createInterface({ input: process.stdin, output: process.stdout });
    const answer = await asked.question('\nWrite these files? [y/N] ').finally(() => asked.close());
    if (/^y(?:es)?$/i.test(answer.trim())) return true;
    process.stdout.write('Nothing was written.\n');
    return false;
  }
}
