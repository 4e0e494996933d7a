import type { AuditedFiles } from './audited-files.ts';
import type { DockerfileBuilds } from './build/audit-repository.ts';
import type { BuildOptions } from './build-options.ts';
import type { Changes } from './changes/changes.ts';
import { DockerfilesAuditor } from './dockerfiles-auditor.ts';
import type { Report } from './finding.ts';
import type { AuditedFile } from './fix/audited-file.ts';
import type { Gate } from './gate.ts';
import { Governed } from './project/govern.ts';
import type { Projects } from './project/open-projects.ts';
import { ReportBuilder } from './report-builder.ts';
import type { Run } from './run.ts';
import { tellInterrupt } from './tell-interrupt.ts';
import { TOOL } from './tool.ts';
import { diskTree } from './tree.ts';

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
  const { changes, events, interrupt } = build;
  const asked = changes?.paths ?? (paths.length === 0 ? ['.'] : paths);
  const governed = new Governed(build);
  const builder = new ReportBuilder(TOOL, gate, events?.found && ((finding) => events.found?.(finding)));
  const auditor = new DockerfilesAuditor(builder, { tree: changes?.now ?? diskTree, build, governed });
  await auditor.audit(asked, projects);
  const { files } = auditor;
  if (changes !== undefined && builder.findings.length + builder.told.length > 0) {
    const [{ newsOf }, before] = await Promise.all([
      import('./changes/news.ts'),
      auditBefore(changes, asked, gate, { build, governed, projects }),
    ]);
    builder.narrow(newsOf({ builder, files }, before, changes));
  }
  await offerFixes(files, builder, governed, build);
  tellInterrupt(builder, interrupt);
  return {
    report: withChanges(builder.report(), changes),
    isGivenUp: interrupt?.signal !== undefined || auditor.isGivenUp,
    excerpt: (location) => files.excerpt(location),
    builds: files.builds,
    files: files.all,
    scrub: (text) => files.scrub(text),
    inTime: (work) => governed.inTime(work, interrupt),
    isEnded: () => interrupt?.signal !== undefined,
  };
}

/** The same audit of what was there before the changes. */
async function auditBefore(
  changes: Changes,
  asked: readonly string[],
  gate: Gate,
  { build, governed, projects }: { build: BuildOptions; governed: Governed; projects: Projects | undefined },
): Promise<{ builder: ReportBuilder; files: AuditedFiles }> {
  const { earlierPaths } = await import('./changes/earlier-paths.ts');
  const builder = new ReportBuilder(TOOL, gate);
  const source = {
    tree: changes.before,
    build: { ...build, events: undefined },
    governed: governed.again(),
  };
  const auditor = new DockerfilesAuditor(builder, source);
  await auditor.audit(earlierPaths(asked, changes), projects);
  return { builder, files: auditor.files };
}

/** Only where something is told: rewriting is loaded for it. */
async function offerFixes(
  files: AuditedFiles,
  builder: ReportBuilder,
  governed: Governed,
  build: BuildOptions,
): Promise<void> {
  if (!builder.findings.some((finding) => builder.isTold(finding))) return;
  const { fixFindings } = await import('./fix/fix-findings.ts');
  await fixFindings(files.all, builder, governed, build);
}

/** With what git could not tell. */
function withChanges(report: Report, changes: Changes | undefined): Report {
  if (changes === undefined) return report;
  const skipped = [...changes.skipped, ...changes.holes()];
  return {
    ...report,
    complete: report.complete && skipped.length === 0,
    skipped: [...skipped, ...report.skipped],
    notes: [...changes.notes, ...report.notes],
  };
}
