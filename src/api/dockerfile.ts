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
 * Rejects with an InputError where the file cannot be read or is no Dockerfile, has not the stage that is asked for, goes beyond
 * a limit or takes too long, where the folder of the context is not there, and where an option or a limit has a value that
 * it does not take; with the signal's reason where that is aborted.
 */
export function auditDockerfile(source: DockerfileSource, options: DockerfileOptions = {}): Audit {
  return startAudit(options, async (found) => (await runOne(source, options, found)).report);
}

/**
 * Audits Dockerfiles, and folders with all that are in them and whoever builds those; by default the working folder. What
 * cannot be read, and whatever has not the stage that is asked for, is in the report's `skipped`.
 *
 * Rejects with an InputError where `paths` is no array of texts, and where an option or a limit has a value that it does not
 * take; with the signal's reason where that is aborted.
 */
export function auditDockerfiles(paths: readonly string[] = ['.'], options: DockerfilesOptions = {}): Audit {
  return startAudit(options, async (found) => {
    const [{ runDockerfiles }, { checkTexts }] = await Promise.all([
      import('../audit/run-dockerfiles.ts'),
      import('./check-options.ts'),
    ]);
    checkTexts(paths, 'paths: takes an array of texts');
    const build = { ...(await buildOptions(options, found)), noInvocations: options.builds === false };
    if (paths.length === 0) return emptyReport(await gateOf(options));
    return (await runDockerfiles(paths.map(fileNamed), await gateOf(options), build)).report;
  });
}

/**
 * Rewrites a Dockerfile so that its secrets come by mounts, as far as that is proved to leave nothing worse. Nothing is
 * written.
 *
 * Rejects as auditDockerfile does, and with an InputError where the rewrites take too long.
 */
export function fixDockerfile(source: DockerfileSource, options: FixOptions = {}): Promise<FixedDockerfile> {
  return orReason(options, async () => {
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
  const [{ runDockerfiles }, { checkContext }] = await Promise.all([
    import('../audit/run-dockerfiles.ts'),
    import('./check-options.ts'),
  ]);
  const { path, texts } = await readSource(source);
  await checkContext(options.context);
  const build = { ...(await buildOptions(options, found)), strict: true, ...(texts && { texts }) };
  return runDockerfiles([path], await gateOf(options), build);
}

/**
 * The path of a Dockerfile, and the text where it is at hand: the path need not be there then.
 *
 * @throws InputError for what is neither a path nor a text, and for a text that is none of a Dockerfile
 */
export async function readSource(
  source: DockerfileSource,
): Promise<{ path: string; texts?: ReadonlyMap<string, string> }> {
  if (typeof source === 'string') return { path: fileNamed(source) };
  if (!isText(source)) throw new InputError('a Dockerfile is given by its path, or as { text, path }');
  const { checkText } = await import('../audit/read-dockerfile.ts');
  const { text, path = 'Dockerfile' } = source;
  try {
    return { path, texts: new Map([[path, checkText(text)]]) };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(`${path}: ${error.message}`, error.code);
  }
}

function isText(source: unknown): source is Exclude<DockerfileSource, string> {
  if (typeof source !== 'object' || source === null || !('text' in source)) return false;
  const path = 'path' in source ? source.path : undefined;
  return typeof source.text === 'string' && (path === undefined || typeof path === 'string');
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
