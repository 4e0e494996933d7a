import { boolean, option } from '@oclif/core/flags';
import type { BuildOptions } from '../../audit/build-options.ts';
import { STYLES, type Style } from '../../rewrite/rewrite.ts';
import type { OutputOptions } from './output.ts';

/** The flags of what rewrites Dockerfiles. */
export const fixFlags = {
  diff: boolean({ summary: 'Print what --fix would write, as a patch.', exclusive: ['fix'] }),
  fix: boolean({ summary: 'Write the rewrites that are proved and leave nothing to decide.' }),
  'unsafe-fixes': boolean({ summary: 'With --fix or --diff: also those that a person should look at.' }),
  stdout: boolean({
    summary: 'With --fix: print the rewritten Dockerfile, and write nothing.',
    dependsOn: ['fix'],
  }),
  style: option({
    options: STYLES,
    summary: 'How rewrites hand a secret to a RUN; default: what is best for each.',
  })(),
  'keep-arg': boolean({
    summary: 'Rewrites keep the build argument as a fallback, for builds that do not pass the secret yet.',
  }),
};

export interface FixFlags extends OutputOptions {
  diff: boolean;
  fix: boolean;
  'unsafe-fixes': boolean;
  stdout: boolean;
  style?: Style | undefined;
  'keep-arg': boolean;
}

/** How rewrites are made, by the flags. */
export function rewriteOptions({
  style,
  'keep-arg': keepArgument,
}: FixFlags): NonNullable<BuildOptions['rewrite']> {
  return { ...(style !== undefined && { style }), keepArgument };
}
