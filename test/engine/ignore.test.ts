import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BuildContext } from '../../src/context/build-context.ts';
import { readWhole } from './compare.ts';
import { writeContext } from './context.ts';
import { type Daemon, dockerSave, startDaemon } from './daemon.ts';
import { run } from './run.ts';

let daemon: Daemon;
beforeAll(async () => {
  daemon = await startDaemon();
}, 90_000);
afterAll(() => daemon?.stop(), 60_000);

const FILES = {
  '.env': '1',
  '.npmrc': '1',
  'a.txt': '1',
  'config/.env': '1',
  'config/deep/key.pem': '1',
  'config/deep/x.js': '1',
  'node_modules/m/index.js': '1',
  'node_modules/m/.env': '1',
  'src/[x].ts': '1',
  'src/a b.ts': '1',
  'src/index.ts': '1',
};

/** The paths below /out of the image that the builder makes, and those that the context foretells. */
async function compare(ignore: string, sources: string, name = 'Dockerfile.dockerignore') {
  const dockerfile = `FROM scratch\nCOPY ${sources} /out/\n`;
  const folder = await writeContext(daemon.folder, { ...FILES, Dockerfile: dockerfile, [name]: ignore });
  await rm(`${folder}/busybox`);
  const env = { DOCKER_HOST: daemon.host, DOCKER_BUILDKIT: '1' };
  await run('docker', ['build', '--network=none', '-t', 'ignore:1', folder], env);
  const found = await readWhole(await dockerSave(daemon, ['ignore:1']));
  const built = (found.layers.at(-1) ?? []).filter(({ type }) => type === 'file').map(({ path }) => path);
  const context = BuildContext.open(folder, `${folder}/Dockerfile`);
  const request = { sources: sources.split(' '), destination: '/out/', exclude: [], parents: false };
  const foretold = context.copied(request).map(({ target }) => target.replace(/\/+/g, '/'));
  return { built: built.sort(), foretold: [...new Set(foretold)].sort() };
}

describe('the files that COPY brings in are those that the builder copies', () => {
  test.each([
    ['', '.'],
    ['.env', '.'],
    ['**/.env\n*.txt', '.'],
    ['*\n!src', '.'],
    ['*\n!config/deep/*.pem', '.'],
    ['config\n!config/deep/key.pem', '.'],
    // BuildKit 0.8 does not look below an ignored folder for `!**/.env`; later ones do, and so do we.
    ['node_modules\n!node_modules/m/.env', '.'],
    ['/src/\\[x\\].ts\n# a comment\n  src/a b.ts  ', '.'],
    ['src/*.ts\n!src/index.ts', '.'],
    ['**/m\nDockerfile*', '.'],
    ['config/**/*.js', 'config'],
    ['', 'config src'],
    ['', 'config/* .e*'],
    ['', 's?c/[ai]* .npmrc'],
    ['**/*.pem', 'config/'],
    ['!.env\n.env', './config/../a.txt .npmrc'],
  ])(
    '%j, COPY %s',
    async (ignore, sources) => {
      const { built, foretold } = await compare(ignore, sources);
      expect(foretold).toEqual(built);
    },
    60_000,
  );

  test('.dockerignore of the folder', async () => {
    const { built, foretold } = await compare('**/.env', '.', '.dockerignore');
    expect(foretold).toEqual(built);
    expect(built.some((path) => path.endsWith('.env'))).toBe(false);
  }, 60_000);
});
