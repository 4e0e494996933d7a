import { join } from 'node:path';
import { newDockerFiles, writeArchive } from '../support/images/formats.ts';
import type { TestImage } from '../support/images/image.ts';

/** No token: what the examples take for one. */
const PASSWORD = 'teal-Lantern-84';
/** Of every entry that BuildKit writes. */
const comment = 'buildkit.dockerfile.v0';
const NETRC = `machine files.example.com login deploy password ${PASSWORD}\n`;

/** Images that pages audit, by the name of their archive. */
const SAMPLES: Readonly<Record<string, TestImage>> = {
  'shop.tar': {
    tags: ['shop:1'],
    config: { Env: ['PATH=/usr/bin', `FILES_PASSWORD=${PASSWORD}`], Labels: { team: 'web' } },
    history: [
      { created_by: 'COPY package.json ./ # buildkit', comment },
      { created_by: `ARG FILES_PASSWORD=${PASSWORD}`, comment, empty_layer: true },
      { created_by: `ENV FILES_PASSWORD=${PASSWORD}`, comment, empty_layer: true },
      { created_by: `RUN |1 FILES_PASSWORD=${PASSWORD} /bin/sh -c ./fetch-fonts # buildkit`, comment },
      { created_by: `RUN |1 FILES_PASSWORD=${PASSWORD} /bin/sh -c rm /root/.netrc # buildkit`, comment },
    ],
    layers: [
      { files: [{ path: 'app/package.json', content: '{}' }] },
      { files: [{ path: 'root/.netrc', content: NETRC }], compression: 'gzip' },
      { files: [{ path: 'root/.wh..netrc' }] },
    ],
  },
  'mended.tar': {
    tags: ['shop:2'],
    config: { Env: ['PATH=/usr/bin'] },
    layers: [{ files: [{ path: 'app/package.json', content: '{}' }] }],
  },
  'monday.tar': built('a1b2c3d'),
  'tuesday.tar': built('e4f5a6b'),
};

/** One Dockerfile, built of two commits. */
function built(sha: string): TestImage {
  return {
    tags: ['app:1'],
    history: [
      { created_by: `ARG GIT_SHA=${sha}`, comment, empty_layer: true },
      { created_by: 'COPY package.json ./ # buildkit', comment },
      { created_by: `RUN |1 GIT_SHA=${sha} /bin/sh -c npm ci # buildkit`, comment },
    ],
    layers: [
      { files: [{ path: 'app/package.json', content: '{}' }] },
      { files: [{ path: 'app/node_modules/built', content: sha }] },
    ],
  };
}

/** Writes the archive of that name into a folder. */
export async function writeSample(name: string, folder: string): Promise<void> {
  const sample = SAMPLES[name];
  if (sample === undefined) throw new Error(`no sample image is called ${name}`);
  await writeArchive(join(folder, name), newDockerFiles([sample]));
}
