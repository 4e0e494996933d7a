import type { BuildFile } from '../build-file.ts';
import type { BuildPath } from '../build-path.ts';
import { type GivenWord, readFlags, valuesOf, wordText } from '../command/flags.ts';
import { argumentOf, isKnown, isUnknown, sshOf } from '../command/given.ts';
import type { BuildCommand } from '../command/known-commands.ts';
import type { CommandPlace } from '../command/line-places.ts';
import { pathsOf } from '../command/paths.ts';
import { text } from '../value.ts';
import { composeBuilds } from './read-compose.ts';
import { servicesOf, servicesOfAll } from './services.ts';

const VALUED = new Set(
  'f file p project-name project-directory profile env-file build-arg ssh builder memory m progress'.split(
    ' ',
  ),
);
const USUAL = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'];

/** The services that `docker compose build --build-arg …` builds; none where the command adds nothing to the file. */
export function buildsOfCompose({ how, before, rest }: BuildCommand, place: CommandPlace): BuildPath[] {
  const { at, lookup, repository, folders } = place;
  const line = readFlags(rest, VALUED);
  const args = valuesOf(line, 'build-arg').map((word) => argumentOf(word, lookup));
  const ssh = valuesOf(line, 'ssh').map(sshOf);
  if (args.length === 0 && ssh.length === 0) return [];
  const named = valuesOf(readFlags(before, VALUED), 'f', 'file');
  const files: readonly Pick<GivenWord, 'value'>[] =
    named.length > 0 ? named : USUAL.map((name) => ({ value: text(name) }));
  const paths = files.flatMap(
    ({ value }) => pathsOf(value, folders).find((path) => repository.has(path)) ?? [],
  );
  const [first] = paths;
  const source = first === undefined ? undefined : repository.source(first);
  if (first === undefined || source === undefined) return [];
  const wanted = new Set(line.operands.flatMap((word) => wordText(word) ?? []));
  const file: BuildFile = { source, path: first, repository, tell: () => {} };
  return composeBuilds(file, named.length > 1 ? servicesOfAll(paths, file) : servicesOf(file))
    .filter(({ service }) => wanted.size === 0 || wanted.has(service))
    .map(({ service, build }) => ({
      ...build,
      how: `${how} ${service}`,
      at,
      args: [...build.args, ...args.filter(isKnown)],
      ssh: [...build.ssh, ...ssh.filter(isKnown)],
      unknown: [...build.unknown, ...args.filter(isUnknown)],
    }));
}
