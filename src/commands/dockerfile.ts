import { string } from '@oclif/core/args';
import { Command } from '@oclif/core/command';
import { boolean, string as text } from '@oclif/core/flags';
import { emit, emitBuilds } from './common/emit.ts';
import { commonFlags } from './common/flags.ts';
import { openRun } from './common/project.ts';

export default class DockerfileCommand extends Command {
  static override summary = 'Follow secrets through Dockerfiles.';
  static override description =
    `Reads each Dockerfile and reports secrets that would outlive the build, with the way they take.
Exit code 0: nothing at or above --fail-on. 1: findings. 2: something could not be audited.`;
  static override examples = [
    '<%= config.bin %> dockerfile',
    '<%= config.bin %> dockerfile services/ Dockerfile.dev',
  ];
  static override strict = false;
  static override args = {
    path: string({
      description: 'Dockerfiles, folders to search, or - for standard input; default: this folder.',
    }),
  };
  static override flags = {
    ...commonFlags,
    context: text({
      summary:
        'The build context; default: the folder of the Dockerfile, or this one, whichever has what it copies.',
      helpValue: 'FOLDER',
    }),
    target: text({
      summary: 'The stage that is built, by name or number; default: the last.',
      helpValue: 'STAGE',
    }),
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
    const { context, target } = flags;
    const build = {
      ...(context !== undefined && { context }),
      ...(target !== undefined && { target }),
      noInvocations: flags['no-invocations'],
    };
    const paths = argv.map(String);
    const opened = await openRun(paths, flags);
    if (opened === undefined) return;
    const { gate, projects } = opened;
    const { runDockerfiles } = await import('../audit/run-dockerfiles.ts');
    if (flags['list-builds'])
      await emitBuilds(
        await runDockerfiles(paths, { ...gate, minConfidence: 'possible' }, build, projects),
        flags,
      );
    else await emit(await runDockerfiles(paths, gate, build, projects), gate, flags);
  }
}
