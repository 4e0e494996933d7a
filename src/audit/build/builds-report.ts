import { placeText } from '../../build/build-path.ts';
import { describePart, literalOf, type Value } from '../../build/value.ts';
import { plausibleSecretValue } from '../../credentials/placeholder.ts';
import type { Report, Skipped } from '../finding.ts';
import type { JudgedArgument, JudgedBuild } from '../rule.ts';
import { TOOL } from '../tool.ts';
import type { DockerfileBuilds } from './audit-repository.ts';

/** What `audit dockerfile --list-builds --format json` prints, schema/builds-v1.schema.json. */
export interface BuildsReport {
  schemaVersion: 1;
  tool: { name: string; version: string };
  complete: boolean;
  dockerfiles: ListedDockerfile[];
  skipped: Skipped[];
  notes: Skipped[];
}

export interface ListedDockerfile {
  dockerfile: string;
  builds: ListedBuild[];
  /** The names of what is not the same in all of them. */
  differs: string[];
}

export interface ListedBuild {
  /** `path:line:column`. */
  where: string;
  how: string;
  /** What it is given, by `target`, `context`, `argument NAME`, `secret ID`, `ssh ID`, …: never the text of a secret. */
  given: Record<string, string>;
  /** Something may be given besides, that could not be told. */
  unknown: string[];
}

/**
 * The ways in which each Dockerfile is built, side by side.
 *
 * @param scrub takes secrets out of names and paths
 */
export function buildsReport(
  report: Report,
  dockerfiles: readonly DockerfileBuilds[],
  scrub: (text: string) => string,
): BuildsReport {
  return {
    schemaVersion: 1,
    tool: TOOL,
    complete: report.complete,
    dockerfiles: dockerfiles.map((one) => listed(one, scrub)),
    skipped: report.skipped,
    notes: report.notes,
  };
}

function listed({ name, builds }: DockerfileBuilds, scrub: (text: string) => string): ListedDockerfile {
  const all = builds.map(listedBuild).map((one) => scrubbed(one, scrub));
  const rows = [...new Set(all.flatMap(({ given }) => Object.keys(given)))];
  const differs = rows.filter((row) => new Set(all.map(({ given }) => given[row])).size > 1);
  return { dockerfile: scrub(name), builds: all, differs };
}

function scrubbed({ where, how, given, unknown }: ListedBuild, scrub: (text: string) => string): ListedBuild {
  const pairs = Object.entries(given).map(([name, value]) => [scrub(name), scrub(value)] as const);
  return {
    where: scrub(where),
    how: scrub(how),
    given: Object.fromEntries(pairs),
    unknown: unknown.map(scrub),
  };
}

const PROVENANCE = { max: 'max', min: 'min', off: 'off', visibility: 'max where public' } as const;

function listedBuild({ path, args, labels }: JudgedBuild): ListedBuild {
  const given: [string, string][] = [['builder', path.builder]];
  if (path.target !== undefined) given.push(['target', tellValue(path.target.value)]);
  if (path.context !== undefined) given.push(['context', path.context]);
  for (const one of args) given.push([`argument ${one.name}`, tellArgument(one)]);
  for (const { id, from, implied } of path.secrets)
    if (implied !== true)
      given.push([
        `secret ${id}`,
        from === undefined ? 'its name' : `${from.kind} ${tellSource(from)}`.trim(),
      ]);
  for (const { id } of path.ssh) given.push([`ssh ${id}`, 'forwarded']);
  for (const one of labels)
    if (one.secret !== undefined) given.push([`label ${one.name}`, tellArgument(one)]);
  if (path.provenance !== undefined) given.push(['provenance', PROVENANCE[path.provenance.mode]]);
  if (path.record) given.push(['build record', 'kept']);
  return {
    where: placeText(path.at),
    how: path.how,
    given: Object.fromEntries(given),
    unknown: path.unknown.map(({ what }) => what),
  };
}

function tellSource({ kind, value }: { kind: string; value: Value }): string {
  return kind === 'value' ? tellPieces(value) : tellValue(value);
}

function tellArgument({ value, secret, mayBeSecret }: JudgedArgument): string {
  if (secret?.literal !== undefined) return 'a literal secret';
  const literal = value.some((part) => part.kind === 'text' && part.by !== undefined)
    ? undefined
    : literalOf(value);
  if (literal === undefined) return tellPieces(value);
  if (literal === '') return 'empty';
  return !mayBeSecret && isHarmless(literal) ? literal : `a text of ${literal.length} characters`;
}

/** Words, numbers, versions, paths: what nobody would take for a secret. */
function isHarmless(text: string): boolean {
  return text.length <= 60 && (/^[A-Za-z][a-z-]{0,15}$/.test(text) || !plausibleSecretValue(text));
}

function tellValue(value: Value): string {
  return value
    .map((part) => (part.kind === 'text' && part.by === undefined ? part.text : describePart(part)))
    .join('');
}

/** What a value is made of, its texts left out. */
function tellPieces(value: Value): string {
  const pieces = value.filter((part) => part.kind !== 'text' || part.by !== undefined).map(describePart);
  const around = pieces.length < value.length ? 'a text with ' : '';
  return pieces.length === 0 ? 'a text' : around + pieces.join(' and ');
}
