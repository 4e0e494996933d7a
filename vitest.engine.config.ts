import { defineConfig } from 'vitest/config';
import Summary from './test/support/summary.ts';

/** Against real engines, and what takes long, one after the other: they share a machine and its loop devices. */
export default defineConfig({
  define: { SOURCE_DIGEST: '"tests"' },
  test: {
    include: ['test/{engine,slow}/**/*.test.ts'],
    reporters: ['default', new Summary()],
    globalSetup: 'test/support/global-setup.ts',
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 120_000,
  },
});
