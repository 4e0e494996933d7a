import { createHash } from 'node:crypto';
import { formats } from '../../../rules/credentials/index.ts';
import { judgeTexts } from '../../../src/audit/image/judge-text.ts';
import { imageTexts } from '../../../src/audit/image/texts.ts';
import { DEFAULT_LIMITS } from '../../../src/config/limits.ts';
import { CredentialScanner } from '../../../src/credentials/scanner.ts';
import type { Bytes } from '../../../src/image/bytes.ts';
import { parseHistories } from '../../../src/image/history.ts';
import { type HistoryEntry, ImageError } from '../../../src/image/image.ts';
import { LocalSource } from '../../../src/image/local-source.ts';
import type { Reading } from '../../../src/image/reading.ts';
import { Skips } from '../../../src/image/skips.ts';
import { readTables } from '../../../src/image/tables.ts';
import type { FileTree } from '../../../src/image/tree.ts';
import { readSource } from '../../support/images/read.ts';
import { tarOf } from '../../support/images/tar.ts';
import { ensure, type Target } from '../target.ts';

const scanner = new CredentialScanner(formats);
const LAYER = tarOf([{ path: 'a', content: 'x' }]);

/** Where a file of an input begins: `=== NAME`; `@NAME` in later ones is its digest. */
const FILE = /^=== ([\w.]+)\n/gm;

/** An image's tables, configs and manifests as they stand in an input, by the paths that they have in an archive. */
function treeOf(input: string): FileTree {
  const contents = new Map<string, Buffer>();
  const digests = new Map<string, string>();
  const put = (name: string, bytes: Buffer) => {
    const digest = createHash('sha256').update(bytes).digest('hex');
    digests.set(name, `sha256:${digest}`);
    contents.set(`blobs/sha256/${digest}`, bytes);
  };
  put('layer', LAYER);
  const parts = input.split(FILE);
  for (let at = 1; at + 1 < parts.length; at += 2) {
    const [name = '', text = ''] = [parts[at], parts[at + 1]];
    const filled = text.replace(/@(\w+)/g, (whole, other: string) => digests.get(other) ?? whole);
    if (/\.json$/.test(name)) contents.set(name, Buffer.from(filled));
    else put(name, Buffer.from(filled));
  }
  return {
    name: 'fuzz.tar',
    files: new Map([...contents].map(([path, bytes]) => [path, bytes.length])),
    resolve: (path) => (contents.has(path) ? path : undefined),
    read: (path) => chunk(contents.get(path)),
    close: async () => {},
  };
}

async function* chunk(bytes: Buffer | undefined): Bytes {
  if (bytes === undefined) throw new ImageError('fuzz.tar: no such file');
  yield bytes;
}

const CONFIG = JSON.stringify({
  os: 'linux',
  architecture: 'amd64',
  author: 'x',
  config: {
    Env: ['A=b', 'NPM_TOKEN=Zq7HarbourvK8x51'],
    Labels: { a: 'b' },
    Cmd: ['sh', '-c', 'x'],
    Entrypoint: null,
    Healthcheck: { Test: ['CMD', 'x'] },
    OnBuild: ['RUN x'],
  },
  rootfs: { type: 'layers', diff_ids: ['sha256:0'] },
  history: [
    { created_by: 'ARG A=b', empty_layer: true },
    { created_by: '|1 A=b /bin/sh -c make # buildkit', comment: 'buildkit.dockerfile.v0' },
  ],
});
const STATEMENT = JSON.stringify({
  _type: 'https://in-toto.io/Statement/v0.1',
  predicateType: 'https://slsa.dev/provenance/v0.2',
  subject: [{ name: 'x', digest: { sha256: '0' } }],
  predicate: {
    invocation: { parameters: { args: { 'build-arg:A': 'b' } } },
    metadata: { x: [{ data: 'QVJHIFRPS0VOCg==' }] },
    payload: 'eyJhIjoiYiJ9',
  },
});
const DESCRIPTOR = '"mediaType":"application/vnd.oci.image.manifest.v1+json","size":9';
const LAYERS =
  '"layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar","digest":"@layer","size":2048,"annotations":{"a":"b"}}]';
