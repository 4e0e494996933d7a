import { formats } from '../../rules/credentials/index.ts';
import type { ImageExample } from '../../src/audit/rule.ts';
import { DEFAULT_LIMITS } from '../../src/config/limits.ts';
import type { HistoryEntry, Image } from '../../src/image/image.ts';

/** What somebody chose: of no format, and no placeholder. */
const PASSWORD = 'vK8-quiet-Harbour-51';

/** An example with each `«format-id»` made into a credential of that format, and `«password»` into a password. */
export function fillIn(example: string): string {
  return example.replace(/«([\w-]+)»/g, (_, id: string) => (id === 'password' ? PASSWORD : credential(id)));
}

/** A fresh credential of a format: the shortest example that has no blanks is the bare token. */
export function credential(id: string): string {
  const format = formats.find((one) => one.id === id);
  const [token] = (format?.examples.match() ?? [])
    .flatMap((example) => example.match(format?.pattern ?? /^$/)?.[0] ?? [])
    .sort((a, b) => a.length - b.length);
  if (token === undefined) throw new Error(`no format ${id}`);
  return token;
}

/** An image in memory that holds what the example says. */
export function exampleImage(example: ImageExample): Image {
  const {
    env = [],
    labels = {},
    cmd = [],
    history = [],
    files = {},
    annotations = {},
    attestation,
    kind,
  } = filled(example);
  const entries = history.map((createdBy): HistoryEntry => ({ createdBy, emptyLayer: true }));
  const config = { Env: env, Labels: labels, Cmd: cmd };
  return {
    kind: kind ?? 'image',
    name: 'example:1',
    tags: ['example:1'],
    digest: `sha256:${'0'.repeat(64)}`,
    config: {
      env,
      labels,
      cmd,
      entrypoint: [],
      healthcheck: [],
      onbuild: [],
      history: entries,
      diffIds: [],
      raw: { config },
    },
    configText: '',
    configBlob: 'config',
    layers: [layerOf(files)],
    annotations: Object.entries(annotations).map(([key, value]) => ({
      pointer: 'manifest.annotations',
      key,
      value,
    })),
    attestations:
      attestation === undefined
        ? []
        : [{ digest: `sha256:${'1'.repeat(64)}`, predicateType: 'test', text: attestation }],
  };
}

function layerOf(files: Readonly<Record<string, string>>): Image['layers'][number] {
  return {
    index: 0,
    blob: 'layer',
    plan: { index: 0, blob: 'layer' },
    limits: DEFAULT_LIMITS,
    tell: () => {},
    async *bytes() {},
    async entries(visitor) {
      for (const [path, content] of Object.entries(files)) {
        const bytes = Buffer.from(content);
        const sink = visitor.entry({ path, type: 'file', size: bytes.length });
        sink?.write(bytes);
        sink?.end();
      }
      return {};
    },
    hash: async () => undefined,
  };
}

function filled(example: ImageExample): ImageExample {
  return JSON.parse(JSON.stringify(example), (_, value: unknown) =>
    typeof value === 'string' ? fillIn(value) : value,
  );
}
