import { execFile } from 'node:child_process';
import { randomFillSync } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { root } from '../support/cli.ts';
import { oldDockerFiles } from '../support/images/formats.ts';
import { tarOf } from '../support/images/tar.ts';
import { tempFolder } from '../support/images/temp.ts';

test('an aborted audit leaves no thread, no open file and no copy behind, and the program ends by itself', async () => {
  const folder = await tempFolder();
  const cache = join(folder, 'cache');
  await mkdir(cache);
  const content = randomFillSync(Buffer.alloc(20 * 2 ** 20));
  const layers = ['a', 'b'].map((path) => ({ files: [{ path, content }] }));
  const [plain, packed] = [join(folder, 'plain.tar'), join(folder, 'packed.tar.gz')];
  const tar = tarOf(oldDockerFiles([{ layers }]));
  await writeFile(plain, tar);
  await writeFile(packed, gzipSync(tar, { level: 0 }));
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [join(root, 'test/api/abort-built.mjs'), plain, packed],
    { env: { PATH: process.env.PATH, HOME: folder, BUILD_AUDIT_CACHE: cache }, timeout: 20_000 },
  );
  const results: Record<string, Record<string, unknown>> = JSON.parse(stdout);
  for (const [name, { milliseconds, ...left }] of Object.entries(results)) {
    expect(left).toEqual({ reason: 'enough', hadThreads: name === 'plain', open: 0, threads: 0 });
    expect(milliseconds).toBeLessThan(1_500);
  }
  expect(readdirSync(cache).filter((name) => name !== 'key')).toEqual([]);
});
