import type { BuildPath, FilePlace } from '../../build/build-path.ts';
import { type Builds, readAgain } from '../../build/read-builds.ts';
import type { SourceText } from '../../dockerfile/source-text.ts';
import type { TextEdit } from '../edit.ts';
import { applyEdits } from './apply-edits.ts';
import { type Supply, takesAway } from './supply.ts';

/**
 * True where the builds, read again after some edits, are those that were wanted: the build at hand supplies everything
 * and hands nothing over any more, what else it says is as it was; other builds of its Dockerfile at most likewise, those
 * of other ones are untouched.
 */
export function isProven(
  edits: readonly TextEdit[],
  path: BuildPath,
  supplies: readonly Supply[],
  { files, repository, problems }: Builds,
): boolean {
  const changed = applyEdits(edits);
  if (changed === undefined) return false;
  const reasons = new Set(problems.map(({ reason }) => reason));
  let isMended = true;
  const edited = repository.with(changed, ({ reason }) => {
    if (!reasons.has(reason)) isMended = false;
  });
  const sources = new Set(edits.map(({ source }) => source));
  return files
    .filter(({ builds }) => builds.some((build) => build === path || touches(build, sources)))
    .every((file) => {
      const after = readAgain(file, edited);
      return (
        isMended &&
        after.length === file.builds.length &&
        file.builds.every((before, at) => {
          const now = after[at];
          return now !== undefined && isWanted(before, now, path, supplies);
        })
      );
    });
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
  const supplied = new Set([...after.secrets, ...after.ssh].map(({ id }) => id));
  return after.args.every(({ name }) => !gone.has(name)) && [...ids].every((id) => supplied.has(id));
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
