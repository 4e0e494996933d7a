import { string } from '@oclif/core/args';
import { Command } from '@oclif/core/command';
import { emit } from './common/emit.ts';
import { commonFlags } from './common/flags.ts';

export default class ImageCommand extends Command {
  static override summary = 'Find the credentials that an image carries.';
  static override description =
    `Reads config, history, annotations, attestations and every file of every layer, also those
that a later layer deletes. Nothing is written to disk.
An image is named as containers/image does: docker-archive:FILE, oci-archive:FILE, oci:FOLDER, or a path alone.
Exit code 0: nothing at or above --fail-on. 1: findings. 2: something could not be audited.`;
  static override examples = [
    '<%= config.bin %> image app.tar',
    '<%= config.bin %> image oci:build/layout --format json',
  ];
  static override strict = false;
  static override args = {
    image: string({
      description: 'Archives, OCI layouts, or references with a transport.',
      required: true,
    }),
  };
  static override flags = commonFlags;

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(ImageCommand);
    const { runImages } = await import('../audit/run-images.ts');
    const gate = { failOn: flags['fail-on'], minConfidence: flags['min-confidence'] };
    const progress = (line: string) => {
      if (process.stderr.isTTY === true && !flags.quiet) process.stderr.write(`reading ${line}\n`);
    };
    await emit(await runImages(argv.map(String), gate, progress), gate, flags);
  }
}
