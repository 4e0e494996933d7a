import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { audit } from '../support/cli.ts';
import { newDockerFiles, writeArchive } from '../support/images/formats.ts';
import { tempFolder, tempPath } from '../support/images/temp.ts';
import { type Page, readMarkup } from '../support/markup.ts';

const PASSWORD = 'canary-Umbrella-7319';

const count = (page: Page, kind: string): number =>
  page.elements.filter(({ attributes }) => attributes.get('class')?.split(' ').includes(kind)).length;

test('a page of an image has its layers, what made them, and nothing of its secrets', async () => {
  const image = {
    tags: ['shop:1'],
    config: { Env: [`X=${PASSWORD}`] },
    history: [
      { created_by: 'ARG TOKEN', empty_layer: true },
      { created_by: `RUN |1 TOKEN=${PASSWORD} /bin/sh -c curl -u me:${PASSWORD} example.com # buildkit` },
      { created_by: `RUN |1 TOKEN=${PASSWORD} /bin/sh -c rm /root/.netrc # buildkit` },
      { created_by: 'COPY . . # buildkit' },
    ],
    layers: [
      { files: [{ path: 'root/.netrc', content: `machine example.com login me password ${PASSWORD}\n` }] },
      { files: [{ path: 'root/.wh..netrc' }] },
      { files: [{ path: 'app/a', content: 'a' }] },
    ],
  };
  const path = await writeArchive(join(await tempFolder(), 'image.tar'), newDockerFiles([image]));
  const { code, stdout, stderr } = await audit(['image', path, '--format', 'html', '--no-cache']);
  expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
  for (let at = 0; at + 8 <= PASSWORD.length; at += 1)
    expect(stdout).not.toContain(PASSWORD.slice(at, at + 8));
  const page = readMarkup(stdout);
  expect(count(page, 'layer')).toBe(3);
  expect(count(page, 'cross')).toBe(1);
  expect(page.text).toContain('RUN /bin/sh -c rm /root/.netrc');
  expect(page.text).toContain('deletes /root/.netrc, which stays in layer 0');
  expect(page.text).not.toContain('TOKEN=');
});

test('a page of a folder shows the lines in question and what a new value builds again', async () => {
  const path = await tempPath('report.html');
  const { stdout } = await audit([
    'dockerfile',
    'fixtures/cases/rotating-index',
    '--format',
    'html',
    '-o',
    path,
  ]);
  expect(stdout).toBe('');
  const page = readMarkup(await readFile(path, 'utf8'));
  expect(page.text).toContain('ENV UV_DEFAULT_INDEX=${UV_DEFAULT_INDEX}');
  expect(count(page, 'again')).toBe(5);
});
