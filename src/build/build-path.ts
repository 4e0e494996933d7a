import type { MappedText } from '../dockerfile/mapped-text.ts';
import type { SourceText, Span } from '../dockerfile/source-text.ts';
import type { Value } from './value.ts';

/** A stretch of a build file. */
export interface FilePlace extends Span {
  source: SourceText;
}

/** One way in which an image is built: who calls the builder, and what it hands over. */
export interface BuildPath {
  /** `docker build`, `service web`, `target app`, `docker/build-push-action`. */
  how: string;
  builder: Builder;
  at: FilePlace;
  dockerfile: DockerfileReference;
  /** The folder of the build context, relative to the repository's root; absent when it is none or not known. */
  context?: string;
  /** The ignore file that it is told to read, as the context is. */
  ignoreFile?: string;
  /** The stage to build; absent for the last. */
  target?: Given;
  args: readonly GivenArgument[];
  secrets: readonly GivenSecret[];
  ssh: readonly GivenSsh[];
  /** Values that are written into the image as they stand: labels, annotations, buildah's `--env`. */
  labels: readonly GivenArgument[];
  provenance?: Provenance;
  /** True for an action that keeps all build arguments in an artifact and in the summary of its job. */
  record: boolean;
  /** It takes nothing from the build cache. */
  noCache?: boolean;
  /** Places whose part in the build could not be told: there may be more arguments and secrets than these. */
  unknown: readonly Unknown[];
  /** Where it is a command line of a shell: what has to be known to change it. */
  line?: LinePlaces;
}

/** Who reads a command line. */
export type ShellKind = 'posix' | 'powershell' | 'cmd';

/** The places of a command line. */
interface LinePlaces {
  shell: ShellKind;
  /** The command's own first word, behind its assignments: the builder, or what runs it (`sudo`). */
  first: FilePlace;
  /** The builder's name. */
  program: FilePlace;
  /** The last word of the subcommand, where it is one of its own: flags may stand behind it. */
  subcommand?: FilePlace;
  /** Where it runs, relative to the repository's root. */
  folder: string;
  /** It runs on another machine, in a container or in a shell of somebody else: what the script has in its environment is not there. */
  isFar?: true;
}

/** Who builds, as far as it matters: what it can mount, and what it keeps. */
export type Builder = 'buildkit' | 'classic' | 'buildah' | 'kaniko';

/** Paths that may be meant, relative to the root, the likeliest first; a text; or not known. */
export type DockerfileReference =
  | { kind: 'path'; candidates: readonly string[]; at: FilePlace }
  | { kind: 'inline'; text: MappedText; at: FilePlace }
  | { kind: 'unknown'; what: string; at: FilePlace };

/** A value that is handed over, and where. */
export interface Given {
  value: Value;
  at: FilePlace;
}

export interface GivenArgument extends Given {
  name: string;
  /** Of the flag and its value, where it is a word of a command line. */
  flag?: FilePlace;
}

/** A secret that is supplied to RUN --mount=type=secret. */
export interface GivenSecret {
  id: string;
  at: FilePlace;
  /** A file, a variable, or a value; absent when nothing is said. */
  from?: { kind: 'file' | 'variable' | 'value'; value: Value };
  /** It is there without having been asked for, and need not be mounted. */
  implied?: true;
}

export interface GivenSsh {
  id: string;
  at: FilePlace;
}

export interface Unknown {
  what: string;
  at: FilePlace;
}

export interface Provenance {
  /** `visibility`: max for public repositories, min for others. */
  mode: 'max' | 'min' | 'off' | 'visibility';
  at: FilePlace;
}

/** `path:line:column` of a place. */
export function placeText({ source, start }: FilePlace): string {
  const { line, column } = source.position(start);
  return `${source.path}:${line}:${column}`;
}

/** A build path of which nothing is said yet. */
export function bareBuild(
  how: string,
  builder: Builder,
  at: FilePlace,
  dockerfile: DockerfileReference,
): BuildPath {
  const nothing = { args: [], secrets: [], ssh: [], labels: [], unknown: [] };
  return { how, builder, at, dockerfile, record: false, ...nothing };
}
