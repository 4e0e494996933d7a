import { expect, test } from 'vitest';
import { isOfContext } from '../../src/audit/changes/context-files.ts';
import { isDockerfileName } from '../../src/audit/dockerfile-name.ts';
import { mayDescribeBuilds } from '../../src/build/readers.ts';
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
  for (const [path, forDockerfiles, forBuilds] of HOOK_NAMES) {
    expect([path, isDockerfileName(path)]).toEqual([path, forDockerfiles]);
    expect([path, isDockerfile(path)]).toEqual([path, forDockerfiles]);
    const matters = isDockerfileName(path) || mayDescribeBuilds(path) || isOfContext(path);
    expect([path, matters]).toEqual([path, forBuilds]);
    expect([path, pythons(builds.files).test(path)]).toEqual([path, forBuilds]);
  }
});
