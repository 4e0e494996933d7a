import { string } from '@oclif/core/args';
import { boolean, option, string as text } from '@oclif/core/flags';
import { BUILDERS } from '../cachekey/builder.ts';
import { Command } from './common/command.ts';
import { configFlags, limitFlags } from './common/flags.ts';
import { readLimits } from './common/limits.ts';
import { page, write } from './common/output.ts';
import { openOrTell } from './common/project.ts';
import { accessBy, registryFlags } from './common/registry-flags.ts';

export default class CacheCommand extends Command {
  static override summary =
    'Show what enters the cache key of each step, and what a rotating value invalidates.';
  static override description =
    `A build argument is in the cache key of every RUN behind it, used or not. For each step of a Dockerfile: is it run again
when a token, a date or a commit changes, is it proved that it is not, or is no proof to be had. With --compare: where two
builds of one Dockerfile part, and why.
Exit code 0. 1: with --assert, a step that installs or compiles is not proved independent. 2: something could not be read, or the
builder would refuse the file.`;
  static override usage = ['cache DOCKERFILE [FLAGS]', 'cache --compare IMAGE IMAGE [FLAGS]'];
  static override examples = [
    '<%= config.bin %> cache Dockerfile --rotate UV_INDEX',
    '<%= config.bin %> cache Dockerfile --assert',
    '<%= config.bin %> cache --compare app:1 app:2',
  ];
  static override strict = false;
  static override args = {
    path: string({
      description: 'A Dockerfile, or - for standard input; with --compare two images.',
      required: true,
    }),
  };
  static override flags = {
    ...configFlags,
    ...limitFlags,
    ...registryFlags,
    rotate: text({
      summary:
        'A build argument that changes from build to build; default: secrets, and what is called as the date or commit.',
      helpValue: 'NAME',
      multiple: true,
      multipleNonGreedy: true,
    }),
    'build-arg': text({
      summary: 'A build argument that does not change.',
      helpValue: 'NAME=VALUE',
      multiple: true,
      multipleNonGreedy: true,
    }),
    target: text({
      summary: 'The stage that is built, by name or number; default: the last.',
      helpValue: 'STAGE',
    }),
    base: text({
      summary:
        'An image that a stage starts from: its ONBUILD triggers and variables are read, not taken for granted.',
      helpValue: 'IMAGE',
      multiple: true,
      multipleNonGreedy: true,
    }),
    builder: option({ options: BUILDERS, default: 'buildkit' as const, summary: 'Who builds.' })(),
    assert: boolean({
      summary: 'Exit with 1 unless every step that installs or compiles is proved independent.',
    }),
    compare: boolean({ summary: 'Compare two images instead.' }),
    format: option({
      options: ['text', 'json'] as const,
      default: 'text' as const,
      summary: 'How the report is written.',
    })(),
    output: text({ char: 'o', summary: 'Write the report to this file.', helpValue: 'FILE' }),
    'no-color': boolean({ summary: 'No colour, on a terminal either.' }),
  };

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(CacheCommand);
    const [first = '', second, ...more] = argv.map(String);
    if (more.length > 0 || (second !== undefined) !== (flags.compare === true))
      this.error(flags.compare ? '--compare takes two images' : 'name one Dockerfile', { exit: 2 });
    const { config, 'no-config': noConfig } = flags;
    const projects = await openOrTell([first], { config, noConfig, limits: readLimits(flags.limit) });
    if (projects === undefined) return;
    const { compareCaches, showCache } = await import('../report/cache-pages.ts');
    const { limits, own } = projects.of(first);
    const open = { ...accessBy(flags), limits };
    const asked = {
      ...flags,
      buildArguments: flags['build-arg'] ?? [],
      bases: flags.base ?? [],
      open,
      own,
    };
    const report =
      second === undefined
        ? await this.#orError(first, showCache(first, asked))
        : await this.#orError(`${first}, ${second}`, compareCaches([first, second], open));
    await write(flags.format === 'json' ? report.json() : report.text(page(flags)), flags);
    if (!report.whole) process.exitCode = 2;
    else if (flags.assert && !report.proved) process.exitCode = 1;
  }

  #orError<T>(what: string, made: Promise<T>): Promise<T> {
    return made.catch((error: unknown) => {
      if (!(error instanceof Error) || !/^(?:Input|Image)Error$/.test(error.name)) throw error;
      this.error(error.message.includes(what) ? error.message : `${what}: ${error.message}`, { exit: 2 });
    });
  }
}
