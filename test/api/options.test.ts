import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  auditCache,
  auditDockerfile,
  auditDockerfiles,
  auditImage,
  auditImages,
  fixDockerfile,
} from '../../src/index.ts';
import { folderWith } from '../support/folder.ts';

const SOURCE = { text: 'FROM node:22 AS base\nFROM base\nFROM base AS build\n' };
const SINGLE = { auditDockerfile, auditCache, fixDockerfile };
const refused = (message: string) => ({ name: 'InputError', code: 'ERR_ARGUMENT', message });

/** As a program without types calls them. */
function untyped(call: (first: never, options: never) => Promise<unknown>) {
  return (first: unknown, options: object = {}): Promise<unknown> =>
    Promise.resolve(Reflect.apply(call, undefined, [first, options]));
}

describe('a word that an option does not take', () => {
  const CONFIDENCE = 'minConfidence: takes one of certain, likely, possible.';
  const STYLE = 'style: takes one of environment, file, dotenv, ssh.';
  const BUILDER = 'builder: takes one of buildkit, classic, buildah, kaniko.';

  test.each([
    [{ minConfidence: 'Possible' }, `${CONFIDENCE} Did you mean possible?`],
    [{ minConfidence: 'zz' }, CONFIDENCE],
    [{ minConfidence: '' }, CONFIDENCE],
    [{ minConfidence: null }, CONFIDENCE],
    [{ style: 'zz' }, STYLE],
    [{ style: 'doteenv' }, `${STYLE} Did you mean dotenv?`],
    [{ style: '' }, STYLE],
    [{ builder: 'zz' }, BUILDER],
    [{ builder: ['kaniko'] }, BUILDER],
  ])('%j is refused by all', async (options, message) => {
    for (const call of [...Object.values(SINGLE), auditImage])
      await expect(untyped(call)(SOURCE, options)).rejects.toMatchObject(refused(message));
    for (const call of [auditDockerfiles, auditImages])
      await expect(untyped(call)([], options)).rejects.toMatchObject(refused(message));
  });

  test('each word that it takes is none', async () => {
    for (const minConfidence of ['certain', 'likely', 'possible', undefined])
      await untyped(auditDockerfile)(SOURCE, { minConfidence });
    for (const builder of ['buildkit', 'classic', 'buildah', 'kaniko'])
      expect(await untyped(auditCache)(SOURCE, { builder })).toMatchObject({ builder });
  });
});

describe('what is to be audited', () => {
  const HOW = 'a Dockerfile is given by its path, or as { text, path }';

  test.each([[{}], [null], [undefined], [3], [{ text: 3 }], [{ text: 'FROM a', path: 3 }]])(
    '%j is no Dockerfile',
    async (source) => {
      for (const call of Object.values(SINGLE))
        await expect(untyped(call)(source)).rejects.toMatchObject(refused(HOW));
    },
  );

  test('paths and references are texts', async () => {
    await expect(untyped(auditDockerfiles)('Dockerfile')).rejects.toMatchObject(
      refused('paths: takes an array of texts'),
    );
    await expect(untyped(auditImages)('app.tar')).rejects.toMatchObject(
      refused('references: takes an array of texts'),
    );
    await expect(untyped(auditImage)(3)).rejects.toMatchObject(refused('reference: takes a text'));
  });
});

describe('what is asked for by name and is not there', () => {
  test.each(Object.entries(SINGLE))('%s: a stage', async (_, call) => {
    await expect(call(SOURCE, { target: 'zz' })).rejects.toMatchObject({
      name: 'InputError',
      code: 'ERR_NO_STAGE',
      message: 'Dockerfile: there is no stage zz; its stages: base, 1, build',
    });
    await expect(call({ text: 'ARG A\n' }, { target: 'zz' })).rejects.toThrow('zz; the file has none');
    for (const target of ['BUILD', '1']) await call(SOURCE, { target });
  });

  test.each(Object.entries({ auditDockerfile, fixDockerfile }))('%s: a context', async (_, call) => {
    const folder = await folderWith({ Dockerfile: 'FROM a\n' });
    for (const context of [join(folder, 'none'), join(folder, 'Dockerfile')])
      await expect(call(SOURCE, { context })).rejects.toMatchObject({
        name: 'InputError',
        code: 'ERR_NOT_FOUND',
        message: `context: there is no folder ${context}; name that of the build`,
      });
    await call(SOURCE, { context: folder });
  });

  test('of several files, both are told', async () => {
    const folder = await folderWith({ Dockerfile: 'FROM a\nCOPY x /x\n' });
    const path = join(folder, 'Dockerfile');
    const { complete, skipped } = await auditDockerfiles([path], { target: 'zz', context: 'none' });
    expect(complete).toBe(false);
    expect(skipped.map(({ reason }) => reason)).toEqual([
      'the build context does not exist; name another folder',
      'there is no stage zz; its stages: 0',
    ]);
  });
});
