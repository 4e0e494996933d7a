import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { BUILDERS, type BuilderName } from '../../src/cachekey/builder.ts';
import { keysOf } from './keys.ts';

const folder = new URL('../../fixtures/cache/', import.meta.url);
const VERDICTS: Readonly<Record<string, readonly string[]>> = {
  'classic-argument-default': ['ARG independent', 'ARG contains', 'RUN contains', 'COPY contains'],
  'classic-empty-user': ['USER independent', 'USER unknown', 'ENV unknown'],
  'buildah-owner-undeclared': ['COPY contains', 'RUN contains'],
  'buildah-copy-from-stage': ['RUN independent', 'ARG independent', 'COPY independent', 'COPY contains'],
};

const names = readdirSync(folder).filter((name) => name.endsWith('.Dockerfile'));

test('every fixture has its verdicts', () => {
  expect(names.map((name) => name.replace('.Dockerfile', '')).sort()).toEqual(Object.keys(VERDICTS).sort());
});

test.each(names)('%s', (name) => {
  const builder = BUILDERS.find((one) => name.startsWith(one)) ?? ('buildkit' satisfies BuilderName);
  const text = readFileSync(new URL(name, folder), 'utf8');
  expect(keysOf(text, { builder })).toEqual(VERDICTS[name.replace('.Dockerfile', '')]);
});
