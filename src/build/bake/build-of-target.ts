import type { BuildPath, DockerfileReference, FilePlace } from '../build-path.ts';
import { type Folders, isRemote, pathsOf, told } from '../command/paths.ts';
import { joinPath, type Repository } from '../repository.ts';
import { literalOf, text, type Value } from '../value.ts';
import type { TargetParts } from './parts.ts';

export interface TargetPath {
  how: string;
  at: FilePlace;
  parts: TargetParts;
  /** Where bake may run. */
  folders: Folders;
  repository: Repository;
}

/** How a target is built. */
export function buildOfTarget({ how, at, parts, folders, repository }: TargetPath): BuildPath {
  const dockerfile = dockerfileOf(parts, at, folders);
  const context = contextOf(parts, dockerfile, folders, repository);
  const { target, provenance, args, labels, secrets, ssh, unknown } = parts;
  const isStage = target !== undefined && literalOf(target.value) !== '';
  return {
    how,
    builder: 'buildkit',
    at,
    dockerfile,
    ...(context !== undefined && { context }),
    ...(isStage && { target }),
    args: [...args.values()],
    secrets: [...secrets.values()],
    ssh: [...ssh.values()],
    labels: [...labels.values()],
    ...(provenance && { provenance }),
    record: false,
    unknown,
  };
}

/** `cwd://app`: of the folder that bake runs in, also for a definition that is fetched. */
function withoutScheme(value: Value): Value {
  const [first, ...rest] = value;
  return first?.kind === 'text' && first.text.startsWith('cwd://')
    ? [...text(first.text.slice('cwd://'.length)), ...rest]
    : value;
}

function contextFolders({ context }: TargetParts, folders: Folders): Folders {
  if (context === undefined) return folders;
  return isRemote(context.value) ? [] : pathsOf(withoutScheme(context.value), folders);
}

/** The Dockerfile is looked for in the context. (buildx, bake/bake.go, toBuildOpt) */
function dockerfileOf(parts: TargetParts, at: FilePlace, folders: Folders): DockerfileReference {
  const { context, dockerfile, inline } = parts;
  if (inline !== undefined)
    return inline.text === undefined
      ? { kind: 'unknown', what: 'the Dockerfile in the Bake file', at: inline.at }
      : { kind: 'inline', text: inline.text, at: inline.at };
  const place = dockerfile?.at ?? context?.at ?? at;
  const isFetched = context !== undefined && isRemote(context.value);
  const isOwn = dockerfile?.value[0]?.kind === 'text' && dockerfile.value[0].text.startsWith('cwd://');
  if (isFetched && !isOwn)
    return { kind: 'unknown', what: 'the Dockerfile of a context that is fetched', at: place };
  const file =
    dockerfile === undefined || literalOf(dockerfile.value) === '' ? text('Dockerfile') : dockerfile.value;
  const candidates = pathsOf(withoutScheme(file), isOwn ? folders : contextFolders(parts, folders));
  if (candidates.length > 0) return { kind: 'path', candidates, at: place };
  const known = literalOf(file) === undefined ? file : (context?.value ?? file);
  return { kind: 'unknown', what: `the Dockerfile ${told(known)}`, at: place };
}

/** Of the folders that may be meant, the one that belongs to the Dockerfile that is there. */
function contextOf(
  parts: TargetParts,
  dockerfile: DockerfileReference,
  folders: Folders,
  repository: Repository,
): string | undefined {
  const contexts = contextFolders(parts, folders);
  if (dockerfile.kind !== 'path' || contexts.length < 2) return contexts[0];
  const there = dockerfile.candidates.find((path) => repository.has(path));
  const name = literalOf(withoutScheme(parts.dockerfile?.value ?? [])) || 'Dockerfile';
  return contexts.find((folder) => there !== undefined && joinPath(folder, name) === there) ?? contexts[0];
}
