import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DEFAULT_LIMITS } from '../../../src/config/limits.ts';
import { openArchive } from '../../../src/image/archive.ts';
import { Daemon } from '../../../src/image/engine/daemon.ts';
import { ImageError } from '../../../src/image/image.ts';
import { Skips } from '../../../src/image/skips.ts';
import { skippableFrame, zstdFrame } from '../../support/images/zstd.ts';
import { ensure, type Target } from '../target.ts';
import { TARS } from './streams.ts';

const folder = mkdtempSync(join(tmpdir(), 'audit-fuzz-archive-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

const isTold = (error: unknown) => error instanceof ImageError && !error.message.includes('\n');

const outer: Target = {
  name: 'outer-archives',
  sources: [
    'src/image/archive.ts',
    'src/image/decompress.ts',
    'src/image/zstd.ts',
    'src/image/zstd-frames.ts',
    'src/image/spool.ts',
    'src/image/tar/catalog.ts',
  ],
  dictionary: 'tar',

  seeds: () =>
    TARS.flatMap((tar) => [
      tar,
      gzipSync(tar),
      zstdFrame(tar),
      Buffer.concat([gzipSync(tar.subarray(0, 700)), gzipSync(tar.subarray(700)), Buffer.alloc(20)]),
      Buffer.concat([skippableFrame(Buffer.from('x')), zstdFrame(tar), gzipSync('x')]),
      Buffer.concat([Buffer.from('BZh9'), tar]),
      Buffer.concat([Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]), tar]),
    ]),

  async run(input) {
    const path = join(folder, 'image.tar');
    writeFileSync(path, input);
    const skips = new Skips();
    const limits = { ...DEFAULT_LIMITS, unpackedBytes: 2 ** 22, archiveEntries: 1000 };
    try {
      const tree = await openArchive(path, { limits, skips, spooled: join(folder, 'spool') });
      try {
        for (const [name, size] of tree.files) {
          let got = 0;
          for await (const chunk of tree.read(name)) got += chunk.length;
          ensure(got <= size, `${got} bytes of a file of ${size}`);
        }
      } finally {
        await tree.close();
      }
    } catch (error) {
      if (!isTold(error)) throw error;
    }
    ensure(skips.list.length < 100, `${skips.list.length} things are told of one archive`);
  },
};

const engine: Target = {
  name: 'engine-answers',
  sources: ['src/image/engine/daemon.ts'],
  dictionary: 'registry-answers',

  seeds: () => [
    'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n',
    'HTTP/1.1 404 No\r\nContent-Length: 21\r\n\r\n{"message":"No image"}',
    'HTTP/1.1 500 No\r\n\r\n{"message":"broken\\n"}',
    'HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\nshort',
    'HTTP/1.1 101 Switching\r\nUpgrade: tcp\r\nConnection: Upgrade\r\n\r\n',
  ],
  async run(input) {
    const { path, answer } = await listening();
    answer.with = input;
    const daemon = new Daemon({ kind: 'socket', path, name: 'the engine' }, AbortSignal.timeout(2000));
    for (const ask of [
      () => daemon.has('x'),
      async () => {
        for await (const chunk of await daemon.save('x')) ensure(chunk.length <= input.length, 'more bytes');
      },
    ])
      try {
        await ask();
      } catch (error) {
        if (!isTold(error)) throw error;
      }
  },
};

interface Listening {
  path: string;
  answer: { with: Uint8Array };
}
let server: Promise<Listening> | undefined;

/** Answers each request with the input as it stands, and closes the connection. */
function listening(): Promise<Listening> {
  server ??= new Promise((resolve) => {
    const answer = { with: new Uint8Array() };
    const made = createServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', () => socket.end(answer.with));
    });
    made.unref();
    const path = join(folder, 'docker.sock');
    made.listen(path, () => resolve({ path, answer }));
  });
  return server;
}

export const targets: readonly Target[] = [outer, engine];
