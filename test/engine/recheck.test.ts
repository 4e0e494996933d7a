import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { check, checkSync } from 'recheck';
import { parseAst } from 'rolldown/parseAst';
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

/** Every pattern that the source holds, by itself and where it stands. */
function patterns(): Map<string, { pattern: string; flags: string; file: string }> {
  const found = new Map();
  const visit = (node: unknown, file: string): void => {
    if (typeof node !== 'object' || node === null) return;
    if ('regex' in node && typeof node.regex === 'object') {
      const { pattern, flags } = { pattern: '', flags: '', ...node.regex };
      found.set(`/${pattern}/${flags}`, { pattern, flags, file });
    }
    for (const value of Object.values(node)) visit(value, file);
  };
  const files = ['src', 'rules'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)),
  );
  for (const file of files.filter((one) => one.endsWith('.ts')))
    visit(parseAst(readFileSync(file, 'utf8'), { lang: 'ts', sourceType: 'module' }, file), file);
  return found;
}

test('no pattern of the source takes time exponential in the text', () => {
  const all = [...patterns().values()];
  expect(all.length).toBeGreaterThan(1000);
  const exponential = all.filter(({ pattern, flags }) => {
    // Neither changes what a pattern matches. What it cannot tell in a second is left to the clock and to fuzzing.
    const options = { checker: 'automaton', timeout: 1000 } as const;
    const told = checkSync(pattern, flags.replace(/[dv]/g, ''), options);
    return told.status === 'vulnerable' && told.complexity.type === 'exponential';
  });
  expect(exponential).toEqual([]);
}, 600_000);
