import { posix } from 'node:path';
import type { BuildPath, GivenArgument, GivenSecret } from '../../build/build-path.ts';
import type { SecretNeed } from '../need.ts';

/** Where the builder takes a secret from. */
type SupplySource =
  | { kind: 'variable'; name: string }
  /** Relative to the folder that the build is started in, as far as that is known. */
  | { kind: 'file'; path: string }
  | { kind: 'agent' };

/** What one build has to supply, and what it hands over instead. */
export interface Supply {
  need: SecretNeed;
  id: string;
  source: SupplySource;
  /** The build arguments that are to go, or to stay beside it where the need says so. */
  given: readonly GivenArgument[];
  isThere: boolean;
  /** The build supplies another value under that id. */
  clashes: boolean;
  /** What a compose file calls it. */
  name?: string;
}

/** The file of `NAME='value'` lines that a secret with several values is made of: no part of the build context. */
export const DOTENV = '/tmp/.env.build';

/** Writes that file, for its owner alone. A value may hold anything but a single quote. */
export function dotenvLine(pairs: readonly (readonly [string, string])[]): string {
  const words = pairs.map(([name, value]) => `${name} ${value}`).join(' ');
  return `(umask 077 && printf "%s='%s'\\n" ${words} > ${DOTENV})`;
}

/** What writes the files that needs are made of, where their values are in the environment. */
export function dotenvLines(needs: readonly SecretNeed[]): string[] {
  return needs.flatMap(({ dotenv }) =>
    dotenv === undefined ? [] : [dotenvLine(dotenv.map((name) => [name, `"$${name}"`]))],
  );
}

/**
 * What a build has to do about each need; nothing where it does all of it already.
 *
 * @param folder that files are relative to where the build is described
 */
export function suppliesOf(path: BuildPath, needs: readonly SecretNeed[], folder: string): Supply[] {
  return needs
    .map((need): Supply => {
      const names = new Set([need.argument, ...(need.dotenv ?? [])]);
      const given = path.args.filter(({ name }) => names.has(name));
      const there = need.kind === 'ssh' ? path.ssh : path.secrets;
      const isThere = need.kind === 'nothing' || there.some(({ id }) => id === need.id);
      const source = sourceOf(need, path, folder);
      const other = path.secrets.find(({ id }) => id === need.id);
      const clashes = given.length > 0 && other !== undefined && !isFrom(other, source, given);
      return { need, id: need.id, source, given, isThere, clashes };
    })
    .filter(({ isThere, given, need }) => !isThere || (given.length > 0 && need.keepsArgument !== true));
}

/** True for a secret that is taken from where the build argument was. */
function isFrom({ from }: GivenSecret, source: SupplySource, given: readonly GivenArgument[]): boolean {
  if (from === undefined || source.kind !== 'variable') return true;
  const [part, ...more] = from.value;
  if (part === undefined || more.length > 0) return false;
  if (from.kind === 'variable') return part.kind === 'variable' && part.name === source.name;
  return given.some(({ value }) => JSON.stringify(value) === JSON.stringify(from.value));
}

/** True for a need that takes build arguments away. */
export function takesAway({ need }: Supply): boolean {
  return need.keepsArgument !== true;
}

function sourceOf(
  { kind, id, argument, file, dotenv }: SecretNeed,
  { context = '.' }: Pick<BuildPath, 'context'>,
  folder: string,
): SupplySource {
  if (file !== undefined) return { kind: 'file', path: posix.relative(folder, posix.join(context, file)) };
  if (kind === 'ssh') return { kind: 'agent' };
  if (dotenv !== undefined) return { kind: 'file', path: DOTENV };
  return { kind: 'variable', name: argument ?? variableOf(id) };
}

/** `GIT_AUTH_TOKEN.git.example.com` is what the builder looks for; the host is no part of a variable. */
function variableOf(id: string): string {
  const [, known] = /^(GIT_AUTH_(?:TOKEN|HEADER)|HTTP_AUTH_(?:TOKEN|HEADER))[._]/.exec(id) ?? [];
  return (
    known ??
    id
      .toUpperCase()
      .replace(/\W/g, '_')
      .replace(/^(?=\d)/, '_')
  );
}

type Supplied = Pick<Supply, 'id' | 'need' | 'source'>;

/** `id=ID,env=NAME`, `id=ID,src=FILE`; for an agent the words of `--ssh`. */
export function supplyWord({ id, need, source }: Supplied): string {
  if (need.kind === 'ssh') return source.kind === 'file' ? `${id}=${source.path}` : id;
  return source.kind === 'file'
    ? `id=${id},src=${source.path}`
    : `id=${id},env=${source.kind === 'variable' ? source.name : id}`;
}

/** The flag that supplies it on a command line of docker, podman and their kin. */
export function supplyFlag(supply: Supply): string {
  return flagWords(supply).join(' ');
}

function flagWords(supply: Supplied): [flag: string, word: string] {
  return [supply.need.kind === 'ssh' ? '--ssh' : '--secret', supplyWord(supply)];
}

/** How whoever builds supplies what a Dockerfile needs, where no build of it is known. */
interface AnySupply {
  /** Those for something; values of one file are one need. */
  needs: readonly SecretNeed[];
  /** Of `docker build`, started in the folder of the context. */
  flags: readonly (readonly [flag: string, word: string])[];
  /** Lines of a shell that have to run before: they write the file that a flag names. */
  prepare: readonly string[];
}

/** What any build has to supply. */
export function supplyOf(needs: readonly SecretNeed[]): AnySupply {
  const asked = inOneFile(needs.filter(({ kind }) => kind !== 'nothing'));
  const flags = asked.map((need) => flagWords({ need, id: need.id, source: sourceOf(need, {}, '.') }));
  const distinct = new Map(flags.map((flag) => [flag.join(' '), flag]));
  return { needs: asked, flags: [...distinct.values()], prepare: dotenvLines(asked) };
}

/** What several rewrites put into one file of `NAME='value'` lines is one need: it is written and passed once. */
export function inOneFile(needs: readonly SecretNeed[]): SecretNeed[] {
  const [first, ...others] = needs.filter(({ dotenv }) => dotenv !== undefined);
  if (first === undefined || others.length === 0) return [...needs];
  const { argument: _, ...rest } = first;
  const dotenv = [...new Set([first, ...others].flatMap((need) => need.dotenv ?? []))];
  return [...needs.filter((need) => need.dotenv === undefined), { ...rest, dotenv }];
}

/** True for words that mean the same quoted and not, in shells and in lists. */
export function isPlainWord(word: string): boolean {
  return /^[\w.:@/=,+-]+$/.test(word);
}
