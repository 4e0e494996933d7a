import type { MappedText } from '../../dockerfile/mapped-text.ts';
import {
  type Builder,
  type BuildPath,
  bareBuild,
  type DockerfileReference,
  type Given,
} from '../build-path.ts';
import { isKnown, isUnknown } from '../command/given.ts';
import { dockerfileOf, isRemote, pathsOf, ROOT } from '../command/paths.ts';
import type { CallOptions, Where } from './call-options.ts';
import { type Expression, type Of, pathOf, plainString, spoken } from './expression.ts';
import { argumentsOf, secretsOf, sshGiven } from './given.ts';
import type { Program } from './program.ts';
import { textOfExpression } from './script-text.ts';

/** A call of a library that builds images. */
export interface Shape {
  /** Of the dotted path of what is called. */
  callee: RegExp;
  builder: Builder | ((call: CallOptions) => Builder);
  /** Which calls of this name are meant; all where it is absent. */
  accepts?: (call: CallOptions) => boolean;
  /** The place of the argument that holds the options. */
  options?: number;
  context?: readonly Where[];
  /** The folder of the build, where nothing is said. */
  contextIs?: 'folder';
  dockerfile?: readonly Where[];
  inline?: readonly Where[];
  args?: readonly Where[];
  secrets?: readonly Where[];
  ssh?: readonly Where[];
  target?: readonly Where[];
  labels?: readonly Where[];
  /** Dockerfiles are looked for where the program runs as well as in the context, or there alone. */
  fileIn?: 'context' | 'folder';
}

/** The build that a call starts. */
export function buildOfShape(shape: Shape, options: CallOptions): BuildPath {
  const { program, call } = options;
  const at = program.place(call);
  const builder = typeof shape.builder === 'function' ? shape.builder(options) : shape.builder;
  const read = <T>(
    places: readonly Where[] | undefined,
    reader: (one: Expression, program: Program) => T[],
  ): T[] => {
    const found = options.get(...(places ?? []));
    return found === undefined ? [] : reader(found, program);
  };
  const args = read(shape.args, argumentsOf);
  const labels = read(shape.labels, argumentsOf);
  const secrets = read(shape.secrets, secretsOf);
  const ssh = read(shape.ssh, sshGiven);
  const target = options.given(shape.target);
  const context = contextOf(shape, options);
  const isFolder = context !== undefined && !isRemote(context.value);
  const [folder] = isFolder ? pathsOf(context.value, program.folders) : [];
  return {
    ...bareBuild(howOf(call), builder, at, dockerfileOfShape(shape, options, builder)),
    ...(folder !== undefined && { context: folder }),
    ...(target !== undefined && { target }),
    args: args.filter(isKnown),
    secrets: secrets.filter(isKnown),
    ssh: ssh.filter(isKnown),
    labels: labels.filter(isKnown),
    unknown: [...args, ...labels, ...secrets, ...ssh, ...options.unknown].filter(isUnknown),
  };
}

function contextOf({ context, contextIs }: Shape, options: CallOptions): Given | undefined {
  const given = options.given(context);
  if (given !== undefined || contextIs === undefined) return given;
  return { value: [{ kind: 'text', text: '.' }], at: options.program.place(options.call) };
}

function dockerfileOfShape(shape: Shape, options: CallOptions, builder: Builder): DockerfileReference {
  const { program, call } = options;
  const at = program.place(call);
  const inline = inlineText(options, shape);
  if (inline !== undefined) return inline;
  const context = contextOf(shape, options);
  const file = options.given(shape.dockerfile);
  const besideContext = shape.fileIn !== 'folder';
  const isInContext = shape.fileIn === 'context' && file !== undefined && context !== undefined;
  const folders = isInContext ? pathsOf(context.value, program.folders) : program.folders;
  const named = {
    ...(context !== undefined && !isInContext && { context }),
    ...(file !== undefined && { file }),
  };
  if (isInContext && folders.length === 0)
    return outside(dockerfileOf(named, { builder, folders: program.folders, at, besideContext: true }));
  return outside(dockerfileOf(named, { builder, folders, at, besideContext }));
}

/** What leads out of the repository is told as it would be from its root. */
function outside(reference: DockerfileReference): DockerfileReference {
  return reference.kind === 'unknown'
    ? { ...reference, what: reference.what.replaceAll(ROOT, '') }
    : reference;
}

function inlineText(options: CallOptions, { inline }: Shape): DockerfileReference | undefined {
  const found = options.get(...(inline ?? []));
  if (found === undefined) return undefined;
  const { program } = options;
  const text: MappedText | undefined = textOfExpression(found, program);
  const at = program.place(found);
  if (text === undefined) return { kind: 'unknown', what: `the Dockerfile in ${spoken(found)}`, at };
  return { kind: 'inline', text, at };
}

/** `docker.buildImage`: the last two names of what is called. */
export function howOf({ callee }: Of<'call'>): string {
  const path = pathOf(callee) ?? [];
  const name = callee.kind === 'member' || callee.kind === 'name' ? callee.name : undefined;
  return path.slice(-2).join('.') || (name ?? plainString(callee) ?? 'a call');
}
