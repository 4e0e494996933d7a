import { expect, test } from 'vitest';
import { isWatched, WATCHED_NAMES } from '../../src/audit/changes/watched-files.ts';
import { isDockerfileName } from '../../src/audit/dockerfile-name.ts';
import { HOOK_NAMES, hookOf } from '../support/hook-names.ts';

/** As Python reads it: verbose, in any case of letters. */
function pythons(pattern: string): RegExp {
  const isVerbose = pattern.startsWith('(?ix)');
  return isVerbose
    ? new RegExp(pattern.slice('(?ix)'.length).replace(/^\s*#.*$|\s/gm, ''), 'i')
    : new RegExp(pattern);
}

test("pre-commit's hooks run for the files that the audit reads, and for no others", async () => {
  const dockerfile = await hookOf('build-audit-dockerfile');
  const builds = await hookOf('build-audit-builds');
  const isDockerfile = (path: string) =>
    pythons(dockerfile.files).test(path) && !pythons(dockerfile.exclude ?? '').test(path);
  expect([isDockerfileName('Dockerfile.md'), isDockerfile('Dockerfile.md')]).toEqual([false, false]);
  const rows = [WATCHED_NAMES.dockerfile, ...WATCHED_NAMES.builds, ...WATCHED_NAMES.context];
  expect(builds.files.match(/^[^#\n]+$/gm)).toHaveLength(rows.length + 1);
  for (const [path, forDockerfiles, forBuilds] of HOOK_NAMES) {
    expect([path, isDockerfileName(path)]).toEqual([path, forDockerfiles]);
    expect([path, isDockerfile(path)]).toEqual([path, forDockerfiles]);
    expect([path, isWatched(path)]).toEqual([path, forBuilds]);
    expect([path, pythons(builds.files).test(path)]).toEqual([path, forBuilds]);
  }
});
