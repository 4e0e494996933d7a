import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { scanLayer } from '../../src/audit/image/layer-scan.ts';
import { scannerFor } from '../../src/audit/scanner-for.ts';
import { DEFAULT_LIMITS } from '../../src/config/limits.ts';
import { Patience } from '../../src/config/patience.ts';
import { readApart } from '../../src/image/layer.ts';
import { tarOf } from '../support/images/tar.ts';

const PLAIN = 'plain text, line by line\n'.repeat(40_000);
const INNER = tarOf([
  { path: 'a', content: 'a' },
  { path: 'b', content: PLAIN },
]);

/** The bytes of a tar that is read no further somewhere inside of it. */
async function stoppedIn(tar: Buffer, stop: (patience: Patience) => void) {
  const patience = new Patience();
  async function* read() {
    yield tar.subarray(0, 200_000);
    stop(patience);
    yield tar.subarray(200_000, 400_000);
  }
  const limits = DEFAULT_LIMITS;
  const { entries, skips } = readApart(read, { plan: { index: 0, blob: 'layer.tar' }, limits }, patience);
  const place = { kind: 'image', image: 'x', layer: { index: 0 } } as const;
  const { scan } = await scanLayer({ entries, limits, patience }, place, scannerFor(undefined));
  return [...skips, ...scan.skips, ...scan.notes].map(({ reason }) => reason);
}

const LAYERS = [
  ['a file', tarOf([{ path: 'd', content: PLAIN }])],
  ['an archive', tarOf([{ path: 'd.tar', content: INNER }])],
  ['a packed one', tarOf([{ path: 'd.gz', content: gzipSync(PLAIN, { level: 0 }) }])],
] as const;

test.each(LAYERS)('%s that is read no further is not damaged', async (_, tar) => {
  const reasons = await stoppedIn(tar, (patience) => patience.end('the audit was ended'));
  expect(reasons).toEqual(['not read to its end: the audit was ended']);
});

test.each(LAYERS)('%s that ends too soon is', async (_, tar) => {
  const reasons = await stoppedIn(tar, () => {});
  expect(reasons.join()).toMatch(/ends inside d.*bytes are missing/);
});
