import type { BuildPath, GivenArgument } from '../build/build-path.ts';
import type { ValueEvidence } from '../build/judge.ts';
import type { Rotation } from '../cachekey/rotation.ts';
import type { Confidence, Severity } from '../config/levels.ts';
import type { Instruction, ParsedDockerfile } from '../dockerfile/instruction.ts';
import type { Mount } from '../dockerfile/mounts.ts';
import type { Place } from '../dockerfile/source-text.ts';
import type { Declaration } from '../flow/declaration.ts';
import type { LiteralCredential } from '../flow/literal.ts';
import type { MountMistake } from '../flow/mount-mistakes.ts';
import type { SpanIndex } from '../flow/span-index.ts';
import type { Trace } from '../flow/trace.ts';
import type { TrackedSecret } from '../flow/tracked-secret.ts';
import type { Image } from '../image/image.ts';
import type { ImageLocation } from './finding.ts';
import type { Leak } from './leak.ts';
import type { Problem } from './problem.ts';

/** A rule explains itself: `audit rules ID`, docs/rules/ID.md and the tests are made from this one declaration. */
export interface Rule<Facts, Place, Example> {
  /** Kebab case, the file's name; a contract. */
  id: string;
  /** Of a problem that says nothing else. */
  severity: Severity;
  confidence: Confidence;
  /** What is wrong, in a few words: `Build argument carries a secret`. */
  title: string;
  /** Sentences with `{place}`s for a problem's data, by a problem's `message`. */
  messages: Readonly<Record<string, string>>;
  why: string;
  instead: string;
  references: readonly string[];
  /** `«github-pat-classic»` stands for a credential of that format, `«password»` for a password; both are made when the example is run. */
  examples: { bad: readonly Example[]; good: readonly Example[]; fixed?: Example };
  check(facts: Facts): Iterable<Problem<Place>>;
}

export interface DockerfileFacts {
  file: ParsedDockerfile;
  trace: Trace;
  /** What comes in by ARG and ENV. */
  secrets: readonly TrackedSecret[];
  /** Credentials that stand in the text, wherever. */
  literals: readonly LiteralCredential[];
  /** The instructions that are written into the image config as they stand. */
  metadata: SpanIndex<Instruction>;
  mountMistakes: readonly MountMistake[];
  /** Build arguments that change from build to build, and what that does to the cache. */
  rotating: readonly RotatingValue[];
}

/** A value that is another one at the next build. */
export interface RotatingValue {
  /** A secret that is renewed, or what names the build itself: its date, its commit. */
  kind: 'secret' | 'change';
  /** Of a secret: what is known of it. */
  tracked?: TrackedSecret;
  confidence: Confidence;
  /** It is a new one at nearly every build. */
  isShortLived: boolean;
  /** Where a build passes it. */
  from?: Place;
  rotation: Rotation;
}

export type DockerfileRule = Rule<DockerfileFacts, Place, string>;

/** What is known of the ways in which one Dockerfile is built. */
export interface BuildFacts {
  /** Absent where the Dockerfile is not known. */
  dockerfile?: DockerfileFacts;
  builds: readonly JudgedBuild[];
}

/** One way in which an image is built, held against its Dockerfile. */
export interface JudgedBuild {
  path: BuildPath;
  args: readonly JudgedArgument[];
  /** Labels, annotations and variables that the builder writes into the image. */
  labels: readonly JudgedArgument[];
  /** What the stages that it builds ask for; absent where that is not known. */
  needs?: BuildNeeds;
}

export interface JudgedArgument extends GivenArgument {
  /** By its name. */
  mayBeSecret: boolean;
  secret?: ValueEvidence;
  /** What makes it another one at nearly every build. */
  changes?: string;
}

/** What the stages that a build runs ask for. */
export interface BuildNeeds {
  secrets: readonly Mount[];
  ssh: readonly Mount[];
  /** By name. */
  args: ReadonlyMap<string, Declaration>;
  /** Mounted by any stage, this build's or not. */
  mountedAnywhere: ReadonlySet<string>;
  /** Some ids are not known: they hold variables, or the frontend is not Docker's. */
  isOpen: boolean;
}

/** Files by their paths: a small repository. */
export type BuildExample = Readonly<Record<string, string>>;

export type BuildRule = Rule<BuildFacts, Place, BuildExample>;

export interface ImageFacts {
  image: Image;
  /** Every place of the image where a credential was found. */
  leaks: readonly Leak[];
}

/** An image in miniature, for a rule's examples. */
export interface ImageExample {
  kind?: 'image' | 'build-cache';
  env?: readonly string[];
  labels?: Readonly<Record<string, string>>;
  cmd?: readonly string[];
  history?: readonly string[];
  /** Of one layer: path to content. */
  files?: Readonly<Record<string, string>>;
  annotations?: Readonly<Record<string, string>>;
  attestation?: string;
}

export type ImageRule = Rule<ImageFacts, ImageLocation, ImageExample>;

/** Types a rule's declaration and gives it back. */
export function dockerfileRule(rule: DockerfileRule): DockerfileRule {
  return rule;
}

/** Types a rule's declaration and gives it back. */
export function buildRule(rule: BuildRule): BuildRule {
  return rule;
}

/** Types a rule's declaration and gives it back. */
export function imageRule(rule: ImageRule): ImageRule {
  return rule;
}
