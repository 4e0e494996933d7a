import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { BuildContext } from '../context/build-context.ts';
import { parseDockerfile } from '../dockerfile/parse.ts';
import type { RewriteOptions } from '../rewrite/rewrite.ts';
import type { DockerfileAudit } from './audit-dockerfile.ts';
import type { DockerfileBuilds, DockerfileTask, RepositoryAudit } from './build/audit-repository.ts';
import type { Changes } from './changes/staged.ts';
import { contextOf } from './context-stores.ts';
import { createEngine, type Engine } from './engine.ts';
import type { Events } from './events.ts';
import type { Finding, Skipped, SourceLocation } from './finding.ts';
import type { AuditedFile } from './fix/audited-file.ts';
import { auditableFile } from './fix/dockerfile-texts.ts';
import { type Gate, isShown } from './gate.ts';
import { passedByCaller } from './passed-by-caller.ts';
import { Governed } from './project/govern.ts';
import type { Projects } from './project/open-projects.ts';
import type { Project } from './project/project.ts';
import { InputError, readDockerfile, readStaged } from './read-dockerfile.ts';
import { ReportBuilder } from './report-builder.ts';
import type { Run } from './run.ts';
import type { Excerpt } from './source-excerpt.ts';
import { TOOL } from './tool.ts';
import { diskTree, type Tree } from './tree.ts';

/** How the Dockerfiles are built. */
export interface BuildOptions {
  /** The folder of the build context; else it is looked for. */
  context?: string;
  /** The stage to build, by name or number; else the last. */
  target?: string;
  /** Leave out who builds them, and with what. */
  noInvocations?: boolean;
  /** How secrets are to reach the RUNs that use them. */
  rewrite?: RewriteOptions;
  events?: Events;
  /** Dockerfiles that are at hand, by the paths that they are called by: they are not read, and have no folder. */
  texts?: ReadonlyMap<string, string>;
  /** What is about to be handed over for build arguments of Dockerfiles that are named. */
  buildArguments?: Readonly<Record<string, string>>;
  /** Each path is a Dockerfile; one that cannot be read ends the run with an InputError. */
  strict?: boolean;
  /** Ends the audit, which then throws its reason. */
  signal?: AbortSignal | undefined;
  /** Where the key of secrets' fingerprints is looked for; the process's own by default. */
  environment?: NodeJS.ProcessEnv | undefined;
  /** What alone is looked at. */
  changes?: Changes;
}

export interface DockerfilesRun extends Run {
  /** Of the folders that were searched. */
  builds: readonly DockerfileBuilds[];
  /** The Dockerfiles, to be rewritten. */
  files: readonly AuditedFile[];
  /** Takes the secrets of Dockerfiles and build files out of a text. */
  scrub(text: string): string;
}

/** Audits every path: a Dockerfile, a folder to search, or `-` for standard input. Without any, the working folder. */
export async function runDockerfiles(
  paths: readonly string[],
  gate: Gate,
  build: BuildOptions = {},
  projects?: Projects,
): Promise<DockerfilesRun> {
  const auditor = new DockerfilesAuditor(gate, build);
  for (const path of build.changes?.paths ?? (paths.length === 0 ? ['.'] : paths)) {
    build.signal?.throwIfAborted();
    await auditor.enter(projects?.of(path));
    if (build.strict !== true && (await isFolder(path, build.changes?.tree))) await auditor.folder(path);
    else await auditor.named(path);
  }
  await auditor.addFixes();
  return auditor.run();
}

async function isFolder(path: string, tree?: Tree): Promise<boolean> {
  if (path === '-') return false;
  if (tree !== undefined) return tree.files.kind(path) === 'folder';
  return stat(path)
    .then((found) => found.isDirectory())
    .catch(() => false);
}

class DockerfilesAuditor {
  readonly #governed = new Governed();
  #engine: Engine;
  readonly #builder: ReportBuilder;
  readonly #build: BuildOptions;
  readonly #gate: Gate;
  readonly #audits = new Map<string, DockerfileAudit>();
  /** Those that are files of their own. */
  readonly #files: Pick<AuditedFile, 'path' | 'file' | 'audit'>[] = [];
  readonly #repositories: RepositoryAudit[] = [];
  readonly #tree: Tree;

  constructor(gate: Gate, build: BuildOptions) {
    this.#engine = createEngine({ environment: build.environment });
    const { found } = build.events ?? {};
    const { scope, tree } = build.changes ?? {};
    this.#builder = new ReportBuilder(TOOL, gate, found && ((finding) => found(finding)), scope);
    this.#tree = tree ?? diskTree;
    this.#gate = gate;
    this.#build = build;
  }

  /** What is audited next belongs to a project. */
  async enter(project: Project | undefined): Promise<void> {
    if (project === undefined) return;
    this.#engine = this.#governed.engine(project);
    await this.#governed.govern(this.#builder, project);
  }

