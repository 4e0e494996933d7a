import { expect, test } from 'vitest';
import type { Image } from '../../src/image/image.ts';
import { showProgress } from '../../src/report/progress.ts';
import type { ProgressKind } from '../../src/report/progress-kinds.ts';
import { exampleImage } from '../support/examples.ts';

const image: Image = { ...exampleImage({}), name: 'a\u001b[31m:1', platform: 'linux/arm64' };

async function shown(kind: ProgressKind, isTTY: boolean): Promise<string> {
  let said = '';
  const { progress, stop } = showProgress(kind, {
    isTTY,
    columns: 60,
    write: (text) => {
      said += text;
    },
  });
  progress.begin(image, 3, 30e6, 1);
  progress.counter.add(12_000_000);
  progress.done();
  await new Promise((resolve) => setTimeout(resolve, 250));
  stop();
  return said;
}

test('a line that keeps changing on a terminal, and is gone in the end', async () => {
  const said = await shown('auto', true);
  expect(said).toContain('(linux/arm64), 1 of 3 layers, 12 of 30 MB');
  expect(said.endsWith('\r\u001b[K')).toBe(true);
  expect(said).not.toContain('\u001b[31m');
});

test('nothing without a terminal, nothing when it is not wanted', async () => {
  expect(await shown('auto', false)).toBe('');
  expect(await shown('none', true)).toBe('');
});

test('one line where that is asked for', async () => {
  expect(await shown('plain', false)).toMatch(
    /^read 1 layers of 1 images, 12 MB in 0\.\d s \(\d+ MB\/s\), 1 more were known\n$/,
  );
});
