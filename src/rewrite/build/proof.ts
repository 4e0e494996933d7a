import type { BuildPath, FilePlace } from '../../build/build-path.ts';
import { type Builds, readAgain } from '../../build/read-builds.ts';
import type { Value } from '../../build/value.ts';
import type { SourceText } from '../../dockerfile/source-text.ts';
import { applyEdits } from '../apply-edits.ts';
import type { TextEdit } from '../edit.ts';
import { suppliesFor } from './asked.ts';
import { formOf } from './form.ts';
import { isProgram } from './in-environment.ts';
import { type Supply, supplyFlag, takesAway } from './supply.ts';
import { variableFor } from './variable-value.ts';

/** A build, and what it is to do. */
export interface Wanted {
  path: BuildPath;
  supplies: readonly Supply[];
}

/**
 * True where the builds, read again after some edits, are those that were wanted: each that is named supplies everything
 * and hands nothing over any more, what else it says is as it was; others of the same Dockerfiles at most likewise, those
 * of other ones are untouched.
 */
export function areMended(edits: readonly TextEdit[], wanted: readonly Wanted[], builds: Builds): boolean {
  const paths = new Set(wanted.map(({ path }) => path));
  const read = readEdited(edits, paths, builds);
  return (
    read?.every(
      ({ before, after }) =>
        before.length === after.length &&
        before.every((build, at) => {
          const now = after[at];
          if (now === undefined) return false;
          const own = wanted.find(({ path }) => path === build);
          if (own !== undefined) return isWanted(build, now, own, builds);
          return factsOf(build) === factsOf(now) || wanted.some((one) => isWanted(build, now, one, builds));
        }),
    ) === true
  );
}

/** The same, and that each builder finds what it was handed. */
export function areProven(edits: readonly TextEdit[], wanted: readonly Wanted[], builds: Builds): boolean {
  return areMended(edits, wanted, builds) && wanted.every((one) => isValueKept(edits, one, builds));
}

/**
 * True where builds that are not named, of the same Dockerfiles, are not left with half of a change: each hands over what
 * it did, or has its own value as the secret.
 */
export function sparesOthers(edits: readonly TextEdit[], wanted: readonly Wanted[], builds: Builds): boolean {
  const paths = new Set(wanted.map(({ path }) => path));
  const read = readEdited(edits, paths, builds);
  return (
    read?.every(({ before, after }) =>
      before.every((build, at) => {
        const now = after[at];
        if (now === undefined || paths.has(build) || factsOf(build) === factsOf(now))
          return now !== undefined;
        return wanted.every((one) => isSpared(build, now, one, builds));
      }),
    ) === true
  );
}

function isSpared(before: BuildPath, after: BuildPath, { path, supplies }: Wanted, builds: Builds): boolean {
  if (!areOfOneDockerfile(before, path, builds)) return true;
  const needs = supplies.map(({ need }) => need);
  return suppliesFor(before, needs, builds).every((supply) => {
    const { id, given, clashes } = supply;
    const names = given.map(({ name }) => name);
    const said = ({ args, secrets, ssh }: BuildPath): string =>
      JSON.stringify([
        args.filter(({ name }) => names.includes(name)).map(({ value }) => value),
        secrets.filter((one) => one.id === id).map(({ from }) => from),
        ssh.filter((one) => one.id === id).length,
      ]);
    return said(before) === said(after) || (!clashes && isSupplied(supply, after, before));
  });
}

interface ReadTwice {
  before: readonly BuildPath[];
  after: readonly BuildPath[];
}

/** The files that the edits touch, read again; undefined where they are malformed now. */
function readEdited(
  edits: readonly TextEdit[],
  paths: ReadonlySet<BuildPath>,
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
    .filter(({ builds }) => builds.some((build) => paths.has(build) || touches(build, sources)))
    .map((file) => ({ before: file.builds, after: readAgain(file, edited) }));
  return isMended ? read : undefined;
}

/**
 * Whether the builder finds in its environment what it was handed as an argument: with `--build-arg NAME` where the
 * secret is, the file is read for what a variable holds there.
 */
export function isValueKept(edits: readonly TextEdit[], { path, supplies }: Wanted, builds: Builds): boolean {
  const isFollowed = path.line?.shell === 'posix' && !/^(?:buildctl|fly)/.test(path.how) && !isProgram(path);
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
    const own = readEdited(probe, new Set([path]), builds)?.find(({ before }) => before.includes(path));
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

function isWanted(before: BuildPath, after: BuildPath, { path, supplies }: Wanted, builds: Builds): boolean {
  const gone = new Set(supplies.filter(takesAway).flatMap(({ given }) => given.map(({ name }) => name)));
  const ids = new Set(supplies.map(({ id }) => id));
  const others = { args: gone, ids };
  if (factsOf(before, others) !== factsOf(after, others)) return false;
  if (before !== path) return areOfOneDockerfile(before, path, builds);
  return (
    after.args.every(({ name }) => !gone.has(name)) && supplies.every((one) => isSupplied(one, after, path))
  );
}

function isSupplied(supply: Supply, { secrets, ssh }: BuildPath, path: BuildPath): boolean {
  const { id, need, source, isThere } = supply;
  if (need.kind === 'ssh') return ssh.some((one) => one.id === id);
  const from = secrets.find((one) => one.id === id)?.from;
  if (isThere || from?.kind === 'value') return secrets.some((one) => one.id === id);
  const [part] = from?.value ?? [];
  if (source.kind === 'file')
    return from?.kind === 'file' && part?.kind === 'text' && part.text.endsWith(source.path);
  return from?.kind === 'variable' && part?.kind === 'variable' && mayName(part.name, supply, path);
}

/** Services share what a compose file declares: each takes its own variable and no other. */
function mayName(name: string, supply: Supply, path: BuildPath): boolean {
  if (['compose', 'bake'].includes(formOf(path))) return variableFor(supply).name === name;
  const { source, id, given } = supply;
  const own = source.kind === 'variable' ? source.name : id;
  return name === own || given.some(({ value }) => namesOf(value).includes(name));
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

function dockerfileFacts({ dockerfile }: BuildPath): string {
  if (dockerfile.kind === 'path') return dockerfile.candidates.join('\n');
  return dockerfile.kind === 'inline' ? dockerfile.text.text : dockerfile.what;
}

/** Whether two builds mean the same Dockerfile, by the first of their candidates that is there. */
export function areOfOneDockerfile(one: BuildPath, other: BuildPath, { repository }: Builds): boolean {
  const meant = ({ dockerfile }: BuildPath): string | undefined =>
    dockerfile.kind === 'path' ? dockerfile.candidates.find((path) => repository.has(path)) : undefined;
  const first = meant(one);
  return first === undefined ? dockerfileFacts(one) === dockerfileFacts(other) : first === meant(other);
}
