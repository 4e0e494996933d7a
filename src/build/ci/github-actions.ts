import type { MappedText } from '../../dockerfile/mapped-text.ts';
import type { BuildPath, Given, GivenSecret, Unknown } from '../build-path.ts';
import {
  argumentOf,
  isKnown,
  isUnknown,
  type Lookup,
  provenanceOf,
  secretByValue,
  secretOf,
  sshOf,
} from '../command/given.ts';
import { dockerfileOf, pathsOf } from '../command/paths.ts';
import { buildsOfCommand } from '../command/read-command.ts';
import { cutValue, literalOf, text, type Value } from '../value.ts';
import type { YamlNode } from '../yaml/node.ts';
import { inputList } from './input-list.ts';
import type { Scope } from './scope.ts';

const BUILD = /^(?:docker|depot|useblacksmith|namespacelabs)\/build-push-action@/;
const BAKE = /^(?:docker|depot)\/bake-action@/;
const BUILDAH = /^redhat-actions\/buildah-build@/;
/** How actions of all kinds call their lists of build arguments. */
const ARGUMENTS = ['build-args', 'build_args', 'buildargs', 'buildArgs', 'build-arg'];
/** Inputs of Docker's actions in which commas part entries. */
const AT_COMMAS = new Set(['secret-envs', 'ssh']);
/** What an action that builds images is called like. */
const BUILDS_IMAGES = /docker|buildah|podman|kaniko|buildx|image|container|oci/i;

type Read = (given: string) => Value;

/** The builds of a step that uses an action. */
export function buildsOfAction(step: YamlNode, scope: Scope, read: Read): BuildPath[] {
  const uses = step.get('uses')?.text;
  const inputs = step.get('with');
  if (uses === undefined) return [];
  if (BAKE.test(uses)) return bakeOf(step, uses, scope, read);
  const isBuild =
    BUILD.test(uses) ||
    BUILDAH.test(uses) ||
    (BUILDS_IMAGES.test(uses) && ARGUMENTS.some((name) => inputs?.get(name) !== undefined));
  return isBuild ? [new ActionReader(uses, step, scope, read).build()] : [];
}

class ActionReader {
  readonly #uses: string;
  readonly #step: YamlNode;
  readonly #scope: Scope;
  readonly #read: Read;

  constructor(uses: string, step: YamlNode, scope: Scope, read: Read) {
    this.#uses = uses;
    this.#step = step;
    this.#scope = scope;
    this.#read = read;
  }

