import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import type { Interrupt } from '../config/interrupt.ts';
import { DEFAULT_LIMITS, type Limits } from '../config/limits.ts';
import { GivenUp, Patience, withinTime } from '../config/patience.ts';
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
import { checkLength, InputError, readDockerfile, readStaged } from './read-dockerfile.ts';
import { ReportBuilder } from './report-builder.ts';
import type { Run } from './run.ts';
import type { Excerpt } from './source-excerpt.ts';
import { tellInterrupt } from './tell-interrupt.ts';
import { TOOL } from './tool.ts';
import { diskTree, type Tree } from './tree.ts';

/** So many characters are audited before a signal could be missed. */
const QUICK = 8192;

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
  /** Ends all of it; what was found so far is reported. */
  interrupt?: Interrupt | undefined;
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
  /** Those that are other than the project's. */
  limits?: Partial<Limits> | undefined;
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
  /** Does what never waits, for as long as a Dockerfile may take. @throws GivenUp */
  inTime<T>(work: () => T): T;
  /** Whether the user wants no more of it. */
  isEnded(): boolean;
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
    if (auditor.isOver) break;
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
  #project: Project | undefined;
  #isGivenUp = false;
  readonly #builder: ReportBuilder;
  readonly #build: BuildOptions;
  readonly #gate: Gate;
  readonly #audits = new Map<string, DockerfileAudit>();
  /** Names of those that were found, whatever came of them. */
  readonly #asked = new Set<string>();
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

  /** The user wants no more of it. */
  get isOver(): boolean {
    return this.#build.interrupt?.signal !== undefined;
  }

  get #limits(): Limits {
    return { ...(this.#project?.limits ?? DEFAULT_LIMITS), ...this.#build.limits };
  }

  /** For as long as a Dockerfile may take. What was broken off has left the engine in no state to be used again. */
  #inTime<T>(work: () => T): T {
    try {
      return withinTime('dockerfileSeconds', this.#limits, work, this.#build.interrupt);
    } catch (error) {
      if (error instanceof GivenUp)
        this.#engine =
          this.#project === undefined
            ? createEngine({ environment: this.#build.environment })
            : this.#governed.renew(this.#project);
      throw error;
    }
  }

  /** What is audited next belongs to a project. */
  async enter(project: Project | undefined): Promise<void> {
    if (project === undefined) return;
    this.#project = project;
    this.#engine = this.#governed.engine(project);
    await this.#governed.govern(this.#builder, project);
  }

  /** Puts what can be done about them into the findings. */
  async addFixes(): Promise<void> {
    if (this.isOver || this.#files.every(({ audit }) => audit.findings.length === 0)) return;
    const { attachFixes } = await import('./fix/attach-fixes.ts');
    const counts = ({ confidence }: Finding) => isShown(confidence, this.#gate);
    const options = this.#build.rewrite ?? {};
    for (const audited of this.#audited()) {
      // A signal is heard between two files.
      await turn();
      this.#build.signal?.throwIfAborted();
      if (this.isOver) return;
      try {
        this.#inTime(() => attachFixes(audited, { options, counts }));
      } catch (error) {
        if (!(error instanceof GivenUp)) throw error;
        this.#builder.note(audited.file.name, `not all rewrites were proved: ${error.message}`);
      }
    }
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
    tellInterrupt(this.#builder, this.#build.interrupt);
    const { skipped = [], notes = [] } = this.#build.changes ?? {};
    const report = this.#builder.report();
    return {
      report: {
        ...report,
        complete: report.complete && skipped.length === 0,
        skipped: [...skipped, ...report.skipped],
        notes: [...notes, ...report.notes],
      },
      isGivenUp: this.isOver || this.#isGivenUp,
      excerpt: (location) => (location.kind === 'source' ? this.#excerpt(location) : undefined),
      builds: this.#repositories.flatMap(({ builds }) => builds),
      files: this.#audited(),
      scrub: (text) => this.#scrub(text),
      inTime: (work) => this.#inTime(work),
      isEnded: () => this.isOver,
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
    const before = this.#asked.size;
    if (this.#build.noInvocations) {
      const { isDockerfileName } = await import('./discover.ts');
      const skip = ({ what, reason }: Skipped) => this.#builder.skip(what, reason);
      for (const path of await this.#tree.find(folder, isDockerfileName, skip, this.#build.interrupt)) {
        const full = join(folder, path);
        if (this.#build.changes?.scope.isAudited(displayName(full), []) === false) continue;
        await this.file(full, { name: displayName(full), passed: new Map() });
      }
    } else {
      const { auditRepository } = await import('./build/audit-repository.ts');
      const audit = (path: string, task: DockerfileTask) =>
        this.file(path, { ...task, name: displayName(task.name) });
      const where = { tree: this.#tree, scope: this.#build.changes?.scope };
      const bounds = { limits: this.#limits, interrupt: this.#build.interrupt };
      this.#repositories.push(
        await auditRepository(folder, this.#engine, this.#builder, audit, { ...where, ...bounds }),
      );
    }
    if (this.#asked.size > before || this.isOver || this.#build.changes?.tree !== undefined) return;
    const names = 'Dockerfile, Dockerfile.*, *.Dockerfile or Containerfile*';
    const reason = `no Dockerfile below it (${names}); name the file if it is called otherwise`;
    this.#builder.skip(folder, reason);
  }

  /** One Dockerfile; what is known of one that was audited before is not told again. */
  async file(path: string, task: DockerfileTask): Promise<DockerfileAudit | undefined> {
    const { name, inline } = task;
    const known = this.#audits.get(name);
    if (known !== undefined) return known;
    this.#asked.add(name);
    await turn();
    this.#build.signal?.throwIfAborted();
    if (this.isOver) return undefined;
    const builder = this.#builder;
    const started = performance.now();
    try {
      const within = inlineText(task)?.text ?? this.#build.texts?.get(path);
      if (within !== undefined) checkLength(within, this.#limits);
      const content = within ?? (await this.#read(path));
      if (content.length > QUICK) await this.#build.interrupt?.expectWork();
      if (this.isOver) return undefined;
      const { context, file, audit } = this.#inTime(() => this.#one(path, content, task));
      if (inline === undefined) this.#files.push({ ...(path !== '-' && { path }), file, audit });
      for (const problem of context?.problems ?? []) builder.skip(problem.path, problem.reason);
      builder.subject({ kind: 'dockerfile', name });
      builder.findings(audit.findings);
      for (const { what, reason } of audit.skipped) builder.skip(what, reason);
      for (const { what, reason } of audit.notes) builder.note(what, reason);
      this.#audits.set(name, audit);
      return audit;
    } catch (error) {
      if (!(error instanceof InputError || error instanceof GivenUp)) throw error;
      if (this.#build.strict) throw named(name, error);
      builder.skip(name, error.message);
      return undefined;
    } finally {
      this.#build.events?.read?.(name, performance.now() - started);
    }
  }

  /** A pipe may never come to its end. */
  async #read(path: string): Promise<string> {
    const limits = this.#limits;
    const patience = new Patience({
      within: this.#build.interrupt?.patience,
      limit: { key: 'dockerfileSeconds', limits },
    });
    try {
      return await patience.wait(this.#textOf(path));
    } finally {
      this.#isGivenUp ||= patience.reason !== undefined;
      patience.close();
    }
  }

  async #textOf(path: string): Promise<string> {
    const { files } = this.#tree;
    return files === diskTree.files || path === '-'
      ? readDockerfile(path, this.#limits)
      : readStaged(path, files, this.#limits);
  }

  #one(path: string, content: string, task: DockerfileTask) {
    const { name, passed, inline } = task;
    const { target } = this.#build;
    const text = inlineText(task);
    const context = inline === undefined ? this.#context(path, content, task) : undefined;
    const options = {
      passed,
      ...(target !== undefined && { target }),
      ...(context && { context }),
      ...(inline && text && { within: { source: inline.at.source, text } }),
    };
    const file = auditableFile(name, content, this.#engine, options, displayName);
    return { context, file, audit: file.audit(file.texts) };
  }

  /** As given, as its builds say, or as it is looked for. Standard input has no folder of its own. */
  #context(path: string, text: string, { context: known }: DockerfileTask): BuildContext | undefined {
    const given = this.#build.context ?? known;
    const own = path === '-' || this.#build.texts?.has(path) ? undefined : path;
    const { files } = this.#tree;
    if (given !== undefined) return BuildContext.open(given, own, files, this.#limits);
    return own === undefined ? undefined : contextOf(own, parseDockerfile(own, text), files, this.#limits);
  }
}

function inlineText({ inline }: DockerfileTask) {
  return inline?.dockerfile.kind === 'inline' ? inline.dockerfile.text : undefined;
}

/** What ends a strict run. */
function named(name: string, error: InputError | GivenUp): InputError {
  const code = error instanceof InputError ? error.code : 'ERR_NOT_READABLE';
  return new InputError(`${name}: ${error.message}`, code);
}

function displayName(path: string): string {
  return path === '-' ? '<stdin>' : path.replaceAll('\\', '/').replace(/^\.\//, '');
}
