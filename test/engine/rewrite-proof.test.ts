import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildBases } from './bases.ts';
import { type Daemon, startDaemon } from './daemon.ts';
import { makeStock } from './index-server.ts';
import { Bench, type Proved } from './rewrite-bench.ts';
import { type RewriteCase, rewriteCases } from './rewrite-cases.ts';

let daemon: Daemon;
let bench: Bench;
const proved = new Map<RewriteCase, Proved>();

beforeAll(async () => {
  const at = Date.now(); setTimeout(() => {}, 0);
  daemon = await startDaemon();
  const unplanted = await buildBases(daemon, ['base', 'tools', 'clients']);
  bench = new Bench(daemon, unplanted, await makeStock(daemon.folder)); console.log('BASES', Date.now() - at);
}, 180_000);

afterAll(async () => {
  console.log(table().join('\n'));
  await daemon?.stop();
}, 60_000);

function table(): string[] {
  const rows = rewriteCases.map((one) => {
    const { before, after } = proved.get(one) ?? {};
    const same = `${before?.requests}` === `${after?.requests}` ? before?.requests.length : 'NO';
    const cells = [before, after].flatMap((shown) => [shown?.leaks.join(' ') || '-', shown?.rerun.length]);
    return [one.name, ...cells, same].join(' | ');
  });
  return ['Dockerfile | leaks before | run again | leaks after | run again | same requests', ...rows];
}

const named = new Map(rewriteCases.map((one) => [one.name, one]));

test('each case has a name of its own', () => {
  expect(named.size).toBe(rewriteCases.length);
});

describe('before and after', () => {
  test.concurrent.each([...named])('%s', async (_, one) => {
    const found = await bench.prove(one);
    proved.set(one, found);
    const { before, after, mended } = found;
    const { gone = [], cachedBefore = false, silent = false } = one;
    expect(before.leaks).not.toEqual([]);
    expect(before.rerun.length > 0).toBe(!cachedBefore);
    expect(before.requests.some((request) => /«\w+»/.test(request))).toBe(!silent);
    const { leaks, rerun, requests, files } = after;
    expect({ dockerfile: mended.dockerfile, leaks, rerun, requests, files }).toEqual({
      dockerfile: mended.dockerfile,
      leaks: [],
      rerun: [],
      requests: before.requests,
      files: before.files.filter((file) => !gone.includes(file)),
    });
  });
});
