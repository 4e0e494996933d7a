import type { Builder, BuildPath, GivenArgument, Unknown } from '../build-path.ts';
import { literalOf } from '../value.ts';
import { argumentFile } from './argument-file.ts';
import { type CommandLine, type GivenWord, readFlags, valueOf, valuesOf } from './flags.ts';
import {
  argumentOf,
  isKnown,
  isUnknown,
  provenanceOf,
  secretByValue,
  secretOf,
  sshOf,
  unknownOf,
} from './given.ts';
import type { BuildCommand } from './known-commands.ts';
import { type CommandPlace, linePlaces } from './line-places.ts';
import { dockerfileOf, isRemote, pathsOf, told } from './paths.ts';

/** Flags of docker, podman, buildah, nerdctl, depot and kaniko that take a value. */
const VALUED: ReadonlySet<string> = new Set(
  `add-host allow annotation attest authfile build-arg build-arg-file build-context builder cache-dir cache-from cache-repo
  cache-to cache-ttl call cap-add cap-drop cert-dir cgroup-parent compression-level context context-sub-path cpp-flag
  cpu-period cpu-quota cpu-shares cpuset-cpus cpuset-mems creds customPlatform decryption-key destination device digest-file
  dns dns-option dns-search dockerfile env file format from git hooks-dir http-proxy ignore-path ignorefile iidfile
  image-name-with-digest-file insecure-registry isolation jobs label lease log-format logfile manifest memory memory-swap metadata-file
  namespace network no-cache-filter oci-layout-path os output pid platform policy progress project provenance pull-through
  registry-certificate registry-mirror retry retry-delay runtime runtime-flag sbom save-platform secret security-opt shm-size sign-by snapshot-mode
  snapshotMode ssh tag tar-path tarPath target timestamp ulimit unsetenv unsetlabel userns userns-uid-map uts variant verbosity volume
  build-secret build-target secret-build-arg image registry resource-group app strategy
  a c f g m o r t v e u`.split(/\s+/),
);

/** What a command line of docker build and its kin hands over. */
export function buildOfLine(command: BuildCommand, outer: CommandPlace): BuildPath {
  const { how, rest } = command;
  const place = whereItBuilds(command, outer);
  const line = readFlags(rest, VALUED);
  const { at } = place;
  const who = builderOf(command, place);
  const { context, dockerfile } = filesOf(line, who, place);
  const given = argumentsOf(line, place);
  const labels = labelsOf(line, who, place);
  const secrets = [
    ...valuesOf(line, 'secret').map((word) => secretOf(word)),
    ...valuesOf(line, 'build-secret').map(secretByValue),
  ];
  const ssh = valuesOf(line, 'ssh').map(sshOf);
  const target = valueOf(line, 'target', 'build-target');
  const provenance = lastProvenance(line);
  return {
    how,
    builder: who,
    at,
    dockerfile,
    ...(context !== undefined && { context }),
    ...ignoreFileOf(line, who, place),
    ...(target !== undefined && { target }),
    args: given.filter(isKnown),
    secrets: secrets.filter(isKnown),
    ssh: ssh.filter(isKnown),
    labels: labels.filter(isKnown),
    ...(provenance !== undefined && { provenance }),
    record: false,
    noCache: line.flags.some(({ name, value }) => name === 'no-cache' && value === undefined),
    unknown: [...given, ...secrets, ...ssh, ...labels].filter(isUnknown).concat(line.unknown.map(unknownOf)),
    ...linePlaces(command.head, place),
  };
}

/** Without buildx the environment may ask for the builder of old. */
function builderOf({ how, builder }: BuildCommand, { lookup }: CommandPlace): Builder {
  const isClassic = literalOf(lookup('DOCKER_BUILDKIT')) === '0' && !/buildx/.test(how);
  return builder === 'buildkit' && isClassic ? 'classic' : builder;
}

