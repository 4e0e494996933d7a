import { expect, test } from 'vitest';
import { credential } from '../support/examples.ts';
import { oldDockerFiles } from '../support/images/formats.ts';
import { tarOf } from '../support/images/tar.ts';
import { runPage } from './run-page.ts';

const image = tarOf(
  oldDockerFiles([
    {
      tags: ['app:1'],
      config: { Env: [`GH_TOKEN=${credential('github-pat-classic')}`] },
      layers: [
        { files: [{ path: 'app/main.js', content: `const key = '${credential('github-pat-classic')}';` }] },
      ],
    },
  ]),
);

/** Each page, with the files that it takes for granted. */
test.each([['docs/library.md', { 'app.tar': image }]])('%s does what it says', async (page, files) => {
  expect(await runPage(page, { files })).toEqual([]);
});
