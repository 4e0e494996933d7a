import type { ExpectedFinding } from '../expected.ts';
import { randomFor } from '../values.ts';
import { contextPiece } from './context.ts';
import { DECOYS, FILLER } from './filler.ts';
import { MOUNTS, SAFE_MOUNTS } from './mounts.ts';
import { ARGUMENTS, LITERALS, type Piece } from './plants.ts';
import { SHAPES } from './shapes.ts';
import { Sheet } from './sheet.ts';
import { STAGE_PIECES } from './stages.ts';

/** A Dockerfile and all that has to be told of it. */
export interface DockerfileSubject {
  text: string;
  expected: readonly ExpectedFinding[];
  values: readonly string[];
  /** Files of its build context; without one, what it copies is judged by name. */
  context?: ReadonlyMap<string, string>;
}

/** What is ordinary comes more often than what leaks. */
const KINDS: readonly (readonly Piece[])[] = [
  ...[FILLER, FILLER, FILLER, FILLER, DECOYS, DECOYS, SAFE_MOUNTS],
  ...[FILLER, FILLER, FILLER, DECOYS, DECOYS, SAFE_MOUNTS],
  ...[ARGUMENTS, LITERALS, MOUNTS, SHAPES, STAGE_PIECES],
];
/** Their names tell that no shell of Windows runs in them, whatever the escape character. */
const LINUX = ['alpine:3.20', 'debian:12-slim', 'ubuntu:24.04', 'node:22-slim'];
const BASES = [...LINUX, 'node:22', 'golang:1.23', 'ghcr.io/example/base:7'];

/** The same seed and index give the same subject. */
export function makeDockerfile(seed: string, index: number): DockerfileSubject {
  const random = randomFor(seed, 'dockerfile', index);
  const sheet = new Sheet(random);
  if (random.oneIn(2)) sheet.add(`# syntax=docker/dockerfile:${random.of(['1', '1.10', '1-labs'])}`);
  if (sheet.escape === '`') sheet.add('# escape=`');
  if (random.oneIn(4)) sheet.add(`# ${sheet.word()} service`);
  if (random.oneIn(4)) sheet.add('ARG BASE_VERSION=3.20');
  const stages = 1 + random.below(random.of([1, 2, 4]));
  const withContext = random.oneIn(3) ? random.below(stages) : -1;
  for (let stage = 0; stage < stages; stage += 1) {
    beginStage(sheet, stage, stages);
    if (random.oneIn(6)) sheet.add('SHELL ["/bin/bash", "-o", "pipefail", "-c"]');
    const count = 2 + random.below(stages > 2 ? 5 : 9);
    for (let at = 0; at < count; at += 1) random.of(random.of(KINDS))(sheet);
    if (stage === withContext) contextPiece(sheet);
  }
  endImage(sheet);
  return {
    text: sheet.text(),
    expected: sheet.expected(),
    values: sheet.values,
    ...(withContext >= 0 && { context: sheet.context }),
  };
}

function beginStage(sheet: Sheet, stage: number, stages: number): void {
  const { random } = sheet;
  const name = `stage${stage}`;
  const from = stage > 0 && random.oneIn(4) ? `stage${random.below(stage)}` : undefined;
  const base = from ?? random.of(sheet.escape === '`' ? LINUX : BASES);
  const platform = random.oneIn(10) ? '--platform=$BUILDPLATFORM ' : '';
  const isNamed = stage < stages - 1 || random.oneIn(2);
  if (random.oneIn(3)) sheet.add('');
  sheet.add(
    `${random.oneIn(12) ? 'from' : 'FROM'} ${platform}${base}${isNamed ? ` ${random.of(['AS', 'as'])} ${name}` : ''}`,
  );
  sheet.begin(name, from);
}

function endImage(sheet: Sheet): void {
  const { random } = sheet;
  if (random.oneIn(3)) sheet.add('USER 1000:1000');
  if (random.oneIn(3)) sheet.add('VOLUME /data');
  sheet.add(
    random.of(['CMD ["./serve"]', 'ENTRYPOINT ["./serve", "--port", "8080"]', 'CMD ./serve --verbose']),
  );
}
