import { Command as OclifCommand } from '@oclif/core/command';
import { defectText } from '../../report/defect-text.ts';

/** What all commands share: what nobody foresaw is told without the texts it speaks of, and is no finding. */
export abstract class Command extends OclifCommand {
  protected override async init(): Promise<void> {
    await super.init();
    // A process may run several commands, one after the other.
    process.off('uncaughtException', tellDefect).on('uncaughtException', tellDefect);
  }

  protected override async catch(error: Error & { exitCode?: number }): Promise<unknown> {
    // What oclif throws itself is said to the user: a flag that there is not, say.
    if ('oclif' in error) return super.catch(error);
    return tellDefect(error);
  }
}

function tellDefect(error: unknown): never {
  process.stderr.write(defectText(error));
  process.exit(2);
}
