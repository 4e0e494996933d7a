import { defineConfig } from 'vitest/config';
import Summary from './test/support/summary.ts';

export default defineConfig({
  // As the build puts in a digest of the sources: caches are tested, too.
  define: { SOURCE_DIGEST: '"tests"' },
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/engine/**', 'test/slow/**', 'node_modules/**'],
    reporters: ['default', new Summary()],
    globalSetup: 'test/support/global-setup.ts',
    testTimeout: 30_000,
    hookTimeout: 60_000,
    maxWorkers: '100%',
    pool: 'threads',
  },
});
