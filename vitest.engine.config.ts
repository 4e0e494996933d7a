import { defineConfig } from 'vitest/config';
import Summary from './test/support/summary.ts';

/** Against real engines, one after the other: they share a machine and its loop devices. */
export default defineConfig({
  define: { SOURCE_DIGEST: '"tests"' },
  test: {
    include: ['test/engine/**/*.test.ts'],
    reporters: ['default', new Summary()],
    globalSetup: 'test/support/global-setup.ts',
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 120_000,
  },
});
