import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import {
  type Blobs,
  filesOf,
  newDockerFiles,
  ociBlobs,
  oldDockerFiles,
  putJson,
} from '../../support/images/formats.ts';
import type { TestImage } from '../../support/images/image.ts';
import { type TestFile, tarOf } from '../../support/images/tar.ts';
import type { ImageSubject } from './generate.ts';
import type { ImageSheet } from './sheet.ts';

const ARCHITECTURES = ['amd64', 'arm64'];

/** Where an image lies. */
export function pathOf(folder: string, index: number): string {
  return join(folder, `image-${index}`);
}

/** Writes an image as an archive or a layout. */
export function writeImage(subject: ImageSubject, path: string): void {
  const { form, isGzipped, variants } = subject;
  const images = variants.map((sheet, at) => imageOf(subject, sheet, at));
  if (form === 'oci-folder') {
    writeFolder(path, ociBlobs(images));
    return;
  }
  const archive = tarOf(filesIn(form, images));
  writeFileSync(path, isGzipped ? gzipSync(archive, { level: 1 }) : archive);
}

function filesIn(form: ImageSubject['form'], images: readonly TestImage[]): TestFile[] {
  if (form === 'docker') return newDockerFiles(images);
  if (form === 'old-docker') return oldDockerFiles(images);
  const blobs = ociBlobs(images);
  if (form === 'oci-nested') nest(blobs);
  return filesOf(blobs);
}

function imageOf({ compression }: ImageSubject, sheet: ImageSheet, at: number): TestImage {
  const { layers, env, labels, command, annotations, history, buildArguments } = sheet;
  const steps = [
    ...layers.map((_, number) => ({ created_by: `COPY part${number} / # buildkit` })),
    ...history.map((createdBy) => ({ created_by: createdBy, empty_layer: true })),
  ];
  return {
    tags: ['app:1'],
    config: { Cmd: command, WorkingDir: '/srv/app', Env: env, Labels: labels },
    history: steps,
    platform: { os: 'linux', architecture: ARCHITECTURES[at] ?? 'amd64' },
    annotations,
    layers: layers.map((files) => ({
      compression,
      files: files.map(({ path, content }) => ({
        path,
        content: typeof content === 'function' ? content() : content,
      })),
    })),
    ...(Object.keys(buildArguments).length > 0 && { attestations: [provenance(buildArguments)] }),
  };
}

function provenance(args: Readonly<Record<string, string>>) {
  const predicate = { invocation: { parameters: { frontend: 'dockerfile.v0', args } } };
  return { predicateType: 'https://slsa.dev/provenance/v0.2', predicate };
}

/** Puts an index between index.json and the manifests, as registries have it for several platforms. */
function nest(blobs: Blobs): void {
  const index: unknown = JSON.parse(blobs.get('index.json')?.toString() ?? '{}');
  const mediaType = 'application/vnd.oci.image.index.v1+json';
  const descriptor = { mediaType, ...putJson(blobs, index) };
  blobs.set('index.json', Buffer.from(JSON.stringify({ schemaVersion: 2, manifests: [descriptor] })));
}

function writeFolder(folder: string, blobs: Blobs): void {
  for (const [path, content] of blobs) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}
