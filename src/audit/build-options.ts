import type { Interrupt } from '../config/interrupt.ts';
import type { Limits } from '../config/limits.ts';
import type { RewriteOptions } from '../rewrite/rewrite.ts';
import type { Changes } from './changes/changes.ts';
import type { Events } from './events.ts';

/** How the Dockerfiles are built. */
export interface BuildOptions {
  /** The folder of the build context; else it is looked for. */
  context?: string;
  /** The stage to build, by name or number; else the last. */
  target?: string;
  /** Leave out who builds them, and with what. */
  noInvocations?: boolean;
  /** How secrets are to reach the RUNs that use them. */
  rewrite?: RewriteOptions;
  events?: Events | undefined;
  /** Ends all of it; what was found so far is reported. */
  interrupt?: Interrupt | undefined;
  /** Dockerfiles that are at hand, by the paths that they are called by: they are not read, and have no folder. */
  texts?: ReadonlyMap<string, string>;
  /** What is about to be handed over for build arguments of Dockerfiles that are named. */
  buildArguments?: Readonly<Record<string, string>>;
  /** Each path is a Dockerfile; one that cannot be read ends the run with an InputError. */
  strict?: boolean;
  /** Ends the audit, which then throws its reason. */
  signal?: AbortSignal | undefined;
  /** Where the key of secrets' fingerprints is looked for; the process's own by default. */
  environment?: NodeJS.ProcessEnv | undefined;
  /** Those that are other than the project's. */
  limits?: Partial<Limits> | undefined;
  /** What alone is looked at. */
  changes?: Changes | undefined;
}
