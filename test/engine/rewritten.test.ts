import { relative } from 'node:path';
import { expect, test } from 'vitest';
import { readBuilds } from '../../src/build/read-builds.ts';
import { applyEdits } from '../../src/rewrite/apply-edits.ts';
import { rewriteBuild } from '../../src/rewrite/build/rewrite-build.ts';
import type { SecretNeed } from '../../src/rewrite/need.ts';
import { folderWith } from '../support/folder.ts';
import { type Recorded, RUN, recordBuilds, runnable, VARIABLES } from './record-builds.ts';

const NEEDS: readonly SecretNeed[] = [{ kind: 'secret', id: 'token', argument: 'A' }];

/** The files after all their builds were edited; undefined where one of them could not be. */
async function edited(files: Readonly<Record<string, string>>) {
  const folder = await folderWith({ Dockerfile: 'FROM scratch\n', ...files });
  const builds = await readBuilds(
    folder,
    Object.keys(files).filter((name) => name in RUN),
  );
  const edits = builds.builds.map((build) => rewriteBuild(build, NEEDS, { builds }).edits);
  const sources = applyEdits(edits.flat());
  if (sources === undefined || edits.some((own) => own.length === 0)) return undefined;
  return { ...files, ...Object.fromEntries(sources.map(({ path, text }) => [relative(folder, path), text])) };
}

/** What a builder was handed as A, last of all. */
function argumentIn({ words, held }: Recorded): string | undefined {
  const [pair] = words
    .flatMap((word, at) => {
      const glued = /^--build-arg=([\s\S]*)$/.exec(word)?.[1];
      const behind = /^--(?:build-arg|opt)$/.test(words[at - 1] ?? '')
        ? word.replace(/^build-arg:/, '')
        : undefined;
      const given = glued ?? behind;
      return given !== undefined && /^A(?:=|$)/.test(given) ? [given] : [];
    })
    .slice(-1);
  return pair === 'A' ? held : pair?.slice(2);
}

function secretIn({ words, held }: Recorded): string | undefined {
  const at = words.indexOf('id=token,env=A');
  if (at < 1 || words[at - 1] !== '--secret') return undefined;
  return words.find((word) => word.startsWith('A='))?.slice(2) ?? held;
}

const shapes = runnable.filter(({ files }) => !/\bfly\b/.test(Object.values(files).join()));
let changed = 0;

test.each(shapes)('$what: the builder finds in its environment what it was handed', async (shape) => {
  const after = await edited(shape.files);
  if (after === undefined) return;
  changed += 1;
  const before = await recordBuilds(shape.files, shape.command);
  const now = await recordBuilds(after, shape.command);
  expect(now.recorded.map(argumentIn)).toEqual(now.recorded.map(() => undefined));
  expect(now.recorded.length).toBe(before.recorded.length);
  for (const [at, one] of before.recorded.entries()) {
    const handed = argumentIn(one);
    const then = now.recorded[at];
    const found = then && secretIn(then);
    if (handed === undefined) expect([undefined, VARIABLES.A]).toContain(found);
    else if (/^\d{10}$/.test(handed)) expect(Number(found) - Number(handed)).toBeLessThan(60);
    else expect(found, then?.words.join(' ')).toBe(handed);
  }
});

test('most of the shapes are edited', () => expect(changed).toBeGreaterThan(45));
