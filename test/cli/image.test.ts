import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { formats } from '../../rules/credentials/index.ts';
import { audit } from '../support/cli.ts';
import { credential } from '../support/examples.ts';
import {
  filesOf,
  newDockerFiles,
  ociBlobs,
  oldDockerFiles,
  writeArchive,
  writeLayout,
} from '../support/images/formats.ts';
import type { TestImage } from '../support/images/image.ts';
import { tempFolder } from '../support/images/temp.ts';

const PASSWORD = 'canary-Umbrella-7319';

function leaking(): TestImage {
  return {
    tags: ['shop:1'],
    config: { Env: ['PATH=/bin', `X=${PASSWORD}`], Labels: { note: 'fine' } },
    history: [
      { created_by: 'COPY a / # buildkit' },
      { created_by: 'ARG TOKEN', empty_layer: true },
      { created_by: `RUN |1 TOKEN=${PASSWORD} /bin/sh -c ./fetch # buildkit` },
      { created_by: 'RUN /bin/sh -c rm /root/.netrc # buildkit' },
    ],
    layers: [
      {
        files: [
          { path: 'app/settings.json', content: `{\n  "token": "${credential('github-pat-classic')}"\n}\n` },
        ],
        compression: 'gzip',
      },
      {
        files: [{ path: 'root/.netrc', content: `machine example.com login me password ${PASSWORD}\n` }],
        compression: 'zstd',
      },
      { files: [{ path: 'root/.wh..netrc' }, { path: 'app/settings.json', content: '{}' }] },
    ],
  };
}

interface JsonFinding {
  rule: string;
  location: {
    channel: string;
    path?: string;
    line?: number;
    state?: string;
    pointer?: string;
    layer?: { index: number };
  };
  related: { label: string; location: { layer?: { index: number } } }[];
}

async function findings(ref: string): Promise<JsonFinding[]> {
  const { code, stdout } = await audit(['image', ref, '--format', 'json']);
  expect(code).toBe(1);
  return JSON.parse(stdout).findings;
}

const told = ({ rule, location }: JsonFinding) =>
  [
    rule,
    location.pointer ?? `${location.layer?.index} ${location.path}:${location.line} ${location.state}`,
  ].join(' ');

describe('one image, however it is kept', () => {
  const EXPECTED = [
    'credential-file-in-layer 1 /root/.netrc:1 deleted',
    'credential-in-config config.Env[1]',
    'credential-in-history history[2].created_by',
    'credential-in-layer 0 /app/settings.json:2 overwritten',
  ];

  test.each([
    ['docker-archive, old', (path: string, image: TestImage) => writeArchive(path, oldDockerFiles([image]))],
    [
      'docker-archive, blobs',
      (path: string, image: TestImage) => writeArchive(path, newDockerFiles([image])),
    ],
    ['oci-archive', (path: string, image: TestImage) => writeArchive(path, filesOf(ociBlobs([image])))],
    ['oci folder', (path: string, image: TestImage) => writeLayout(path, ociBlobs([image]))],
  ])('%s', async (_, write) => {
    const ref = await write(join(await tempFolder(), 'image'), leaking());
    const all = await findings(ref);
    expect(
      [...new Set(all.filter(({ location }) => location.channel !== 'unreferenced-blob').map(told))].sort(),
    ).toEqual(EXPECTED);
    const buried = all.find(({ location }) => location.state === 'deleted');
    expect(buried?.related).toMatchObject([{ label: 'deleted here', location: { layer: { index: 2 } } }]);
  });
});

describe('bad input is told in a line, and the rest is audited', () => {
  test.each([
    ['a file that is no tar', 'no-tar', 'plain text\n'],
    ['an empty file', 'empty', ''],
  ])('%s', async (_, name, content) => {
    const folder = await tempFolder();
    await writeFile(join(folder, name), content);
    const good = await writeArchive(join(folder, 'good.tar'), newDockerFiles([leaking()]));
    const { code, stdout, stderr } = await audit(['image', join(folder, name), good]);
    expect(code).toBe(2);
    expect(stdout).toContain('not audited:');
    expect(stdout).toContain('credential-in-history');
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  test.each([
    ['a folder without oci-layout', '.'],
    ['a missing file', './missing.tar'],
    ['a registry', 'docker://ghcr.io/example/app:1'],
  ])('%s', async (_, ref) => {
    const { code, stdout } = await audit(['image', ref], { cwd: await tempFolder() });
    expect(code).toBe(2);
    expect(stdout).toContain('not audited:');
  });

  test('no image at all is bad usage', async () => expect((await audit(['image'])).code).toBe(2));
});

test('at least 30 kinds of credentials are found in files, by line', async () => {
  const kinds = formats.filter(({ severity }) => severity !== 'low').slice(0, 60);
  const samples = kinds.flatMap(({ id, examples }) => {
    const [content] = examples.match();
    return content === undefined ? [] : [{ id, content }];
  });
  const files = samples.map(({ id, content }) => ({
    path: `srv/${id}.txt`,
    content: `first line\n${content}\n`,
  }));
  const path = await writeArchive(
    join(await tempFolder(), 'image.tar'),
    newDockerFiles([{ layers: [{ files }] }]),
  );
  const { stdout } = await audit(['image', path, '--format', 'json', '--min-confidence', 'possible']);
  const found: { location: { path?: string; line?: number }; secret: { kind?: string } }[] =
    JSON.parse(stdout).findings;
  const kindsFound = samples.filter(({ id }) =>
    found.some(
      ({ secret, location }) =>
        secret.kind === id && location.path === `/srv/${id}.txt` && (location.line ?? 0) >= 2,
    ),
  );
  expect(kindsFound.map(({ id }) => id)).toEqual(samples.map(({ id }) => id));
  expect(kindsFound.length).toBeGreaterThanOrEqual(30);
  for (const { content } of samples) expect(stdout).not.toContain(content);
});
