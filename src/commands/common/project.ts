import type { Gate } from '../../audit/gate.ts';
import type { GateFlags } from '../../audit/project/gate-of.ts';
import type { ProjectOptions, Projects } from '../../audit/project/open-projects.ts';
import { plain } from '../../report/plain-text.ts';
import { readLimits } from './limits.ts';

/** What files say does not steer the terminal. */
function plainLines(text: string): string {
  return text.split('\n').map(plain).join('\n');
}

interface ProjectFlags {
  config?: string | undefined;
  'no-config'?: boolean | undefined;
  limit?: string[] | undefined;
  baseline?: string | undefined;
  'print-config'?: boolean | undefined;
  'fail-on'?: GateFlags['failOn'];
  'min-confidence'?: GateFlags['minConfidence'];
}

/**
 * The projects that are to be audited and the gate they make. Undefined where nothing is to be done any more: the
 * configuration was asked for and is printed, or it is wrong and the user was told.
 */
export async function openRun(
  paths: readonly string[],
  flags: ProjectFlags,
  { record, files }: Pick<ProjectOptions, 'record' | 'files'> = {},
): Promise<{ projects: Projects; gate: Gate } | undefined> {
  const {
    config,
    'no-config': noConfig,
    baseline,
    'fail-on': failOn,
    'min-confidence': minConfidence,
    limit,
  } = flags;
  const limits = readLimits(limit);
  const projects = await openOrTell(paths, { config, noConfig, baseline, limits, record, files });
  if (projects === undefined) return undefined;
  const { gateOf } = await import('../../audit/project/gate-of.ts');
  const gateFlags = { failOn, minConfidence };
  if (flags['print-config'] !== true) return { projects, gate: gateOf(gateFlags, projects.all) };
  const { printConfig } = await import('../../audit/project/print-config.ts');
  process.stdout.write(
    plainLines(printConfig(projects.all, { ...gateFlags, limits }, baseline !== undefined)),
  );
  return undefined;
}

/** Undefined where a configuration or baseline is wrong: it was told, and the exit code is 2. */
export async function openOrTell(
  paths: readonly string[],
  options: ProjectOptions,
): Promise<Projects | undefined> {
  const { openProjects } = await import('../../audit/project/open-projects.ts');
  try {
    return await openProjects(paths.length === 0 ? ['.'] : paths, options);
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ConfigError') throw error;
    process.stderr.write(`${plainLines(error.message).replace(/^/gm, 'audit: ')}\n`);
    process.exitCode = 2;
    return undefined;
  }
}
