import { relative } from 'node:path';
import { expect, test } from 'vitest';
import { buildsReport, type ListedDockerfile } from '../../src/audit/build/builds-report.ts';
import { DEFAULT_GATE } from '../../src/audit/gate.ts';
import { runDockerfiles } from '../../src/audit/run-dockerfiles.ts';
import { folderWith } from '../support/folder.ts';
import { SHAPES } from './shapes.ts';

const DOCKERFILE = 'FROM alpine:3.20 AS prod\nARG A\nARG C\n';

/** What is read of the builds of a repository. */
async function readIn(files: Readonly<Record<string, string>>) {
  const folder = await folderWith({ Dockerfile: DOCKERFILE, ...files });
  const { report, builds, scrub } = await runDockerfiles([folder], DEFAULT_GATE);
  const listed = buildsReport(report, builds, scrub);
  const given = ({ builds: all }: ListedDockerfile) =>
    all.map(({ given: { builder: _, context: __, ...rest } }) => rest);
  return {
    read: Object.fromEntries(listed.dockerfiles.map((one) => [relative(folder, one.dockerfile), given(one)])),
    unknown: listed.dockerfiles.flatMap(({ builds: all }) => all.flatMap(({ unknown }) => unknown)),
    skipped: listed.skipped,
  };
}

test.each(SHAPES)('$what', async ({ files, builds }) => {
  const wanted = Object.fromEntries(Object.entries(builds).filter(([, all]) => all.length > 0));
  expect(await readIn(files)).toEqual({ read: wanted, unknown: [], skipped: [] });
});
