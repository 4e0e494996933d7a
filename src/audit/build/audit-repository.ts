import { join } from 'node:path';
import { buildRules } from '../../../rules/build/index.ts';
import { type BuildPath, placeText } from '../../build/build-path.ts';
import { type Builds, type ReadOptions, readBuilds } from '../../build/read-builds.ts';
import { mayDescribeBuilds } from '../../build/readers.ts';
import type { Repository } from '../../build/repository.ts';
import type { IgnoreChoice } from '../../context/ignore-file.ts';
import type { DockerfileAudit } from '../audit-dockerfile.ts';
import { isDockerfileName } from '../dockerfile-name.ts';
import type { Engine } from '../engine.ts';
import type { Finding, SourceLocation } from '../finding.ts';
import type { ReportBuilder } from '../report-builder.ts';
import type { PassedArguments } from '../rotating-values.ts';
import type { JudgedBuild } from '../rule.ts';
import type { Excerpt } from '../source-excerpt.ts';
import { sourceRules } from '../source-rules.ts';
import type { Tree } from '../tree.ts';
import { auditBuilds, withNeeds } from './audit-builds.ts';
import { BuildTexts } from './build-texts.ts';
import { type JoinedBuilds, joinBuilds } from './join-builds.ts';
import { judgeBuild, passedArguments } from './judge-builds.ts';

/** The builds of one Dockerfile. */
export interface DockerfileBuilds {
  /** As in the report; for an inline one the place of its build. */
  name: string;
  builds: readonly JudgedBuild[];
  /** What the rules about builds find in them. */
  findings: readonly Finding[];
}

/** How one Dockerfile is to be audited. */
export interface DockerfileTask {
  /** As in the report. */
  name: string;
  passed: PassedArguments;
  /** The folder of the context, where all builds agree on it. */
  context?: string;
  /** What its builds read of ignore files. */
  ignoring?: readonly IgnoreChoice[];
  /** The file that it is a part of. */
  inline?: BuildPath;
}

export interface RepositoryAudit {
  builds: readonly DockerfileBuilds[];
  /** What was read of its builds. */
  read: Builds;
  excerpt(location: SourceLocation): Excerpt | undefined;
  scrub(text: string): string;
}

/** Where the files come from, what a build file may cost, and what ends the reading. */
export interface RepositoryOptions extends Pick<ReadOptions, 'limits' | 'interrupt'> {
  tree: Tree;
}

type AuditDockerfile = (path: string, task: DockerfileTask) => Promise<DockerfileAudit | undefined>;

const RULE_IDS: ReadonlySet<string> = new Set([...sourceRules, ...buildRules].map(({ id }) => id));

/**
 * Audits the Dockerfiles below a folder together with whatever builds them.
 *
 * @param audit reads one Dockerfile and reports it
 */
export async function auditRepository(
  folder: string,
  engine: Engine,
  builder: ReportBuilder,
  audit: AuditDockerfile,
  { tree, ...bounds }: RepositoryOptions,
): Promise<RepositoryAudit> {
  const skip = ({ what, reason }: { what: string; reason: string }) => builder.skip(what, reason);
  const isWanted = (path: string) => isDockerfileName(path) || mayDescribeBuilds(path);
  const found = await tree.find(folder, isWanted, skip, bounds.interrupt);
  const read = await readBuilds(folder, found.filter(mayDescribeBuilds), {
    names: engine.scanner.names,
    files: tree.files,
    ...bounds,
  });
  const texts = new BuildTexts(engine, RULE_IDS, [folder, ...found]);
  for (const build of read.builds) texts.addBuild(judgeBuild(build, engine.scanner));
  const joined = joinBuilds(read.builds, found.filter(isDockerfileName), read.repository);
  const auditor = new RepositoryAuditor(folder, {
    engine,
    builder,
    audit,
    texts,
    repository: read.repository,
    tree,
  });
  const builds = await auditor.run(joined);
  auditor.tell(read, joined);
  return {
    builds,
    read,
    excerpt: (location) => texts.excerpt(location),
    scrub: (text) => texts.scrubber.scrub(text),
  };
}

interface Tools {
  engine: Engine;
  repository: Repository;
  builder: ReportBuilder;
  audit: AuditDockerfile;
  texts: BuildTexts;
  tree: Tree;
}

class RepositoryAuditor {
  readonly #folder: string;
  readonly #tools: Tools;
  readonly #findings = new Map<string, Finding>();

  constructor(folder: string, tools: Tools) {
    this.#folder = folder;
    this.#tools = tools;
  }

