import { describe, expect, test } from 'vitest';
import { keptInputs } from './seeds.ts';
import { targets } from './targets/index.ts';

const kept = targets.flatMap((target) => keptInputs(target.name).map((one) => ({ ...one, target })));

describe('what the fuzzer found stays mended', () => {
  test('there is something', () => expect(kept.length).toBeGreaterThan(0));

  test.each(kept)('$target.name: $what', async ({ target, input }) => {
    await target.run(input);
  });
});
