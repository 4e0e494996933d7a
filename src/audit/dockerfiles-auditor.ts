import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { GivenUp } from '../config/patience.ts';
import type { DockerfileAudit } from './audit-dockerfile.ts';
import { AuditedFiles } from './audited-files.ts';
import type { DockerfileTask } from './build/audit-repository.ts';
import { isDockerfileName } from './dockerfile-name.ts';
import type { Skipped } from './finding.ts';
import { noStage } from './no-stage.ts';
import { displayName, openDockerfile, type Source, textOf } from './open-dockerfile.ts';
import { passedByCaller } from './passed-by-caller.ts';
import type { Projects } from './project/open-projects.ts';
import { InputError } from './read-dockerfile.ts';
import type { ReportBuilder } from './report-builder.ts';

/** So many characters are audited before a signal could be missed. */
const QUICK = 8192;

/** Reads and audits Dockerfiles, and what builds them. */
export class DockerfilesAuditor {
  readonly files = new AuditedFiles();
  /** A file was given up: what is still waited for is to keep nobody. */
  isGivenUp = false;
  readonly #builder: ReportBuilder;
  readonly #source: Source;
  /** Names of those that were found, whatever came of them. */
  readonly #asked = new Set<string>();

  constructor(builder: ReportBuilder, source: Source) {
    this.#builder = builder;
    this.#source = source;
  }

  /** The user wants no more of it. */
  get #isOver(): boolean {
    return this.#source.build.interrupt?.signal !== undefined;
  }

  /** Audits every path: a Dockerfile, a folder to search, or `-` for standard input. */
  async audit(paths: readonly string[], projects: Projects | undefined): Promise<void> {
    const { build, governed } = this.#source;
    for (const path of paths) {
      if (this.#isOver) return;
      build.signal?.throwIfAborted();
      if (projects !== undefined) await governed.enter(this.#builder, projects.of(path));
      if (build.strict !== true && (await this.#isFolder(path))) await this.#folder(path);
      else await this.#named(path);
    }
  }

  async #isFolder(path: string): Promise<boolean> {
    const { tree, build } = this.#source;
    if (path === '-') return false;
    if (build.changes !== undefined) return tree.files.kind(path) === 'folder';
    return stat(path)
      .then((found) => found.isDirectory())
      .catch(() => false);
  }

  /** A Dockerfile that was asked for by its name. */
  async #named(path: string): Promise<void> {
    const { build, governed } = this.#source;
    const passed = passedByCaller(build.buildArguments ?? {}, governed.engine.scanner);
    await this.#file(path, { name: displayName(path), passed });
  }

  async #folder(folder: string): Promise<void> {
    const { build } = this.#source;
    const before = this.#asked.size;
    if (build.noInvocations) await this.#dockerfilesIn(folder);
    else await this.#repository(folder);
    if (this.#asked.size > before || this.#isOver || build.changes !== undefined) return;
    const names = 'Dockerfile, Dockerfile.*, *.Dockerfile or Containerfile*';
    const reason = `no Dockerfile below it (${names}); name the file if it is called otherwise`;
    this.#builder.skip(folder, reason);
  }

  async #dockerfilesIn(folder: string): Promise<void> {
    const skip = ({ what, reason }: Skipped) => this.#builder.skip(what, reason);
    const { tree, build } = this.#source;
    for (const path of await tree.find(folder, isDockerfileName, skip, build.interrupt)) {
      const full = join(folder, path);
      await this.#file(full, { name: displayName(full), passed: new Map() });
    }
  }

  async #repository(folder: string): Promise<void> {
    const { auditRepository } = await import('./build/audit-repository.ts');
    const { tree, build, governed } = this.#source;
    const { limits, engine } = governed;
    const audit = (path: string, task: DockerfileTask) =>
      this.#file(path, { ...task, name: displayName(task.name) });
    const options = { tree, limits, interrupt: build.interrupt };
    this.files.addRepository(await auditRepository(folder, engine, this.#builder, audit, options));
  }

  /** One Dockerfile; what is known of one that was audited before is not told again. */
  async #file(path: string, task: DockerfileTask): Promise<DockerfileAudit | undefined> {
    const { name } = task;
    const { build } = this.#source;
    const known = this.files.get(name);
    if (known !== undefined) return known;
    this.#asked.add(name);
    await turn();
    build.signal?.throwIfAborted();
    if (this.#isOver) return undefined;
    const started = performance.now();
    try {
      return await this.#read(path, task);
    } catch (error) {
      if (!(error instanceof InputError || error instanceof GivenUp)) throw error;
      if (build.strict) throw named(name, error);
      this.#builder.skip(name, error.message);
      return undefined;
    } finally {
      build.events?.read?.(name, performance.now() - started);
    }
  }

  async #read(path: string, task: DockerfileTask): Promise<DockerfileAudit | undefined> {
    const { name, inline } = task;
    const source = this.#source;
    const text = await textOf(path, task, source).catch((error: unknown) => {
      this.isGivenUp ||= error instanceof GivenUp;
      throw error;
    });
    if (text.length > QUICK) await source.build.interrupt?.expectWork();
    if (this.#isOver) return undefined;
    const { context, file, audit } = source.governed.inTime(() => {
      const opened = openDockerfile(path, text, task, source);
      return { ...opened, audit: opened.file.audit(opened.file.texts) };
    }, source.build.interrupt);
    if (source.build.strict) checkTarget(audit, source.build.target);
    if (inline === undefined) this.files.addFile({ ...(path !== '-' && { path }), file, audit });
    const builder = this.#builder;
    for (const problem of context?.problems ?? []) builder.skip(problem.path, problem.reason);
    builder.subject({ kind: 'dockerfile', name });
    builder.add(audit.findings);
    for (const { what, reason } of audit.skipped) builder.skip(what, reason);
    for (const { what, reason } of audit.notes) builder.note(what, reason);
    this.files.add(name, audit);
    return audit;
  }
}

/** @throws InputError where the stage that is to be built is not there */
function checkTarget({ facts: { trace }, scrub }: DockerfileAudit, target: string | undefined): void {
  if (target === undefined || trace.target !== undefined) return;
  throw new InputError(scrub(noStage(target, trace)), 'ERR_NO_STAGE');
}

/** What ends a strict run. */
function named(name: string, error: InputError | GivenUp): InputError {
  const code = error instanceof InputError ? error.code : 'ERR_NOT_READABLE';
  return new InputError(`${name}: ${error.message}`, code);
}