  /** Puts what can be done about them into the findings. */
  async addFixes(): Promise<void> {
    if (this.#files.every(({ audit }) => audit.findings.length === 0)) return;
    const { attachFixes } = await import('./fix/attach-fixes.ts');
    const counts = ({ confidence }: Finding) => isShown(confidence, this.#gate);
    const options = this.#build.rewrite ?? {};
    for (const audited of this.#audited()) attachFixes(audited, { options, counts });
  }

  #audited(): AuditedFile[] {
    const known = new Map(
      this.#repositories.flatMap(({ builds, mend }) =>
        builds.map((one) => [displayName(one.name), { ...one, mend }] as const),
      ),
    );
    return this.#files.map((one) => {
      const { builds = [], findings = [], mend } = known.get(one.file.name) ?? {};
      const scrub = (text: string) => this.#scrub(text);
      return { ...one, builds, buildFindings: findings, ...(mend && { mend }), scrub };
    });
  }

  run(): DockerfilesRun {
    const { skipped = [], notes = [] } = this.#build.changes ?? {};
    const report = this.#builder.report();
    return {
      report: {
        ...report,
        complete: report.complete && skipped.length === 0,
        skipped: [...skipped, ...report.skipped],
        notes: [...notes, ...report.notes],
      },
      excerpt: (location) => (location.kind === 'source' ? this.#excerpt(location) : undefined),
      builds: this.#repositories.flatMap(({ builds }) => builds),
      files: this.#audited(),
      scrub: (text) => this.#scrub(text),
    };
  }

  #scrub(text: string): string {
    return [...this.#repositories, ...this.#audits.values()].reduce((clean, { scrub }) => scrub(clean), text);
  }

  #excerpt(location: SourceLocation): Excerpt | undefined {
    const own = this.#audits.get(location.path);
    if (own !== undefined) return own.excerpt(location);
    for (const repository of this.#repositories) {
      const excerpt = repository.excerpt(location);
      if (excerpt !== undefined) return excerpt;
    }
    return undefined;
  }

  /** A Dockerfile that was asked for by its name. */
  async named(path: string): Promise<void> {
    const passed = passedByCaller(this.#build.buildArguments ?? {}, this.#engine.scanner);
    await this.file(path, { name: displayName(path), passed });
  }

  async folder(folder: string): Promise<void> {
    const before = this.#audits.size;
    if (this.#build.noInvocations) {
      const { isDockerfileName } = await import('./discover.ts');
      const skip = ({ what, reason }: Skipped) => this.#builder.skip(what, reason);
      for (const path of await this.#tree.find(folder, isDockerfileName, skip)) {
        const full = join(folder, path);
        if (this.#build.changes?.scope.isAudited(displayName(full), []) === false) continue;
        await this.file(full, { name: displayName(full), passed: new Map() });
      }
    } else {
      const { auditRepository } = await import('./build/audit-repository.ts');
      const audit = (path: string, task: DockerfileTask) =>
        this.file(path, { ...task, name: displayName(task.name) });
      const where = { tree: this.#tree, scope: this.#build.changes?.scope };
      this.#repositories.push(await auditRepository(folder, this.#engine, this.#builder, audit, where));
    }
    if (this.#audits.size > before || this.#build.changes?.tree !== undefined) return;
    const names = 'Dockerfile, Dockerfile.*, *.Dockerfile or Containerfile*';
    const reason = `no Dockerfile below it (${names}); name the file if it is called otherwise`;
    this.#builder.skip(folder, reason);
  }

  /** One Dockerfile; what is known of one that was audited before is not told again. */
  async file(path: string, task: DockerfileTask): Promise<DockerfileAudit | undefined> {
    const { name, passed, inline } = task;
    const known = this.#audits.get(name);
    if (known !== undefined) return known;
    this.#build.signal?.throwIfAborted();
    const builder = this.#builder;
    const started = performance.now();
    try {
      const text = inline?.dockerfile.kind === 'inline' ? inline.dockerfile.text : undefined;
      const content = text?.text ?? this.#build.texts?.get(path) ?? (await this.#read(path));
      const context = inline === undefined ? this.#context(path, content, task) : undefined;
      const options = {
        passed,
        ...(this.#build.target !== undefined && { target: this.#build.target }),
        ...(context && { context }),
        ...(inline && text && { within: { source: inline.at.source, text } }),
      };
      const file = auditableFile(name, content, this.#engine, options, displayName);
      const audit = file.audit(file.texts);
      if (inline === undefined) this.#files.push({ ...(path !== '-' && { path }), file, audit });
      for (const problem of context?.problems ?? []) builder.skip(problem.path, problem.reason);
      builder.subject({ kind: 'dockerfile', name });
      builder.findings(audit.findings);
      for (const { what, reason } of audit.skipped) builder.skip(what, reason);
      for (const { what, reason } of audit.notes) builder.note(what, reason);
      this.#audits.set(name, audit);
      return audit;
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      if (this.#build.strict) throw new InputError(`${name}: ${error.message}`, error.code);
      builder.skip(name, error.message);
      return undefined;
    } finally {
      this.#build.events?.read?.(name, performance.now() - started);
    }
  }

  async #read(path: string): Promise<string> {
    const { files } = this.#tree;
    return files === diskTree.files || path === '-' ? readDockerfile(path) : readStaged(path, files);
  }

  /** As given, as its builds say, or as it is looked for. Standard input has no folder of its own. */
  #context(path: string, text: string, { context: known }: DockerfileTask): BuildContext | undefined {
    const given = this.#build.context ?? known;
    const own = path === '-' || this.#build.texts?.has(path) ? undefined : path;
    const { files } = this.#tree;
    if (given !== undefined) return BuildContext.open(given, own, files);
    return own === undefined ? undefined : contextOf(own, parseDockerfile(own, text), files);
  }
}

function displayName(path: string): string {
  return path === '-' ? '<stdin>' : path.replaceAll('\\', '/').replace(/^\.\//, '');
}
