import type { Finding, Report, Skipped } from '../audit/finding.ts';
import type { BuilderName } from '../cachekey/builder.ts';
import type { Confidence, Severity } from '../config/levels.ts';
import type { Style } from '../rewrite/rewrite.ts';

/**
 * An audit that goes on: a promise of its report, and what it finds on the way. Both are optional to listen to, and
 * `findings` can be read later or more than once, always from the first one on.
 */
export interface Audit extends Promise<Report> {
  /** Ends with the audit, and throws what the audit rejects with. Leaving it does not end the audit: abort `signal` for that. */
  readonly findings: AsyncIterable<EarlyFinding>;
}

/**
 * A finding before the audit is at its end. Of an image it has the place where the secret was found first; the report's
 * has all of them and tells the worst, under the same `rule` and `secret.fingerprint`. Fixes need the whole.
 */
export type EarlyFinding = Omit<Finding, 'fixes' | 'fixRefused'>;

/** A file to be read, or a text under the path that it is to have in the report (`Dockerfile` where there is none). */
export type DockerfileSource = string | { text: string; path?: string };

/** What every audit takes. */
export interface AuditOptions {
  /** Ends the audit, which rejects with the signal's reason. */
  signal?: AbortSignal;
  /** Less sure findings are left out; a note counts them. Default: `likely`. */
  minConfidence?: Confidence;
  /** Where keys, caches, accounts, proxies and engines are looked for, instead of `process.env`; `{}` for nothing. */
  environment?: Readonly<Record<string, string | undefined>>;
  /**
   * What one input may cost at most, by the names and with the units of `--limit`:
   * `{ 'layer-seconds': 60, 'unpacked-bytes': '2G' }`. What goes beyond is told in the report's `skipped`.
   */
  limits?: Readonly<Record<string, number | string>>;
}

export interface DockerfileOptions extends AuditOptions {
  /** The folder of the build context; else that of the Dockerfile or the working folder. A text has none of its own. */
  context?: string;
  /** The stage to build, by name or number; else the last. */
  target?: string;
  /** What the build is about to be given: a credential among the values is a finding. They are kept nowhere. */
  buildArguments?: Readonly<Record<string, string>>;
  /** How rewrites hand a secret to a RUN; else the best for each. */
  style?: Style;
  /** Rewrites keep the build argument as a fallback, for builds that do not pass the secret yet. */
  keepArgument?: boolean;
}

export interface DockerfilesOptions extends DockerfileOptions {
  /** Of folders: also who builds the Dockerfiles, and with what. Default: true. */
  builds?: boolean;
}

export interface FixOptions extends DockerfileOptions {
  /** Also makes rewrites that a person should look at; see `doubts`. */
  unsafe?: boolean;
}

/** How images are reached. */
export interface RegistryOptions {
  /** Of an image for several platforms, this one only: `linux/arm64`. */
  platform?: string;
  /** Account files, or folders of them; the later one outweighs. */
  authFiles?: readonly string[];
  /** Each a `HOST[:PORT]` for which plain HTTP and a certificate that is not valid will do. */
  insecure?: readonly string[];
  /** A PEM file with further certificate authorities. */
  ca?: string;
}

export interface ImageOptions extends AuditOptions, RegistryOptions {
  /** The Dockerfile that the image was built from: findings name its lines. */
  dockerfile?: string;
  /** Its stage that was built; else the one that the history shows most of. */
  target?: string;
  /** Images that it was built on: findings in their layers say so. */
  bases?: readonly string[];
  /** Leaves out what a later layer deletes or replaces. */
  finalOnly?: boolean;
  /** Keeps what was found in layers, without the secrets, for the next audit. Default: true. */
  cache?: boolean;
  /** Called when the reading of an image's layers begins, and after each of them. */
  onProgress?(progress: ImageProgress): void;
}

export interface ImageProgress {
  image: string;
  /** Of the layers that are to be read; those that an earlier audit has read are not among them. */
  layers: { done: number; total: number };
  /** As stored: read so far of all images, and to be read of this one's layers. */
  bytes: { read: number; total: number };
}

export interface CacheOptions extends Omit<AuditOptions, 'minConfidence'>, RegistryOptions {
  /** Build arguments that change; else secrets, and what is called as the date or the commit. */
  rotate?: readonly string[];
  /** Build arguments that do not change. */
  buildArguments?: Readonly<Record<string, string>>;
  target?: string;
  /** Images that stages start from: their ONBUILD triggers and variables are read, not taken for granted. */
  bases?: readonly string[];
  /** Default: `buildkit`. */
  builder?: BuilderName;
}

/** A Dockerfile with the rewrites made that are proved to be better. */
export interface FixedDockerfile {
  text: string;
  changed: boolean;
  /** The ignore file of the build context, where a rewrite changes that as well. */
  ignoreFile?: { path: string; text: string };
  done: readonly MadeFix[];
  /** Not made, as a person has to look at them: `unsafe` makes them. */
  held: readonly MadeFix[];
  refused: readonly { rule: string; name?: string; reason: string }[];
  /** What whoever builds has to supply from now on. */
  secrets: readonly BuildSecret[];
  /** The same as flags of `docker build`, started in the context's folder: `['--secret', 'id=npm_token,env=NPM_TOKEN']`. */
  flags: readonly string[];
  /**
   * Lines of a shell to run before, with the values in its environment: they write the file that a flag names, outside of
   * the build context. It holds them in clear; remove it after the build.
   */
  prepare: readonly string[];
  /** What could not be read, or is in doubt, as in the report of an audit. */
  skipped: readonly Skipped[];
}

export interface MadeFix {
  title: string;
  doubts: readonly string[];
}

export interface BuildSecret {
  kind: 'secret' | 'ssh';
  id: string;
  /** The build argument that handed it over before; it is not to be passed any more. */
  argument?: string;
  /** The file of the build context that held it. */
  file?: string;
  /** It is a file of `NAME='value'` lines, and has to hold these build arguments, which are not to be passed any more. */
  dotenv?: readonly string[];
}

/** What a rule says of itself. */
export interface RuleInfo {
  id: string;
  severity: Severity;
  confidence: Confidence;
  title: string;
  why: string;
  instead: string;
  references: readonly string[];
}
