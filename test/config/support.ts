import { join } from 'node:path';
import type { Finding, Report } from '../../src/audit/finding.ts';
import { gateOf } from '../../src/audit/project/gate-of.ts';
import { openProjects, type ProjectOptions, type Projects } from '../../src/audit/project/open-projects.ts';
import { runDockerfiles } from '../../src/audit/run-dockerfiles.ts';
import { folderWith } from '../support/folder.ts';

/** Audits a folder as the command does. */
export async function auditFolder(folder: string, options: ProjectOptions = {}): Promise<Report> {
  const projects = await openProjects([folder], options);
  return reportOf(folder, projects);
}

export async function reportOf(path: string, projects: Projects): Promise<Report> {
  const { report } = await runDockerfiles([path], gateOf({}, projects.all), {}, projects);
  return report;
}

/** A repository of these files. */
export function repositoryWith(files: Readonly<Record<string, string>>): Promise<string> {
  return folderWith({ '.git/HEAD': 'ref: refs/heads/main\n', ...files });
}

/** Findings as `rule name`, those that are suppressed with whom by. */
export function told({ findings }: Pick<Report, 'findings'>): string[] {
  return findings.map(({ rule, secret, suppressed }: Finding) => {
    const by = suppressed === undefined ? '' : ` by ${suppressed.by.replace(/^.*\//, '')}`;
    return `${rule} ${secret.name ?? secret.kind}${by}`;
  });
}

/** Notes as `file:line: reason`. */
export function notesOf({ notes }: Report): string[] {
  return notes.map(({ what, reason }) => `${what.replace(/^.*\//, '')}: ${reason}`);
}

/** What is wrong with a configuration, one line each without the folder. */
export async function problemsOf(config: string, name = '.build-audit.yaml'): Promise<string[]> {
  const folder = await repositoryWith({ [name]: config });
  try {
    await openProjects([folder], {});
    return [];
  } catch (error) {
    return error instanceof Error ? error.message.replaceAll(join(folder, '/'), '').split('\n') : [];
  }
}
