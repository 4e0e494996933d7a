import { replaceFile } from '../../config/write-file.ts';
import type { OpenOptions } from '../../image/open.ts';
import type { BuildOptions } from '../build-options.ts';
import type { Report, Skipped } from '../finding.ts';
import type { Gate } from '../gate.ts';
import type { BaselineFile } from './baseline-file.ts';
import { imageFamily } from './baseline-marks.ts';
import type { Projects } from './open-projects.ts';

interface Recorded {
  paths: readonly string[];
  images: readonly string[];
  build: BuildOptions;
  open: Omit<OpenOptions, 'environment'>;
}

/** Whatever is found is recorded, however sure: it is known at any --min-confidence then. */
const EVERYTHING: Gate = { failOn: 'never', minConfidence: 'possible' };

/** Said where what is gone cannot be told from what was not read. */
const KEPT = '; what it had before is kept, as not all was audited';

/** Audits paths and images and writes what is found into the baseline that their project records. */
export async function recordBaseline(
  projects: Projects,
  { paths, images, build, open }: Recorded,
): Promise<{ summary: string; skipped: readonly Skipped[] }> {
  const [project] = projects.all;
  const recording = project?.recording;
  if (project === undefined || recording === undefined) throw new RangeError('no project that records');
  const reports: Report[] = [];
  if (paths.length > 0) {
    const { runDockerfiles } = await import('../run-dockerfiles.ts');
    reports.push((await runDockerfiles(paths, EVERYTHING, build, projects)).report);
  }
  if (images.length > 0) {
    const { runImages } = await import('../run-images.ts');
    reports.push((await runImages(images, EVERYTHING, { ...open, project })).report);
  }
  const { path, shown, record, before } = recording;
  const skipped = reports.flatMap((report) => report.skipped);
  record.keep(before, { paths, images: familiesIn(reports), isWhole: skipped.length === 0 });
  const file = record.file();
  try {
    await replaceFile(path, `${JSON.stringify(file, undefined, 2)}\n`);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    return { summary: '', skipped: [...skipped, { what: shown, reason: `could not be written (${code})` }] };
  }
  const named = project.config?.baseline === undefined ? hint(shown) : '';
  const kept = before !== undefined && skipped.length > 0 ? KEPT : '';
  const summary = `${shown}: ${counted(record.count)} recorded${changes(file, before)}${kept}${named}`;
  return { summary, skipped };
}

/** The images that were audited, as a baseline calls them. */
function familiesIn(reports: readonly Report[]): ReadonlySet<string> {
  const subjects = reports.flatMap((report) => report.subjects);
  return new Set(
    subjects.filter(({ kind }) => kind === 'image').map(({ name }) => imageFamily({ image: name })),
  );
}

function counted(number: number): string {
  return number === 1 ? '1 finding' : `${number} findings`;
}

function changes(file: BaselineFile, before: BaselineFile | undefined): string {
  if (before === undefined) return '';
  const [now, then] = [file, before].map(
    ({ entries }) => new Map(entries.map(({ fingerprint, count }) => [fingerprint, count])),
  );
  const added = Array.from(now ?? []).filter(([one, count]) => count > (then?.get(one) ?? 0)).length;
  const gone = Array.from(then ?? []).filter(([one, count]) => count > (now?.get(one) ?? 0)).length;
  return ` (${added} new, ${gone} gone since it was made)`;
}

function hint(shown: string): string {
  return `\nUse it with --baseline ${shown}, or "baseline: ${shown}" in .build-audit.yaml; commit it`;
}
