import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { BUILDERS, type BuilderName } from '../../src/cachekey/builder.ts';
import { rotatingIn } from '../engine/cache/arbitrary-dockerfile.ts';
import { keysOf } from './keys.ts';

const folder = new URL('../../fixtures/cache/', import.meta.url);
const VERDICTS: Readonly<Record<string, readonly string[]>> = {
  'classic-argument-default': ['ARG independent', 'ARG contains', 'RUN contains', 'COPY contains'],
  'classic-empty-user': ['USER independent', 'USER unknown', 'ENV unknown'],
  'buildah-owner-undeclared': ['COPY contains', 'RUN contains'],
  'classic-proxy-undeclared': ['RUN independent', 'COPY contains', 'ENV contains'],
  'buildah-proxy-undeclared': ['ENV independent', 'RUN independent', 'COPY contains'],
  'buildah-platform-before-from': ['ARG independent', 'RUN unknown'],
  'buildah-folder-of-stage': ['RUN independent', 'ARG independent', 'COPY depends-on-content'],
  'buildah-folder-and-user': [
    'ARG independent',
    'ENV independent',
    'WORKDIR independent',
    'USER independent',
    'COPY independent',
    'RUN independent',
  ],
  'kaniko-folder': ['ARG independent', 'COPY depends-on-content'],
  'buildkit-trigger-of-later-stage': ['RUN contains', 'COPY depends-on-content', 'RUN depends-on-content'],
  'buildkit-names-in-paths': ['COPY depends-on-content', 'COPY depends-on-content', 'COPY contains'],
  'buildkit-names-in-urls': ['ADD depends-on-content', 'ADD depends-on-content', 'ADD contains'],
  'buildkit-platform-before-from': ['RUN independent', 'RUN contains'],
  'buildkit-cache-namespace': ['RUN independent', 'RUN contains'],
  'buildkit-stage-by-variable': ['RUN contains'],
  'buildkit-stage-named-twice': ['RUN contains', 'COPY depends-on-content'],
  'buildah-copy-from-stage': ['RUN independent', 'ARG independent', 'COPY independent', 'COPY contains'],
};

const names = readdirSync(folder).filter((name) => name.endsWith('.Dockerfile'));

test('every fixture has its verdicts', () => {
  expect(names.map((name) => name.replace('.Dockerfile', '')).sort()).toEqual(Object.keys(VERDICTS).sort());
});

test.each(names)('%s', (name) => {
  const builder = BUILDERS.find((one) => name.startsWith(one)) ?? ('buildkit' satisfies BuilderName);
  const text = readFileSync(new URL(name, folder), 'utf8');
  const rotating = new Set([rotatingIn(text)]);
  expect(keysOf(text, { builder, rotating })).toEqual(VERDICTS[name.replace('.Dockerfile', '')]);
});
