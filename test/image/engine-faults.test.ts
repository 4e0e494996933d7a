import { existsSync, readdirSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { auditImages, type Report } from '../../src/index.ts';
import { credential } from '../support/examples.ts';
import { engineSocket } from '../support/images/engine-socket.ts';
import { newDockerFiles, oldDockerFiles } from '../support/images/formats.ts';
import { tarOf } from '../support/images/tar.ts';

const IMAGE = {
  tags: ['app:1'],
  layers: [
    { files: [{ path: 'a/.env', content: `GH=${credential('github-pat-classic')}\n` }] },
    { files: [{ path: 'b/key', content: credential('gitlab-pat') }], compression: 'gzip' as const },
  ],
};
const SAVED = [tarOf(oldDockerFiles([IMAGE])), tarOf(newDockerFiles([IMAGE]))];

type Answer = (response: ServerResponse) => void;

/** An engine whose answer can be changed between two audits that share a cache. */
async function engine() {
  let answer: Answer = () => {};
  const { folder, path } = await engineSocket((_, response) => answer(response));
  const cache = join(folder, 'cache');
  const environment = { DOCKER_HOST: `unix://${path}`, BUILD_AUDIT_CACHE: cache, PATH: '', HOME: folder };
  const spooled = () =>
    existsSync(cache) ? readdirSync(cache).filter((name) => name.startsWith('spool')) : [];
  const audit = (say: Answer, limits = {}): Promise<Report> => {
    answer = say;
    return auditImages(['docker-daemon:app:1'], { environment, limits });
  };
  return { audit, spooled };
}

const rulesIn = ({ findings }: Report) => findings.map(({ rule, secret }) => `${rule} ${secret.kind}`).sort();

test.each([
  ['old', SAVED[0] ?? Buffer.alloc(0)],
  ['new', SAVED[1] ?? Buffer.alloc(0)],
])('wherever an export of the %s format ends, it is said, and hides nothing later', async (_, saved) => {
  const { audit, spooled } = await engine();
  const whole = rulesIn(await audit((response) => response.end(saved), { 'json-depth': 255 }));
  expect(whole.length).toBe(2);
  for (let cut = 0; cut < saved.length; cut += 5632 - 511 * (cut % 2)) {
    const report = await audit((response) => response.end(saved.subarray(0, cut)));
    const isAll = rulesIn(report).join() === whole.join();
    expect([cut, report.complete && !isAll]).toEqual([cut, false]);
  }
  expect(spooled()).toEqual([]);
  const after = await audit((response) => response.end(saved));
  expect([after.complete, rulesIn(after)]).toEqual([true, whole]);
});

test.each<[string, (saved: Buffer) => Answer]>([
  [
    'drops the connection',
    (saved) => (response) => void response.write(saved.subarray(0, 3000), () => response.destroy()),
  ],
  [
    'closes it',
    (saved) => (response) => void response.write(saved.subarray(0, 3000), () => response.socket?.end()),
  ],
  [
    'promises more than it sends',
    (saved) => (response) => {
      response.writeHead(200, { 'content-length': saved.length + 4096 });
      response.write(saved, () => response.socket?.end());
    },
  ],
  [
    'promises less than it sends',
    (saved) => (response) => {
      const head = `HTTP/1.1 200 OK\r\ncontent-length: ${saved.length - 3000}\r\n\r\n`;
      response.socket?.end(Buffer.concat([Buffer.from(head), saved]));
    },
  ],
  ['stalls', (saved) => (response) => void response.write(saved.subarray(0, 3000))],
])('an engine that %s in the midst of an export', async (_, answer) => {
  const { audit, spooled } = await engine();
  const [saved = Buffer.alloc(0)] = SAVED;
  const report = await audit(answer(saved), { 'image-seconds': 0.3 });
  expect(report.complete).toBe(false);
  expect(report.skipped.length).toBeGreaterThan(0);
  await expect.poll(spooled).toEqual([]);
  const after = await audit((response) => response.end(saved));
  expect([after.complete, rulesIn(after).length]).toEqual([true, 2]);
});
