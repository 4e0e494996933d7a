import { mendAll } from '../audit/fix/mend-all.ts';
import type { Offer } from '../audit/fix/offers.ts';
import { type Gate, isShown } from '../audit/gate.ts';
import type { DockerfilesRun } from '../audit/run-dockerfiles.ts';
import { supplyOf } from '../rewrite/build/supply.ts';
import type { SecretNeed } from '../rewrite/need.ts';
import type { BuildSecret, FixedDockerfile, FixOptions, MadeFix } from './types.ts';

/**
 * What rewriting makes of the one Dockerfile of a run.
 *
 * @throws TypeError for a run without any
 */
export function fixOne(
  { files, scrub, report }: DockerfilesRun,
  { style, keepArgument, unsafe = false }: FixOptions,
  gate: Gate,
): FixedDockerfile {
  const [only] = files;
  if (only === undefined) throw new TypeError('the run has no Dockerfile');
  const options = { ...(style && { style }), ...(keepArgument !== undefined && { keepArgument }) };
  const mended = mendAll(only.file, options, unsafe, ({ confidence }) => isShown(confidence, gate));
  const { before, texts, done, held, refused } = mended;
  const made = ({ rewrite }: Offer): MadeFix => ({
    title: scrub(rewrite.title),
    doubts: rewrite.doubts.map(scrub),
  });
  const { needs, flags, prepare } = supplyOf(done.flatMap(({ rewrite }) => rewrite.needs));
  const isNewIgnore = texts.ignore !== undefined && texts.ignore.text !== before.ignore?.text;
  return {
    text: texts.dockerfile,
    changed: texts.dockerfile !== before.dockerfile || isNewIgnore,
    ...(isNewIgnore && texts.ignore && { ignoreFile: { path: texts.ignore.path, text: texts.ignore.text } }),
    done: done.map(made),
    held: held.map(made),
    refused: refused.map(({ finding: { rule, secret }, reason }) => {
      return { rule, ...(secret.name !== undefined && { name: secret.name }), reason: scrub(reason) };
    }),
    secrets: secretsOf(needs),
    flags: flags.flat(),
    prepare,
    skipped: report.skipped,
  };
}

function secretsOf(needs: readonly SecretNeed[]): BuildSecret[] {
  const distinct = new Map<string, BuildSecret>();
  for (const { kind, id, argument, file, dotenv } of needs) {
    if (kind === 'nothing') continue;
    const secret: BuildSecret = {
      kind,
      id,
      ...(argument !== undefined && { argument }),
      ...(file !== undefined && { file }),
      ...(dotenv && { dotenv }),
    };
    distinct.set(JSON.stringify(secret), secret);
  }
  return [...distinct.values()];
}
