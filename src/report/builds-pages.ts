import { buildsReport } from '../audit/build/builds-report.ts';
import type { DockerfilesRun } from '../audit/run-dockerfiles.ts';
import { buildsText } from './builds-text.ts';
import { jsonText } from './json-text.ts';

/** What `audit dockerfile --list-builds` writes. */
export function showBuilds(
  { report, builds, scrub }: DockerfilesRun,
  format: 'text' | 'json',
  page: { width: number; colour: boolean },
): string {
  const listed = buildsReport(report, builds, scrub);
  return format === 'json' ? jsonText(listed) : buildsText(listed, page);
}