const MANIFEST = `{"schemaVersion":2,"config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"@config","size":1,"data":"e30="},${LAYERS},"annotations":{"a":"b"}}`;
const ATTESTATION = `{"schemaVersion":2,"config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"@config"},"layers":[{"mediaType":"application/vnd.in-toto+json","digest":"@statement","annotations":{"in-toto.io/predicate-type":"x"}}]}`;
const INDEX = `{"schemaVersion":2,"manifests":[{${DESCRIPTOR},"digest":"@manifest","platform":{"os":"linux","architecture":"arm64","variant":"v8"},"annotations":{"org.opencontainers.image.ref.name":"a:1"}},{${DESCRIPTOR},"digest":"@attestation","platform":{"os":"unknown"},"annotations":{"vnd.docker.reference.type":"attestation-manifest","vnd.docker.reference.digest":"@manifest"}}]}`;

const tables: Target = {
  name: 'image-json',
  sources: [
    'src/image/oci.ts',
    'src/image/docker.ts',
    'src/image/index-walk.ts',
    'src/image/manifest.ts',
    'src/image/config.ts',
    'src/image/descriptor.ts',
    'src/image/tables.ts',
    'src/image/local-source.ts',
    'src/image/build-image.ts',
    'src/image/attestations.ts',
    'src/image/json.ts',
    'src/image/reading.ts',
    'src/image/loose.ts',
    'src/audit/image/texts.ts',
  ],

  seeds: () => {
    const blobs = `=== config\n${CONFIG}\n=== statement\n${STATEMENT}\n=== manifest\n${MANIFEST}\n=== attestation\n${ATTESTATION}\n`;
    const saved =
      '=== manifest.json\n[{"Config":"x.json","RepoTags":["a:1"],"Layers":["blobs/sha256/0"]}]\n=== x.json\n';
    return [
      `${blobs}=== index.json\n${INDEX}`,
      `${saved}${CONFIG}`,
      `${saved}${CONFIG}\n${blobs}=== index.json\n${INDEX}`,
      `${blobs}=== nested\n${INDEX}\n=== index.json\n{"manifests":[{"mediaType":"application/vnd.oci.image.index.v1+json","digest":"@nested"}]}`,
      `=== config\n{}\n=== index.json\n{"manifests":[{"mediaType":"application/vnd.buildkit.cacheconfig.v0","digest":"@config"},{"mediaType":"application/vnd.oci.image.layer.v1.tar+gzip","digest":"@layer"}]}`,
    ];
  },
  async run(input) {
    const skips = new Skips();
    const reading: Reading = {
      tree: treeOf(input.toString('utf8')),
      limits: DEFAULT_LIMITS,
      skips,
      used: new Set(),
    };
    try {
      const source = new LocalSource(reading, await readTables(reading, undefined));
      const { images } = await readSource(source);
      for (const { image } of images) {
        parseHistories(image.config.history);
        for (const { leaks } of judgeTexts(
          imageTexts(image, scanner.names),
          { kind: 'image', image: image.name },
          scanner,
        ))
          ensure(leaks.length >= 0, 'no list of leaks');
      }
    } catch (error) {
      if (!(error instanceof ImageError)) throw error;
    }
    for (const { reason } of skips.list) ensure(reason !== '', 'a skip without a reason');
  },
};

const history: Target = {
  name: 'history',
  sources: ['src/image/history.ts', 'src/image/history-arguments.ts', 'src/image/history-builder.ts'],

  seeds: () => [
    'ARG A=b\n|1 A=b /bin/sh -c make # buildkit\nENV A=b C=d e\nLABEL a="b c"',
    '/bin/sh -c #(nop)  ARG A\n|2 A=b c C=d /bin/sh -c make\nSHELL [/bin/bash -o pipefail -c]\n|1 A=x y /bin/bash -o pipefail -c z',
    '/bin/sh -c #(nop) ENV A="b c"\nENV A b c\nRUN /bin/sh -c x',
  ],
  run(input) {
    const entries = input
      .toString('utf8')
      .split('\n')
      .slice(0, 200)
      .map((createdBy): HistoryEntry => ({ createdBy, emptyLayer: false }));
    const parsed = parseHistories(entries);
    ensure(parsed.length === entries.length, 'entries were lost');
    for (const [index, one] of parsed.entries()) {
      const text = entries[index]?.createdBy ?? '';
      ensure(one.bodyStart >= 0 && one.bodyStart <= text.length, 'a body begins outside of its text');
      for (const { value } of one.arguments)
        ensure(text.includes(value) || /["'\\]/.test(text), 'a value that the text has not');
    }
  },
};

export const targets: readonly Target[] = [tables, history];
