import type { BuildOptions } from '../audit/build-options.ts';
import type { Report } from '../audit/finding.ts';
import type { Gate } from '../audit/gate.ts';
import type { DockerfilesRun } from '../audit/run-dockerfiles.ts';
import { InputError } from '../config/errors.ts';
import { limitsOf, orReason, startAudit } from './start.ts';
import type {
  Audit,
  DockerfileOptions,
  DockerfileSource,
  DockerfilesOptions,
  FixedDockerfile,
  FixOptions,
} from './types.ts';

type Found = NonNullable<NonNullable<BuildOptions['events']>['found']>;

/**
 * Audits one Dockerfile: how secrets come into it, and where they stay. What a rewrite would do is in the findings' `fixes`.
 *
 * Rejects with an InputError where a file cannot be read.
 */
export function auditDockerfile(source: DockerfileSource, options: DockerfileOptions = {}): Audit {
  return startAudit(options.signal, async (found) => (await runOne(source, options, found)).report);
}

/**
 * Audits Dockerfiles, and folders with all that are in them and whoever builds those; by default the working folder. What
 * cannot be read is in the report's `skipped`.
 */
export function auditDockerfiles(paths: readonly string[] = ['.'], options: DockerfilesOptions = {}): Audit {
  return startAudit(options.signal, async (found) => {
    const { runDockerfiles } = await import('../audit/run-dockerfiles.ts');
    const build = { ...(await buildOptions(options, found)), noInvocations: options.builds === false };
    if (paths.length === 0) return emptyReport(await gateOf(options));
    return (await runDockerfiles(paths.map(fileNamed), await gateOf(options), build)).report;
  });
}

/**
 * Rewrites a Dockerfile so that its secrets come by mounts, as far as that is proved to leave nothing worse. Nothing is
 * written.
 *
 * Rejects with an InputError where a file cannot be read.
 */
export function fixDockerfile(source: DockerfileSource, options: FixOptions = {}): Promise<FixedDockerfile> {
  return orReason(options.signal, async () => {
    const [{ fixOne }, run] = await Promise.all([import('./fix.ts'), runOne(source, options)]);
    const gate = await gateOf(options);
    const { GivenUp } = await import('../config/patience.ts');
    try {
      return run.inTime(() => fixOne(run, options, gate));
    } catch (error) {
      if (!(error instanceof GivenUp)) throw error;
      throw new InputError(`its rewrites: ${error.message}`, 'ERR_NOT_READABLE');
    }
  });
}

async function runOne(
  source: DockerfileSource,
  options: DockerfileOptions,
  found?: Found,
): Promise<DockerfilesRun> {
  const { runDockerfiles } = await import('../audit/run-dockerfiles.ts');
  const { path, texts } = await readSource(source);
  const build = { ...(await buildOptions(options, found)), strict: true, ...(texts && { texts }) };
  return runDockerfiles([path], await gateOf(options), build);
}

/** A text is called by its path, which need not be there. Throws InputError where it is none of a Dockerfile. */
export async function readSource(
  source: DockerfileSource,
): Promise<{ path: string; texts?: ReadonlyMap<string, string> }> {
  if (typeof source === 'string') return { path: fileNamed(source) };
  const { checkText } = await import('../audit/read-dockerfile.ts');
  const { text, path = 'Dockerfile' } = source;
  try {
    return { path, texts: new Map([[path, checkText(text)]]) };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(`${path}: ${error.message}`, error.code);
  }
}

/** Commands read standard input for `-`; here it is a file like any other. */
export function fileNamed(path: string): string {
  return path === '-' ? './-' : path;
}

async function emptyReport(gate: Gate): Promise<Report> {
  const [{ ReportBuilder }, { TOOL }] = await Promise.all([
    import('../audit/report-builder.ts'),
    import('../audit/tool.ts'),
  ]);
  return new ReportBuilder(TOOL, gate).report();
}

async function gateOf({ minConfidence }: DockerfileOptions): Promise<Gate> {
  const { DEFAULT_GATE } = await import('../audit/gate.ts');
  return minConfidence === undefined ? DEFAULT_GATE : { ...DEFAULT_GATE, minConfidence };
}

async function buildOptions(options: DockerfileOptions, found: Found | undefined): Promise<BuildOptions> {
  const { context, target, buildArguments, style, keepArgument, signal, environment } = options;
  return {
    ...(context !== undefined && { context }),
    ...(target !== undefined && { target }),
    ...(buildArguments && { buildArguments }),
    rewrite: { ...(style && { style }), ...(keepArgument !== undefined && { keepArgument }) },
    ...(found && { events: { found } }),
    signal,
    environment,
    limits: await limitsOf(options),
  };
}
