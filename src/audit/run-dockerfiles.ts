import { stat } from 'node:fs/promises';
import { BuildContext } from '../context/build-context.ts';
import { parseDockerfile } from '../dockerfile/parse.ts';
import { auditDockerfile, type DockerfileAudit } from './audit-dockerfile.ts';
import { contextOf, storesIn } from './context-stores.ts';
import { createEngine, type Engine } from './engine.ts';
import type { Gate } from './gate.ts';
import { InputError, readDockerfile } from './read-dockerfile.ts';
import { ReportBuilder } from './report-builder.ts';
import type { Run } from './run.ts';
import { TOOL } from './tool.ts';

/** How the Dockerfiles are built. */
export interface BuildOptions {
  /** The folder of the build context; else it is looked for. */
  context?: string;
  /** The stage to build, by name or number; else the last. */
  target?: string;
}

/** Audits every path: a Dockerfile, a folder to search, or `-` for standard input. Without any, the working folder. */
export async function runDockerfiles(
  paths: readonly string[],
  gate: Gate,
  build: BuildOptions = {},
): Promise<Run> {
  const engine = createEngine();
  const builder = new ReportBuilder(TOOL, gate);
  const audits = new Map<string, DockerfileAudit>();
  for (const path of await expand(paths.length === 0 ? ['.'] : paths, builder)) {
    const name = displayName(path);
    if (audits.has(name)) continue;
    const audit = await auditOne({ path, name }, engine, builder, build);
    if (audit !== undefined) audits.set(name, audit);
  }
  return {
    report: builder.report(),
    excerpt: (location) =>
      location.kind === 'source' ? audits.get(location.path)?.excerpt(location) : undefined,
  };
}

async function expand(paths: readonly string[], builder: ReportBuilder): Promise<string[]> {
  const files: string[] = [];
  for (const path of paths) {
    const isFolder =
      path !== '-' &&
      (await stat(path)
        .then((found) => found.isDirectory())
        .catch(() => false));
    if (!isFolder) {
      files.push(path);
      continue;
    }
    const { findDockerfiles } = await import('./discover.ts');
    const found = await findDockerfiles(path, ({ what, reason }) => builder.skip(what, reason));
    files.push(...found);
    if (found.length > 0) continue;
    const names = 'Dockerfile, Dockerfile.*, *.Dockerfile or Containerfile*';
    builder.skip(path, `no Dockerfile below it (${names}); name the file if it is called otherwise`);
  }
  return files;
}

async function auditOne(
  { path, name }: { path: string; name: string },
  engine: Engine,
  builder: ReportBuilder,
  build: BuildOptions,
): Promise<DockerfileAudit | undefined> {
  try {
    const text = await readDockerfile(path);
    const { target } = build;
    const context = contextFor(path, text, build);
    const stores = context && storesIn(context, engine.scanner);
    const options = { ...(target !== undefined && { target }), ...(stores && { context: stores }) };
    const audit = auditDockerfile(name, text, engine, options);
    for (const problem of context?.problems ?? []) builder.skip(problem.path, problem.reason);
    builder.subject({ kind: 'dockerfile', name });
    builder.findings(audit.findings);
    for (const { what, reason } of audit.skipped) builder.skip(what, reason);
    for (const { what, reason } of audit.notes) builder.note(what, reason);
    return audit;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    builder.skip(name, error.message);
    return undefined;
  }
}

/** Standard input has no folder of its own. */
function contextFor(path: string, text: string, { context }: BuildOptions): BuildContext | undefined {
  if (context !== undefined) return BuildContext.open(context, path === '-' ? undefined : path);
  return path === '-' ? undefined : contextOf(path, parseDockerfile(path, text));
}

function displayName(path: string): string {
  return path === '-' ? '<stdin>' : path.replaceAll('\\', '/').replace(/^\.\//, '');
}
