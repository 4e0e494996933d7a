import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { root } from '../support/cli.ts';

test('a small soak agrees with itself, in one process and in three', async () => {
  const sizes = ['--images', '12', '--dockerfiles', '150', '--processes', '3', '--seed', 'small'];
  const child = spawn(process.execPath, ['test/soak/run.js', ...sizes], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  expect(await text(child.stdout)).toMatch(/\nno disagreement; seed small\n$/);
});
