import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../support/cli.ts';
import { checkFence } from './check-fence.ts';
import { anchorsOf, linksOf } from './markdown.ts';
import { claimedRules, pages, renderPages } from './pages.ts';

const all = pages();

test('every output is what the command prints: else "npm run docs"', async () => {
  const now = await renderPages(all);
  for (const { path } of all) await expect(now.get(path)).toMatchFileSnapshot(join(root, path));
});

test('every Dockerfile is reported as it says', async () => {
  for (const { place, said, found } of await claimedRules(all))
    expect({ place, found }).toEqual({ place, found: said });
});

const fences = all.flatMap(({ path, sections }) =>
  sections.flatMap((section) => section.fences.map((fence) => ({ place: `${path}:${fence.line}`, fence }))),
);

test.each(fences)('$place is what it says', ({ fence }) => checkFence(fence));

const links = all.flatMap(({ path, text }) => linksOf(text).map((link) => ({ path, link })));

test.each(links)('$path: $link leads somewhere', ({ path, link }) => {
  const [file = '', anchor] = link.split('#');
  const target = file === '' ? path : join(dirname(path), file);
  expect(existsSync(join(root, target))).toBe(true);
  if (anchor !== undefined) expect(anchorsOf(readFileSync(join(root, target), 'utf8'))).toContain(anchor);
});
