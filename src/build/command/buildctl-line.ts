import type { BuildPath, GivenArgument } from '../build-path.ts';
import { cutValue, literalOf } from '../value.ts';
import { type GivenWord, readFlags, valuesOf } from './flags.ts';
import { isKnown, secretOf, sshOf, unknownOf } from './given.ts';
import type { BuildCommand } from './known-commands.ts';
import { type CommandPlace, linePlaces } from './line-places.ts';
import { dockerfileOf, pathsOf } from './paths.ts';

const VALUED = new Set(
  'addr frontend opt local oci-layout secret ssh output export-cache import-cache metadata-file progress allow source-policy-file o'.split(
    ' ',
  ),
);

/** What `buildctl build --opt build-arg:NAME=VALUE --local context=DIR` hands over. */
export function buildOfBuildctl({ how, builder, rest, head }: BuildCommand, place: CommandPlace): BuildPath {
  const line = readFlags(rest, VALUED);
  const { at, folders } = place;
  const pairs = (flag: string) => valuesOf(line, flag).flatMap(pairOf);
  const options = pairs('opt');
  const folderOf = (name: string) => pairs('local').findLast((one) => one.name === name);
  const named = (name: string): GivenWord | undefined => options.findLast((one) => one.name === name);
  const context = folderOf('dockerfile') ?? folderOf('context');
  const file = named('filename');
  const files = { ...(context && { context }), ...(file && { file }) };
  const [folder] = pathsOf(folderOf('context')?.value ?? [], folders);
  const target = named('target');
  const attested = named('attest:provenance');
  const secrets = valuesOf(line, 'secret').map((word) => secretOf(word));
  const ssh = valuesOf(line, 'ssh').map(sshOf);
  return {
    how,
    builder,
    at,
    dockerfile: dockerfileOf(files, { builder, folders, at, besideContext: true }),
    ...(folder !== undefined && { context: folder }),
    ...(target !== undefined && { target }),
    args: withPrefix(options, 'build-arg:'),
    secrets: secrets.filter(isKnown),
    ssh: ssh.filter(isKnown),
    labels: withPrefix(options, 'label:'),
    ...(attested && { provenance: { mode: provenanceMode(attested), at } }),
    record: false,
    unknown: line.unknown.map(unknownOf),
    ...linePlaces(head, place),
  };
}

function provenanceMode({ value }: GivenWord): 'max' | 'min' {
  return /max/.test(literalOf(value) ?? '') ? 'max' : 'min';
}

function pairOf({ value, at, flag }: GivenWord): GivenArgument[] {
  const { name, rest } = cutValue(value, '=');
  return name === undefined ? [] : [{ name, value: rest ?? [], at, ...(flag && { flag }) }];
}

function withPrefix(options: readonly GivenArgument[], prefix: string): GivenArgument[] {
  return options
    .filter(({ name }) => name.startsWith(prefix))
    .map((option) => ({ ...option, name: option.name.slice(prefix.length) }));
}
