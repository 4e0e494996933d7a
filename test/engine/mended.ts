import { join } from 'node:path';
import { mendAll } from '../../src/audit/fix/mend-all.ts';
import type { NoOffer, Offer } from '../../src/audit/fix/offers.ts';
import { runDockerfiles } from '../../src/audit/run-dockerfiles.ts';
import { parseDockerfile } from '../../src/dockerfile/parse.ts';
import { DOTENV_ID } from '../../src/rewrite/give-variable.ts';
import type { SecretNeed } from '../../src/rewrite/need.ts';
import type { RewriteOptions } from '../../src/rewrite/rewrite.ts';

/** A build context's Dockerfile after all rewrites. */
export interface Mended {
  dockerfile: string;
  /** The ignore file, where one is written. */
  ignore?: string;
  needs: readonly SecretNeed[];
  titles: readonly string[];
  /** Why other findings have no rewrite. */
  refused: readonly NoOffer['refused'][];
}

/** Rewrites the Dockerfile of a build context, in memory; rewrites with doubts are made, too. */
export async function mend(context: string, options: RewriteOptions, target?: string): Promise<Mended> {
  const build = { context, noInvocations: true, ...(target !== undefined && { target }) };
  const gate = { failOn: 'never', minConfidence: 'possible' } as const;
  const { files } = await runDockerfiles([join(context, 'Dockerfile')], gate, build);
  const [file] = files;
  if (file === undefined) throw new Error('the Dockerfile was not audited');
  const { before, texts, done, refused } = mendAll(file.file, options, true, () => true);
  const ignore = texts.ignore?.text;
  return {
    dockerfile: texts.dockerfile,
    ...(ignore !== undefined && ignore !== before.ignore?.text && { ignore }),
    needs: done.flatMap(({ rewrite }: Offer) => rewrite.needs),
    titles: done.map(({ rewrite }) => rewrite.title),
    refused: refused.map(({ reason }) => reason),
  };
}

/** The rules that an audit of a build context's Dockerfile names. */
export async function verdictOf(context: string, target?: string): Promise<string[]> {
  const build = { context, noInvocations: true, ...(target !== undefined && { target }) };
  const gate = { failOn: 'never', minConfidence: 'possible' } as const;
  const { report } = await runDockerfiles([join(context, 'Dockerfile')], gate, build);
  return [...new Set(report.findings.map(({ rule }) => rule))];
}

/** What a build is given. */
export interface Supply {
  buildArgs?: Readonly<Record<string, string>>;
  /** By their ids. */
  secrets?: Readonly<Record<string, string>>;
  contextFiles?: Readonly<Record<string, string>>;
}

/** What the rewritten file's build is given in place of what the first one was: whatever its rewrites ask for. */
export function suppliedFor(
  needs: readonly SecretNeed[],
  { buildArgs = {}, secrets = {}, contextFiles = {} }: Supply,
): Supply {
  const gone = new Set(needs.flatMap(({ argument }) => argument ?? []));
  const supplied: Record<string, string> = {};
  for (const { kind, id, argument = '', file, dotenv } of needs) {
    if (kind === 'nothing') continue;
    if (kind === 'ssh') throw new Error('no build here has an agent');
    const lines = dotenv?.map((name) => `${name}="${buildArgs[name] ?? ''}"\n`) ?? [];
    if (id === DOTENV_ID) supplied[id] = (supplied[id] ?? '') + lines.join('');
    else supplied[id] = file === undefined ? (buildArgs[argument] ?? '«secret»') : (contextFiles[file] ?? '');
  }
  return {
    contextFiles,
    buildArgs: Object.fromEntries(Object.entries(buildArgs).filter(([name]) => !gone.has(name))),
    secrets: { ...secrets, ...supplied },
  };
}

/** The script of a heredoc as a string in exec form: that is what newer frontends run, and Debian's knows no heredocs. */
export function withoutHeredocs(dockerfile: string): string {
  const { instructions, source } = parseDockerfile('Dockerfile', dockerfile);
  let text = dockerfile;
  for (const { keyword, flags, heredocs, args, span } of instructions.toReversed()) {
    const [script, ...others] = heredocs;
    if (script === undefined || others.length > 0 || !/^<<-?\s*\S+$/.test(args.text)) continue;
    const mounts = flags.map((flag) => source.text.slice(flag.span.start, flag.span.end));
    const run = [keyword, ...mounts, JSON.stringify(['/bin/sh', '-c', script.body.text])].join(' ');
    text = `${text.slice(0, span.start)}${run}\n${text.slice(span.end).replace(/^\n/, '')}`;
  }
  return text;
}
