import type { Target } from '../target.ts';
import { targets as builds } from './builds.ts';
import { ignoring } from './context.ts';
import { audit, parser, rewrite } from './dockerfile.ts';
import { following, parsing, windows } from './shell.ts';

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
];
