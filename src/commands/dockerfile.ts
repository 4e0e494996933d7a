import { string } from '@oclif/core/args';
import { boolean, string as text } from '@oclif/core/flags';
import type { Gate } from '../audit/gate.ts';
import type { DockerfilesRun } from '../audit/run-dockerfiles.ts';
import { withInterrupt } from '../audit/tell-interrupt.ts';
import type { Interrupt } from '../config/interrupt.ts';
import { changeFlags, changesFor } from './common/change-flags.ts';
import { Command } from './common/command.ts';
import { buildsTarget, type EmitOptions, emit, emitBuilds } from './common/emit.ts';
import { type FixFlags, fixFlags, rewriteOptions } from './common/fix-flags.ts';
import { commonFlags } from './common/flags.ts';
import { hearSignals, leave } from './common/interrupt.ts';
import { openRun } from './common/project.ts';
import { readTargets } from './common/targets.ts';
import { narrator } from './common/verbose.ts';

export default class DockerfileCommand extends Command {
  static override summary = 'Follow secrets through Dockerfiles.';
  static override description =
    `Reads each Dockerfile and reports secrets that would outlive the build, with the way they take.
Exit code 0: nothing at or above --fail-on. 1: findings. 2: something could not be audited.`;
  static override usage = 'dockerfile [PATH...] [FLAGS]';
  static override examples = [
    '<%= config.bin %> dockerfile',
    '<%= config.bin %> dockerfile services/ Dockerfile.dev',
    '<%= config.bin %> dockerfile --diff',
    '<%= config.bin %> dockerfile --staged',
    '<%= config.bin %> dockerfile --since origin/main',
    '<%= config.bin %> dockerfile - --fix --stdout < Dockerfile',
  ];
  static override strict = false;
  static override args = {
    path: string({
      description: 'Dockerfiles, folders to search, or - for standard input; default: this folder.',
    }),
  };
  static override flags = {
    ...commonFlags,
    ...fixFlags,
    context: text({
      summary:
        'The build context; default: the folder of the Dockerfile, or this one, whichever has what it copies.',
      helpValue: 'FOLDER',
    }),
    target: text({
      summary: 'The stage that is built, by name or number; default: the last.',
      helpValue: 'STAGE',
    }),
    ...changeFlags,
    'no-invocations': boolean({
      summary: 'Of a folder, the Dockerfiles alone: not who builds them, and with what.',
    }),
    'list-builds': boolean({
      summary: 'Print who builds each Dockerfile, and with what, side by side; nothing is judged.',
      exclusive: ['no-invocations'],
    }),
  };

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(DockerfileCommand);
    const targets = readTargets(flags.format, flags.output);
    if (flags['list-builds']) buildsTarget({ targets });
    const events = narrator(flags.verbose);
    const output = { ...flags, targets, narrator: events };
    const { context, target } = flags;
    const paths = argv.map(String);
    const interrupt = hearSignals();
    // Git looks while the engine is loaded.
    const [changes, { runDockerfiles }] = await Promise.all([
      changesFor(flags, paths, interrupt),
      import('../audit/run-dockerfiles.ts'),
    ]);
    const opened = await openRun(changes?.paths ?? paths, flags, { files: changes?.now.files });
    if (opened === undefined) return;
    const build = {
      ...(context !== undefined && { context }),
      ...(target !== undefined && { target }),
      noInvocations: flags['no-invocations'],
      rewrite: rewriteOptions(flags),
      events,
      interrupt,
      ...(changes && { changes }),
    };
    const { gate, projects } = opened;
    const audit = (asked: Gate) => runDockerfiles(paths, asked, build, projects);
    if (!flags['list-builds'])
      return this.#report(() => audit(gate), gate, { ...flags, ...output, interrupt });
    await emitBuilds(await audit({ ...gate, minConfidence: 'possible' }), output);
    await leave(interrupt);
  }

  /** After files were written, of what is left. */
  async #report(
    audit: () => Promise<DockerfilesRun>,
    gate: Gate,
    flags: FixFlags & EmitOptions & { interrupt: Interrupt },
  ): Promise<void> {
    const run = await audit();
    const { interrupt } = flags;
    if (interrupt.signal !== undefined || (!flags.fix && !flags.diff)) {
      await emit(run, gate, flags);
      return leave(interrupt, run.isGivenUp);
    }
    const { applyFixes, isTold } = await import('./common/apply-fixes.ts');
    const applied = await applyFixes(run, gate, flags).catch((error: unknown) => {
      if (interrupt.signal !== undefined) return undefined;
      if (!isTold(error)) throw error;
      this.error(error.message, { exit: 2 });
    });
    if (applied === undefined) await emit(withInterrupt(run, interrupt), gate, flags);
    else if (applied.isWritten) await emit(await audit(), gate, flags);
    if (applied?.isCut === true) process.exitCode = 2;
    await leave(interrupt, run.isGivenUp);
  }
}
