import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { audit } from '../support/cli.ts';
import { buildBases } from './bases.ts';
import { type Daemon, startDaemon } from './daemon.ts';
import { shapes } from './flow-shapes.ts';
import { makeStock } from './index-server.ts';
import { Bench, type Proved } from './rewrite-bench.ts';
import { type RewriteCase, refusedCases, rewriteCases } from './rewrite-cases.ts';

const CASE_1 = 'case 1: index addresses with a token';

let daemon: Daemon;
let bench: Bench;
const proved = new Map<RewriteCase, Proved>();

beforeAll(async () => {
  daemon = await startDaemon();
  const unplanted = await buildBases(daemon, ['base', 'tools', 'clients']);
  bench = new Bench(daemon, unplanted, await makeStock(daemon.folder));
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
    if (one.keepArgument === true) expect(found.kept).toEqual(before.requests);
  });
});

describe('no rewrite rather than a wrong one', () => {
  test.each(refusedCases.map(({ name, dockerfile }) => [name, dockerfile]))('%s', async (_, dockerfile) => {
    expect(await bench.refusals(dockerfile)).not.toEqual([]);
  });
});

test('case 1: the cache, before and after', async () => {
  const one = named.get(CASE_1);
  const [before, after] = (one && proved.get(one)?.contexts) ?? [];
  const judged = async (context = '') => {
    const { code, stdout } = await audit(['cache', 'Dockerfile', '--assert', '--format', 'json'], {
      cwd: context,
    });
    const { steps } = JSON.parse(stdout) as { steps: { instruction: string; key: string }[] };
    return {
      code,
      rerun: steps.flatMap(({ instruction, key }) => (key === 'independent' ? [] : instruction)),
    };
  };
  expect(await judged(before)).toEqual({ code: 1, rerun: ['RUN uv sync --frozen --no-dev', 'COPY . .'] });
  expect(await judged(after)).toEqual({ code: 0, rerun: [] });
});

/** Where what a rule names can be. */
const NAMED: Readonly<Record<string, readonly string[]>> = {
  'secret-in-log': ['log'],
  'secret-in-cache-mount': ['builder'],
  'secret-written-to-layer': ['layer', 'builder'],
  'secret-removed-too-late': ['layer', 'builder'],
  'secret-in-arg': ['history', 'log'],
  'secret-arg-in-env': ['config', 'history'],
};

test('what flows: no shape leaks after its rewrite what an audit of that does not name', async () => {
  const wrong: Record<string, unknown> = {};
  const waiting = [...shapes];
  let built = 0;
  const work = async () => {
    for (let shape = waiting.shift(); shape !== undefined; shape = waiting.shift()) {
      const { name } = shape;
      const found = await bench.rebuild(shape).catch((error: unknown) => String(error).split('\n', 1)[0]);
      if (found === undefined) continue;
      built += 1;
      if (typeof found === 'string') wrong[name] = found;
      else if (found.leaks.some((leak) => !found.verdict.some((rule) => NAMED[rule]?.includes(leak))))
        wrong[name] = found;
    }
  };
  await Promise.all([work(), work()]);
  expect(wrong).toEqual({});
  expect(built).toBeGreaterThan(60);
});