  build(): BuildPath {
    const isBuildx = BUILD.test(this.#uses);
    const lookup: Lookup = (name) => this.#scope.environment.get(name) ?? [{ kind: 'variable', name }];
    const args = ARGUMENTS.flatMap((name) => this.#lines(name)).map((word) => argumentOf(word, lookup));
    const labels = ['labels', 'annotations']
      .flatMap((name) => this.#lines(name))
      .map((word) => argumentOf(word, lookup));
    const files = this.#lines('secret-files').map((word) => withKey(word, 'src'));
    const variables = this.#lines('secret-envs').map((word) => withKey(word, 'env'));
    const secrets = [...files, ...variables].map((word) => (isUnknown(word) ? word : secretOf(word)));
    const own = this.#lines('secrets').map(secretByValue);
    const ssh = this.#lines('ssh').map(sshOf);
    const target = this.#input('target');
    const provenance = this.#provenance(isBuildx && this.#uses.startsWith('docker/'));
    const context = this.#context();
    return {
      how: this.#uses.replace(/@.*/, ''),
      builder: BUILDAH.test(this.#uses) ? 'buildah' : /kaniko/.test(this.#uses) ? 'kaniko' : 'buildkit',
      at: this.#step.get('uses')?.at ?? this.#step.at,
      dockerfile: this.#dockerfile(),
      ...(context !== undefined && { context }),
      ...(target !== undefined && { target }),
      args: args.filter(isKnown),
      secrets: [...own.filter(isKnown), ...secrets.filter(isKnown), ...this.#implied(isBuildx)],
      ssh: ssh.filter(isKnown),
      labels: labels.filter(isKnown),
      ...(provenance !== undefined && { provenance }),
      record: isBuildx && this.#keepsRecord(),
      unknown: [...args, ...own, ...secrets, ...ssh].filter(isUnknown),
    };
  }

  #node(name: string): YamlNode | undefined {
    return this.#step.find('with', name);
  }

  #input(name: string): Given | undefined {
    const node = this.#node(name);
    return node?.text === undefined || node.text === ''
      ? undefined
      : { value: this.#read(node.text), at: node.at };
  }

  /** The lines of an input, those that are empty left out. */
  #lines(name: string): Given[] {
    const node = this.#node(name);
    if (node?.text === undefined) return [];
    const { source } = node.at;
    const atCommas = BUILD.test(this.#uses) ? AT_COMMAS.has(name) : !node.text.includes('\n');
    return inputList(node.mapped, atCommas).map((line) => ({
      value: this.#read(line.text),
      at: { source, ...line.span() },
    }));
  }

  #context(): string | undefined {
    const given = this.#input('context');
    return given === undefined ? '.' : pathsOf(defaultContext(given.value), ['.'])[0];
  }

  #dockerfile(): BuildPath['dockerfile'] {
    const at = this.#step.get('uses')?.at ?? this.#step.at;
    const given = this.#input('context');
    const context = {
      value: given === undefined ? text('.') : defaultContext(given.value),
      at: given?.at ?? at,
    };
    const [file] = ['file', 'dockerfile', 'dockerfiles', 'containerfiles'].flatMap(
      (name) => this.#input(name) ?? [],
    );
    const named = { context, ...(file && { file }) };
    return dockerfileOf(named, {
      builder: 'buildkit',
      folders: ['.'],
      at,
      besideContext: given === undefined,
    });
  }

  /** Without a word of it the action asks for all where the repository is public. */
  #provenance(isDockers: boolean): BuildPath['provenance'] {
    const given = this.#input('provenance');
    if (given !== undefined) return provenanceOf(given);
    const attest = this.#lines('attests')
      .flatMap((line) => provenanceOf(line) ?? [])
      .at(-1);
    if (attest !== undefined) return attest;
    return isDockers ? { mode: 'visibility', at: this.#step.get('uses')?.at ?? this.#step.at } : undefined;
  }

  #keepsRecord(): boolean {
    const isOff = (name: string) =>
      /^(?:false|0)$/.test(literalOf(this.#scope.environment.get(name) ?? []) ?? '');
    return (
      this.#uses.startsWith('docker/') &&
      !(isOff('DOCKER_BUILD_RECORD_UPLOAD') && isOff('DOCKER_BUILD_SUMMARY'))
    );
  }

  /** The token of the run, for a context that is fetched. */
  #implied(isBuildx: boolean): GivenSecret[] {
    if (!isBuildx) return [];
    return [{ id: 'GIT_AUTH_TOKEN', at: this.#step.get('uses')?.at ?? this.#step.at, implied: true }];
  }
}

/** `{{defaultContext}}:folder` is a folder of the repository. */
function defaultContext(value: Value): Value {
  const [first, ...rest] = value;
  const folder = first?.kind === 'text' ? /^\{\{\s*defaultContext\s*\}\}(?::(.*))?$/s.exec(first.text) : null;
  return folder === null ? value : [...text(folder[1] ?? '.'), ...rest];
}

function withoutEmpty(input: MappedText): MappedText[] {
  return input
    .split(/\n/)
    .map((line) => line.trim())
    .filter(({ text: line }) => line !== '' && !line.startsWith('#'));
}

/** `ID=what` as `id=ID,key=what`. */
function withKey({ value, at }: Given, key: string): Given | Unknown {
  const { name, rest } = cutValue(value, '=');
  if (name === undefined || rest === undefined) return { what: 'a secret', at };
  return { value: [...text(`id=${name},${key}=`), ...rest], at };
}

/** Files, targets and overrides, as `docker buildx bake` has them. */
function bakeOf(step: YamlNode, uses: string, scope: Scope, read: Read): BuildPath[] {
  const at = step.get('uses')?.at ?? step.at;
  const source = step.find('with', 'source')?.text;
  if (source !== undefined && source !== '.') return [];
  const words = (name: string, flag: string): Given[] => {
    const node = step.find('with', name);
    if (node?.text === undefined) return [];
    const lines = withoutEmpty(node.mapped).map(
      (line): Given => ({ value: read(line.text), at: { source: at.source, ...line.span() } }),
    );
    return lines.flatMap((line) => (flag === '' ? [line] : [{ value: text(flag), at: line.at }, line]));
  };
  const rest = [
    ...words('files', '--file'),
    ...words('set', '--set'),
    ...words('provenance', '--provenance'),
    ...words('targets', ''),
  ];
  const lookup: Lookup = (name) => scope.environment.get(name) ?? [{ kind: 'variable', name }];
  return buildsOfCommand(
    { kind: 'bake', how: uses.replace(/@.*/, ''), builder: 'buildkit', rest, before: [] },
    { at, folders: scope.folders, lookup, repository: scope.file.repository },
  );
}
