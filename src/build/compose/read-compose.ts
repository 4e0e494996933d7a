import type { BuildFile, BuildReader } from '../build-file.ts';
import type { BuildPath, Given, GivenArgument, GivenSecret, Unknown } from '../build-path.ts';
import { argumentOf, isKnown, isUnknown, provenanceOf, sshOf } from '../command/given.ts';
import { dockerfileOf, pathsOf } from '../command/paths.ts';
import { folderOf } from '../repository.ts';
import { text, type Value } from '../value.ts';
import type { YamlNode } from '../yaml/node.ts';
import { dotenv, interpolate, type Variables } from './interpolate.ts';
import { type BuildLayer, type Service, servicesOf } from './services.ts';

/** The builds of a compose file's services (compose-spec, build.md). */
export const readCompose: BuildReader = (file) => composeBuilds(file).map(({ build }) => build);

export interface ServiceBuild {
  service: string;
  build: BuildPath;
}

/**
 * The same, with the services' names.
 *
 * @param services of the file, or of several that are given together
 */
export function composeBuilds(file: BuildFile, services = servicesOf(file)): ServiceBuild[] {
  const variables = dotenv(file.repository.source(`${folderOf(file.path)}/.env`), file.repository.names);
  return services.map((service) => ({
    service: service.name,
    build: new ServiceReader(service, variables).build(),
  }));
}

class ServiceReader {
  readonly #service: Service;
  readonly #variables: Variables;

  constructor(service: Service, variables: Variables) {
    this.#service = service;
    this.#variables = variables;
  }

  build(): BuildPath {
    const { name, layers, at } = this.#service;
    const args = layers.flatMap((layer) => this.#pairs(layer.build.get('args')));
    const ssh = layers.flatMap(({ build }) => this.#words(build.get('ssh'))).map(sshOf);
    const target = this.#given('target');
    const provenance = this.#given('provenance');
    const mode = provenance && provenanceOf(provenance);
    const [context] = this.#context();
    return {
      how: `service ${name}`,
      builder: 'buildkit',
      at,
      dockerfile: this.#dockerfile(at),
      ...(context !== undefined && { context }),
      ...(target !== undefined && { target }),
      args: args.filter(isKnown),
      secrets: layers
        .flatMap(({ build }) => build.get('secrets')?.items() ?? [])
        .flatMap((one) => this.#secret(one)),
      ssh: ssh.filter(isKnown),
      labels: layers.flatMap(({ build }) => this.#pairs(build.get('labels'))).filter(isKnown),
      ...(mode && { provenance: mode }),
      record: false,
      unknown: [...args, ...ssh].filter(isUnknown),
    };
  }

  #value(node: YamlNode): Value {
    return interpolate(node.text ?? '', this.#variables);
  }

  /** The last layer that says it, and the layer. */
  #last(key: string): { node: YamlNode; layer: BuildLayer } | undefined {
    return this.#service.layers
      .flatMap((layer) => {
        const node =
          layer.build.get(key) ??
          (key === 'context' && layer.build.text !== undefined ? layer.build : undefined);
        return node?.text === undefined ? [] : [{ node, layer }];
      })
      .at(-1);
  }

  #given(key: string): Given | undefined {
    const found = this.#last(key)?.node;
    return found && { value: this.#value(found), at: found.at };
  }

  #context(): string[] {
    const found = this.#last('context');
    const folder = (found?.layer ?? this.#service.layers[0])?.folder ?? '.';
    return pathsOf(found === undefined ? text('.') : this.#value(found.node), [folder]);
  }

  #dockerfile(at: BuildPath['at']): BuildPath['dockerfile'] {
    const inline = this.#last('dockerfile_inline')?.node;
    if (inline !== undefined) return { kind: 'inline', text: inline.mapped, at: inline.at };
    const context = this.#given('context') ?? { value: text('.'), at };
    const file = this.#given('dockerfile');
    const folders = [(this.#last('context')?.layer ?? this.#service.layers[0])?.folder ?? '.'];
    const named = { context, ...(file && { file }) };
    return dockerfileOf(named, { builder: 'buildkit', folders, at, besideContext: true });
  }

  /** `args: {NAME: value}` or `args: ["NAME=value", "NAME"]`; without a value it is the environment's. */
  #pairs(node: YamlNode | undefined): (GivenArgument | Unknown)[] {
    const lookup = (name: string): Value => this.#variables.find(name) ?? [{ kind: 'variable', name }];
    if (node === undefined) return [];
    if (node.isList) return this.#words(node).map((word) => argumentOf(word, lookup));
    return node.entries().map(({ name, at, value }) => {
      const isOpen = value?.text === undefined;
      const place = isOpen ? at : { ...at, end: Math.max(at.end, value.at.end) };
      return { name, value: isOpen ? lookup(name) : this.#value(value), at: place };
    });
  }

  /** A list's texts, or a map's pairs as such. */
  #words(node: YamlNode | undefined): Given[] {
    if (node === undefined) return [];
    if (!node.isMap) return node.items().map((item) => ({ value: this.#value(item), at: item.at }));
    return node.entries().map(({ name, at }) => ({ value: text(name), at }));
  }

  /** `- name` or `- {source, target}`; the target is the id that the Dockerfile mounts. */
  #secret(node: YamlNode): GivenSecret[] {
    const source = node.text ?? node.get('source')?.text;
    if (source === undefined) return [];
    const id = node.get('target')?.text ?? source;
    const declared = this.#service.secrets.flatMap((map) => map.get(source) ?? []).at(-1);
    const variable = declared?.get('environment')?.text;
    const path = declared?.get('file');
    const content = declared?.get('content');
    if (variable !== undefined)
      return [{ id, at: node.at, from: { kind: 'variable', value: [{ kind: 'variable', name: variable }] } }];
    if (path !== undefined) return [{ id, at: node.at, from: { kind: 'file', value: this.#value(path) } }];
    if (content !== undefined)
      return [{ id, at: node.at, from: { kind: 'value', value: this.#value(content) } }];
    return [{ id, at: node.at }];
  }
}
