import { string } from '@oclif/core/args';
import { boolean, option, string as stringFlag } from '@oclif/core/flags';
import { PROGRESS_KINDS } from '../report/progress-kinds.ts';
import { Command } from './common/command.ts';
import { emit } from './common/emit.ts';
import { commonFlags } from './common/flags.ts';
import { hearSignals, leave } from './common/interrupt.ts';
import { openRun } from './common/project.ts';
import { accessBy, registryFlags } from './common/registry-flags.ts';
import { readTargets } from './common/targets.ts';
import { narrator } from './common/verbose.ts';

export default class ImageCommand extends Command {
  static override summary = 'Find the credentials that an image carries.';
  static override description =
    `Reads config, history, annotations, attestations and every file of every layer, also those
that a later layer deletes, and what is packed in them. Nothing is written but the cache of what was found in
layers, which holds no secret, and for as long as it is read a copy of what cannot be read in place.
An image is named as containers/image does: docker-archive:FILE, oci-archive:FILE, oci:FOLDER, docker-daemon:NAME,
containers-storage:NAME, docker://HOST/NAME; or a path, or a name alone, which is looked for in the container engine,
then in the registry.
Exit code 0: nothing at or above --fail-on. 1: findings. 2: something could not be audited.`;
  static override usage = 'image IMAGE... [FLAGS]';
  static override examples = [
    '<%= config.bin %> image app.tar',
    '<%= config.bin %> image oci:build/layout --format json',
    '<%= config.bin %> image docker://ghcr.io/acme/app:1 --auth-file /docker-secrets',
  ];
  static override strict = false;
  static override args = {
    image: string({
      description: 'Archives, OCI layouts, names of images, or references with a transport.',
      required: true,
    }),
  };
  static override flags = {
    ...commonFlags,
    ...registryFlags,
    dockerfile: stringFlag({
      summary:
        'The Dockerfile that the image was built from: findings name its lines and their way through it.',
      helpValue: 'FILE',
    }),
    target: stringFlag({
      summary: 'The stage of the Dockerfile that was built; default: the one that the history shows most of.',
      helpValue: 'STAGE',
      dependsOn: ['dockerfile'],
    }),
    base: stringFlag({
      summary: 'The image that it was built on: findings in its layers say so.',
      helpValue: 'IMAGE',
      multiple: true,
      multipleNonGreedy: true,
    }),
    'final-only': boolean({ summary: 'Leave out what a later layer deletes or replaces.' }),
    cache: boolean({
      summary: 'Keep what is found in layers, without the secrets, for the next run.',
      allowNo: true,
      default: true,
    }),
    progress: option({
      options: PROGRESS_KINDS,
      default: 'auto' as const,
      summary:
        'Tell on standard error how far the reading has come: on a terminal, in one line at the end, or never.',
    })(),
  };

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(ImageCommand);
    const targets = readTargets(flags.format, flags.output);
    const events = narrator(flags.verbose);
    const interrupt = hearSignals();
    // The thread starts while the engine is loaded.
    void interrupt.expectWork();
    const opened = await openRun(['.'], flags);
    if (opened === undefined) return;
    const { gate, projects } = opened;
    const [{ runImages }, { showProgress }] = await Promise.all([
      import('../audit/run-images.ts'),
      import('../report/progress.ts'),
    ]);
    const { progress, stop } = showProgress(flags.quiet ? 'none' : flags.progress, process.stderr);
    const { dockerfile, target, base: bases = [] } = flags;
    const running = runImages(argv.map(String), gate, {
      progress,
      events,
      interrupt,
      finalOnly: flags['final-only'],
      noCache: !flags.cache,
      ...accessBy(flags),
      bases,
      project: projects.of('.'),
      ...(dockerfile !== undefined && { dockerfile }),
      ...(target !== undefined && { target }),
    });
    const run = await running.finally(stop);
    await emit(run, gate, { ...flags, targets, narrator: events });
    await leave(interrupt, run.isGivenUp);
  }
}