/** What stays readable in the image: buildah's `--env` as well. */
function labelsOf(
  line: CommandLine,
  builder: Builder,
  { lookup }: CommandPlace,
): (GivenArgument | Unknown)[] {
  const flags = ['label', 'annotation', ...(builder === 'buildah' ? ['env'] : [])];
  return valuesOf(line, ...flags).map((word) => argumentOf(word, lookup));
}

function lastProvenance(line: CommandLine): BuildPath['provenance'] {
  return [...valuesOf(line, 'provenance'), ...valuesOf(line, 'attest')]
    .flatMap((word) => provenanceOf(word) ?? [])
    .at(-1);
}

/** Of several folders that a command may run in, the first that has the Dockerfile which it would take there. */
function whereItBuilds({ builder, rest }: BuildCommand, place: CommandPlace): CommandPlace {
  const { folders, repository } = place;
  if (folders.length < 2) return place;
  const found = folders.find((folder) => {
    const { dockerfile } = filesOf(readFlags(rest, VALUED), builder, { ...place, folders: [folder] });
    return dockerfile.kind === 'path' && dockerfile.candidates.some((path) => repository.has(path));
  });
  return found === undefined ? place : { ...place, folders: [found] };
}

/** Those given one by one come after those of files, and win (podman-build). */
function argumentsOf(
  line: CommandLine,
  { lookup, repository, folders }: CommandPlace,
): (GivenArgument | Unknown)[] {
  const files = valuesOf(line, 'build-arg-file').flatMap((word) => argumentFile(word, folders, repository));
  return [
    ...files,
    ...valuesOf(line, 'build-arg', 'secret-build-arg').map((word) => argumentOf(word, lookup)),
  ];
}

/** The context is the last operand; kaniko has a flag for it. */
function filesOf(line: CommandLine, builder: Builder, { at, folders, input }: CommandPlace) {
  const isKaniko = builder === 'kaniko';
  const last = isKaniko ? valueOf(line, 'context', 'c') : line.operands.at(-1);
  const file = isKaniko ? valueOf(line, 'dockerfile', 'f') : valueOf(line, 'file', 'dockerfile', 'f');
  const context = last ?? (isKaniko ? undefined : line.unknown.pop());
  const isPiped = literalOf(file?.value ?? context?.value ?? []) === '-';
  const folder =
    context && !isRemote(context.value) ? pathsOf(withoutScheme(context).value, folders)[0] : undefined;
  const where = folder === undefined || literalOf(context?.value ?? []) === '-' ? {} : { context: folder };
  if (isPiped && input !== undefined && 'text' in input)
    return { ...where, dockerfile: { kind: 'inline', text: input.text, at } as const };
  const named = isPiped ? (input !== undefined && 'file' in input ? input.file : undefined) : file;
  if (isPiped && named === undefined)
    return {
      ...where,
      dockerfile: { kind: 'unknown', what: 'the Dockerfile on standard input', at } as const,
    };
  const besideContext = builder === 'kaniko' || builder === 'buildah';
  const files = {
    ...(context !== undefined && !isPiped && { context: withoutScheme(context) }),
    ...(named !== undefined && { file: named }),
  };
  return { ...where, dockerfile: dockerfileOf(files, { builder, folders, at, besideContext }) };
}

/** `--ignorefile` of podman and buildah, relative to where they run. */
function ignoreFileOf(line: CommandLine, builder: Builder, { folders }: CommandPlace) {
  const word = builder === 'buildah' ? valueOf(line, 'ignorefile') : undefined;
  return word && { ignoreFile: pathsOf(word.value, folders)[0] ?? told(word.value) };
}

/** `dir:///workspace/app`: kaniko's word for a folder. */
function withoutScheme(word: GivenWord): GivenWord {
  const [first, ...rest] = word.value;
  if (first?.kind !== 'text' || !first.text.startsWith('dir://')) return word;
  return { ...word, value: [{ kind: 'text', text: first.text.slice('dir://'.length) }, ...rest] };
}
