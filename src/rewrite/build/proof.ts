import type { BuildPath, FilePlace } from '../../build/build-path.ts';
import { type Builds, readAgain } from '../../build/read-builds.ts';
import type { Value } from '../../build/value.ts';
import type { SourceText } from '../../dockerfile/source-text.ts';
import type { TextEdit } from '../edit.ts';
import { applyEdits } from './apply-edits.ts';
import { formOf } from './form.ts';
import { type Supply, supplyFlag, takesAway } from './supply.ts';

/**
 * True where the builds, read again after some edits, are those that were wanted: the build at hand supplies everything
 * and hands nothing over any more, what else it says is as it was; other builds of its Dockerfile at most likewise, those
 * of other ones are untouched.
 */
export function isProven(
  edits: readonly TextEdit[],
  path: BuildPath,
  supplies: readonly Supply[],
  builds: Builds,
): boolean {
  const read = readEdited(edits, path, builds);
  const isWhole = read?.every(
    ({ before, after }) =>
      before.length === after.length &&
      before.every((build, at) => {
        const now = after[at];
        return now !== undefined && isWanted(build, now, path, supplies);
      }),
  );
  return isWhole === true && isValueKept(edits, path, supplies, builds);
}

interface ReadTwice {
  before: readonly BuildPath[];
  after: readonly BuildPath[];
}

/** The files that the edits touch, read again; undefined where they are malformed now. */
function readEdited(
  edits: readonly TextEdit[],
  path: BuildPath,
  { files, repository, problems }: Builds,
): ReadTwice[] | undefined {
  const changed = applyEdits(edits);
  if (changed === undefined) return undefined;
  const reasons = new Set(problems.map(({ reason }) => reason));
  let isMended = true;
  const edited = repository.with(changed, ({ reason }) => {
    if (!reasons.has(reason)) isMended = false;
  });
  const sources = new Set(edits.map(({ source }) => source));
  const read = files
    .filter(({ builds }) => builds.some((build) => build === path || touches(build, sources)))
    .map((file) => ({ before: file.builds, after: readAgain(file, edited) }));
  return isMended ? read : undefined;
}

/**
 * Whether the builder finds in its environment what it was handed as an argument: with `--build-arg NAME` where the
 * secret is, the file is read for what a variable holds there.
 */
function isValueKept(
  edits: readonly TextEdit[],
  path: BuildPath,
  supplies: readonly Supply[],
  builds: Builds,
): boolean {
  const isFollowed = path.line?.shell === 'posix' && !/^(?:buildctl|fly)/.test(path.how);
  if (formOf(path) !== 'line' || !isFollowed) return true;
  const asked = supplies.filter((one) => !one.isThere && one.given.length > 0);
  return asked.every((supply) => {
    const { source, given } = supply;
    if (source.kind !== 'variable') return true;
    const flag = supplyFlag(supply);
    const probe = edits.map((edit) => ({
      ...edit,
      text: edit.text.replace(flag, `--build-arg ${source.name}`),
    }));
    const own = readEdited(probe, path, builds)?.find(({ before }) => before.includes(path));
    const now = own?.after[own.before.indexOf(path)];
    const held = now?.args.find(({ name }) => name === source.name)?.value;
    return held !== undefined && plain(held) === plain(given.at(-1)?.value ?? []);
  });
}

/** Without the names of variables that a value went through. */
function plain(value: Value): string {
  return JSON.stringify(value, (key, inner: unknown) => (key === 'by' || key === 'as' ? undefined : inner));
}

function touches(build: BuildPath, sources: ReadonlySet<SourceText>): boolean {
  const places: FilePlace[] = [build, build.dockerfile, ...build.args, ...build.secrets].map(({ at }) => at);
  return places.some(({ source }) => sources.has(source));
}

function isWanted(
  before: BuildPath,
  after: BuildPath,
  path: BuildPath,
  supplies: readonly Supply[],
): boolean {
  if (before !== path && factsOf(before) === factsOf(after)) return true;
  const gone = new Set(supplies.filter(takesAway).flatMap(({ given }) => given.map(({ name }) => name)));
  const ids = new Set(supplies.map(({ id }) => id));
  const others = { args: gone, ids };
  if (factsOf(before, others) !== factsOf(after, others)) return false;
  if (before !== path) return dockerfileFacts(before) === dockerfileFacts(path);
  return after.args.every(({ name }) => !gone.has(name)) && supplies.every((one) => isSupplied(one, after));
}

function isSupplied({ id, need, source, isThere, given }: Supply, { secrets, ssh }: BuildPath): boolean {
  if (need.kind === 'ssh') return ssh.some((one) => one.id === id);
  const from = secrets.find((one) => one.id === id)?.from;
  if (isThere || from?.kind === 'value') return secrets.some((one) => one.id === id);
  const [part] = from?.value ?? [];
  if (source.kind === 'file')
    return from?.kind === 'file' && part?.kind === 'text' && part.text.endsWith(source.path);
  const names = [
    source.kind === 'variable' ? source.name : id,
    ...given.flatMap(({ value }) => namesOf(value)),
  ];
  return from?.kind === 'variable' && part?.kind === 'variable' && names.includes(part.name);
}

function namesOf(value: Value): string[] {
  return value.flatMap((part) => (part.kind === 'variable' ? [part.name] : []));
}

/** What a build says, without its places. */
function factsOf(build: BuildPath, without = { args: new Set<string>(), ids: new Set<string>() }): string {
  const { how, builder, context, target, args, secrets, ssh, labels, provenance, record, noCache } = build;
  return JSON.stringify([
    [how, builder, dockerfileFacts(build), context, target?.value, provenance?.mode, record, noCache],
    args.filter(({ name }) => !without.args.has(name)).map(({ name, value }) => [name, value]),
    secrets.filter(({ id }) => !without.ids.has(id)).map(({ id, from }) => [id, from]),
    ssh.filter(({ id }) => !without.ids.has(id)).map(({ id }) => id),
    labels.map(({ name, value }) => [name, value]),
    build.unknown.map(({ what }) => what),
  ]);
}

export function dockerfileFacts({ dockerfile }: BuildPath): string {
  if (dockerfile.kind === 'path') return dockerfile.candidates.join('\n');
  return dockerfile.kind === 'inline' ? dockerfile.text.text : dockerfile.what;
}
