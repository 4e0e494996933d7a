import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { BuildContext } from '../context/build-context.ts';
import { parseDockerfile } from '../dockerfile/parse.ts';
import type { RewriteOptions } from '../rewrite/rewrite.ts';
import type { DockerfileAudit } from './audit-dockerfile.ts';
import type { DockerfileBuilds, DockerfileTask, RepositoryAudit } from './build/audit-repository.ts';
import type { Changes } from './changes/staged.ts';
import { contextOf } from './context-stores.ts';
import { createEngine } from './engine.ts';
import type { Events } from './events.ts';
import type { Finding, Skipped, SourceLocation } from './finding.ts';
import { type AuditableFile, auditableFile } from './fix/dockerfile-texts.ts';
import { type Gate, isShown } from './gate.ts';
import { InputError, readDockerfile, readStaged } from './read-dockerfile.ts';
import { ReportBuilder } from './report-builder.ts';
import type { JudgedBuild } from './rule.ts';
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

/** A Dockerfile that was audited, and can be again. */
interface AuditedFile {
  /** Absent for standard input. */
  path?: string;
  file: AuditableFile;
  audit: DockerfileAudit;
  builds: readonly JudgedBuild[];
}

/** Audits every path: a Dockerfile, a folder to search, or `-` for standard input. Without any, the working folder. */
export async function runDockerfiles(
  paths: readonly string[],
  gate: Gate,
  build: BuildOptions = {},
): Promise<DockerfilesRun> {
  const auditor = new DockerfilesAuditor(gate, build);
  for (const path of build.changes?.paths ?? (paths.length === 0 ? ['.'] : paths))
    if (await isFolder(path, build.changes?.tree)) await auditor.folder(path);
    else await auditor.file(path, { name: displayName(path), passed: new Map() });
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
  readonly #engine = createEngine();
  readonly #builder: ReportBuilder;
  readonly #build: BuildOptions;
  readonly #gate: Gate;
  readonly #audits = new Map<string, DockerfileAudit>();
  /** Those that are files of their own. */
  readonly #files: Omit<AuditedFile, 'builds'>[] = [];
  readonly #repositories: RepositoryAudit[] = [];
  readonly #tree: Tree;

  constructor(gate: Gate, build: BuildOptions) {
    this.#builder = new ReportBuilder(TOOL, gate, build.changes?.scope);
    this.#tree = build.changes?.tree ?? diskTree;
    this.#gate = gate;
    this.#build = build;
  }

  /** Puts what can be done about them into the findings. */
  async addFixes(): Promise<void> {
    if (this.#files.every(({ audit }) => audit.findings.length === 0)) return;
    const { attachFixes } = await import('./fix/attach-fixes.ts');
    const counts = ({ confidence }: Finding) => isShown(confidence, this.#gate);
    for (const { audit, file, builds } of this.#audited())
      attachFixes(audit, file, builds, { options: this.#build.rewrite ?? {}, counts });
  }

  #audited(): AuditedFile[] {
    const builds = new Map(this.#repositories.flatMap((one) => one.builds.map((of) => [of.name, of.builds])));
    return this.#files.map((one) => ({ ...one, builds: builds.get(one.file.name) ?? [] }));
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
      scrub: (text) =>
        [...this.#repositories, ...this.#audits.values()].reduce((clean, { scrub }) => scrub(clean), text),
    };
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
    const builder = this.#builder;
    const started = performance.now();
    try {
      const text = inline?.dockerfile.kind === 'inline' ? inline.dockerfile.text : undefined;
      const content = text?.text ?? (await this.#read(path));
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
      builder.skip(name, error.message);
      return undefined;
    } finally {
      this.#build.events?.read(name, performance.now() - started);
    }
  }

  async #read(path: string): Promise<string> {
    const { files } = this.#tree;
    return files === diskTree.files || path === '-' ? readDockerfile(path) : readStaged(path, files);
  }

  /** As given, as its builds say, or as it is looked for. Standard input has no folder of its own. */
  #context(path: string, text: string, { context: known }: DockerfileTask): BuildContext | undefined {
    const given = this.#build.context ?? known;
    const own = path === '-' ? undefined : path;
    const { files } = this.#tree;
    if (given !== undefined) return BuildContext.open(given, own, files);
    return own === undefined ? undefined : contextOf(own, parseDockerfile(own, text), files);
  }
}

function displayName(path: string): string {
  return path === '-' ? '<stdin>' : path.replaceAll('\\', '/').replace(/^\.\//, '');
}
