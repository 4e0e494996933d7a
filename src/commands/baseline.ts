import { string } from '@oclif/core/args';
import { boolean, string as text } from '@oclif/core/flags';
import { plain } from '../report/plain-text.ts';
import { Command } from './common/command.ts';
import { configFlags, limitFlags } from './common/flags.ts';
import { readLimits } from './common/limits.ts';
import { openOrTell } from './common/project.ts';
import { accessBy, registryFlags } from './common/registry-flags.ts';

export default class BaselineCommand extends Command {
  static override summary = 'Record what is found now, so that only what is new fails from then on.';
  static override description =
    `Audits Dockerfiles, and images that are named, and writes what is found into a file to be
committed. With --baseline FILE, or "baseline: FILE" in the configuration, the other commands tell what is in it as
suppressed. It holds no secret: rules, files and names of variables, under keyed fingerprints.
Exit code 0. 2: something could not be audited; what was found is recorded all the same.`;
  static override examples = [
    '<%= config.bin %> baseline',
    '<%= config.bin %> baseline services/ --image oci:build/layout',
  ];
  static override strict = false;
  static override args = {
    path: string({
      description: 'Dockerfiles or folders; default: this folder, or none where an image is named.',
    }),
  };
  static override flags = {
    image: text({
      char: 'i',
      summary: 'An image to record as well.',
      helpValue: 'IMAGE',
      multiple: true,
      multipleNonGreedy: true,
    }),
    output: text({
      char: 'o',
      summary:
        'Write the baseline to this file; default: what the configuration names, else .build-audit-baseline.json.',
      helpValue: 'FILE',
    }),
    ...configFlags,
    ...limitFlags,
    ...registryFlags,
    'no-invocations': boolean({
      summary: 'Of a folder, the Dockerfiles alone: not who builds them, and with what.',
    }),
  };

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(BaselineCommand);
    const { config, 'no-config': noConfig, output, image: images = [] } = flags;
    const paths = argv.length === 0 && images.length === 0 ? ['.'] : argv.map(String);
    const projects = await openOrTell(paths, {
      config,
      noConfig,
      limits: readLimits(flags.limit),
      record: { file: output },
    });
    if (projects === undefined) return;
    const { recordBaseline } = await import('../audit/project/record-baseline.ts');
    const made = await recordBaseline(projects, {
      paths,
      images,
      build: { noInvocations: flags['no-invocations'] },
      open: accessBy(flags),
    });
    for (const { what, reason } of made.skipped)
      process.stderr.write(`audit: not audited: ${plain(what)}: ${plain(reason)}\n`);
    if (made.skipped.length > 0) process.exitCode = 2;
    this.log(made.summary);
  }
}