  async run({ files, inline, loose }: JoinedBuilds): Promise<DockerfileBuilds[]> {
    const all: DockerfileBuilds[] = [];
    for (const [path, builds] of files) all.push(await this.#one(join(this.#folder, path), builds));
    for (const build of inline) all.push(await this.#one(build.at.source.path, [build], build));
    for (const [name, builds] of grouped(loose))
      all.push(
        this.#judge(
          name,
          builds.map((one) => this.#judged(one)),
          undefined,
        ),
      );
    this.#tools.builder.add([...this.#findings.values()]);
    return all.filter(({ builds }) => builds.length > 0);
  }

  #judged(path: BuildPath): JudgedBuild {
    return judgeBuild(path, this.#tools.engine.scanner);
  }

  async #one(path: string, paths: readonly BuildPath[], inline?: BuildPath): Promise<DockerfileBuilds> {
    const judged = paths.map((one) => this.#judged(one));
    const context = this.#contextOf(paths);
    const name = inline === undefined ? path : `${placeText(inline.at)} (${inline.how})`;
    const audit = await this.#tools.audit(path, {
      name,
      passed: passedArguments(judged),
      ...(context !== undefined && { context }),
      ignoring: paths.map((one) => this.#ignoring(one)),
      ...(inline && { inline }),
    });
    return this.#judge(name, judged, audit);
  }

  /** The folder that all builds agree on. */
  #contextOf(paths: readonly BuildPath[]): string | undefined {
    const [first, ...others] = [...new Set(paths.map(({ context }) => context))];
    const folder =
      first === undefined || others.length > 0
        ? undefined
        : join(this.#folder, this.#tools.repository.inside(first));
    return folder !== undefined && this.#tools.tree.files.exists(folder) ? folder : undefined;
  }

  #ignoring({ builder, ignoreFile }: BuildPath): IgnoreChoice {
    if (ignoreFile === undefined) return { builder };
    return { builder, named: join(this.#folder, this.#tools.repository.inside(ignoreFile)) };
  }

  /** What several Dockerfiles have of one build in common is told once. */
  #judge(name: string, judged: readonly JudgedBuild[], audit: DockerfileAudit | undefined): DockerfileBuilds {
    const { engine, texts } = this.#tools;
    const builds = withNeeds(judged, audit?.facts);
    const findings = auditBuilds(builds, audit, texts, engine).map((finding) => {
      const { rule, location, secret } = finding;
      const key = JSON.stringify([rule, location, secret.name]);
      const known = this.#findings.get(key) ?? finding;
      this.#findings.set(key, known);
      return known;
    });
    return { name, builds, findings };
  }

  /** What the reader of the report has to know of the build files. */
  tell({ builds, problems }: Builds, { loose }: JoinedBuilds): void {
    const { builder, texts } = this.#tools;
    const { scrubber } = texts;
    for (const { at, how } of builds)
      builder.subject({ kind: 'build', name: scrubber.scrub(`${placeText(at)} (${how})`) });
    for (const { what, reason, grave } of problems) {
      if (grave) builder.skip(what, scrubber.scrub(reason));
      else builder.note(what, scrubber.scrub(reason));
    }
    const notes = [...loose.map(looseNote), ...builds.flatMap(unknownNotes), ...texts.ignoreNotes()];
    const distinct = new Map(notes.map((note) => [JSON.stringify(note), note]));
    for (const { what, reason } of distinct.values()) builder.note(what, scrubber.scrub(reason));
  }
}

/** By what is known of their Dockerfiles. */
function grouped(loose: readonly BuildPath[]): Map<string, BuildPath[]> {
  const groups = new Map<string, BuildPath[]>();
  for (const build of loose) {
    const name = toldDockerfile(build);
    groups.set(name, [...(groups.get(name) ?? []), build]);
  }
  return groups;
}

function toldDockerfile({ dockerfile, at }: BuildPath): string {
  if (dockerfile.kind === 'path') return `${dockerfile.candidates[0]}, which is not there`;
  return `${dockerfile.kind === 'unknown' ? dockerfile.what : 'a Dockerfile'}, at ${placeText(at)}`;
}

function looseNote({ dockerfile, how }: BuildPath): { what: string; reason: string } {
  const why =
    dockerfile.kind === 'path'
      ? `there is no ${dockerfile.candidates[0]} here`
      : `${dockerfile.kind === 'unknown' ? dockerfile.what : 'it'} is not known`;
  return {
    what: placeText(dockerfile.at),
    reason: `${how} was judged without its Dockerfile: ${why}`,
  };
}

function unknownNotes({ unknown, how }: BuildPath): { what: string; reason: string }[] {
  return unknown.map(({ what, at }) => ({
    what: placeText(at),
    reason: `what ${what} adds to ${how} is not known; it was taken to supply what the Dockerfile mounts`,
  }));
}
