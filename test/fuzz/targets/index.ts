import type { Target } from '../target.ts';
import { targets as archives } from './archives.ts';
import { targets as builds } from './builds.ts';
import { targets as configuration } from './configuration.ts';
import { ignoring } from './context.ts';
import { targets as credentials } from './credentials.ts';
import { audit, parser, rewrite } from './dockerfile.ts';
import { targets as images } from './images.ts';
import { targets as packed } from './packed.ts';
import { targets as registry } from './registry.ts';
import { reports } from './reports.ts';
import { following, parsing, windows } from './shell.ts';
import { inflate, tar } from './streams.ts';

/** Every target. */
export const targets: readonly Target[] = [
  parser,
  audit,
  rewrite,
  ignoring,
  parsing,
  following,
  windows,
  ...builds,
  tar,
  inflate,
  ...packed,
  ...images,
  ...credentials,
  ...registry,
  ...archives,
  ...configuration,
  reports,
];
