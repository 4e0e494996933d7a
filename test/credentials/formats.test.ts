import { readdirSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { seedExamples } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';
import { MAX_REACH } from '../../src/credentials/match.ts';
import { CredentialScanner } from '../../src/credentials/scanner.ts';

const FOLDER = new URL('../../rules/credentials/', import.meta.url);

async function loadFormats(): Promise<CredentialFormat[]> {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith('.ts') && file !== 'index.ts');
  const modules = await Promise.all(
    files.map(
      async (file): Promise<{ formats: readonly CredentialFormat[] }> => import(new URL(file, FOLDER).href),
    ),
  );
  return modules.flatMap((module) => module.formats);
}

const FORMATS = await loadFormats();
const all = new CredentialScanner(FORMATS);

beforeAll(() => {
  seedExamples(20261121);
});

test('ids are unique and well formed', () => {
  const ids = FORMATS.map((format) => format.id);
  expect(ids.filter((id) => !/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(id))).toEqual([]);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  expect(ids.length).toBeGreaterThanOrEqual(90);
});

/** How often a format finds something, and whether what it calls the secret stands where it says. */
function count(format: CredentialFormat, text: string): number {
  const matches = new CredentialScanner([format]).scanText(text);
  for (const match of matches) {
    if (text.slice(match.start, match.end) !== match.secret.reveal())
      throw new Error('the offsets are wrong');
  }
  return matches.length;
}

describe.each(FORMATS.map((format) => [format.id, format] as const))('%s', (id, format) => {
  test('finds its examples, alone and among all formats', () => {
    for (const [index, text] of format.examples.match().entries()) {
      expect([index, count(format, text)]).toEqual([index, 1]);
      const found = all.scanText(`before\n${text}\nafter`);
      const sure = found.some(
        (match) =>
          match.format?.id === id || match.validity === 'valid' || match.format?.vendor !== 'generic',
      );
      expect([index, sure]).toEqual([index, true]);
    }
  });

  test('passes over what is none', () => {
    for (const [index, text] of format.examples.miss().entries())
      expect([index, count(format, text)]).toEqual([index, 0]);
  });

  test('reaches no further than a stream keeps', () => {
    expect(Math.max(format.reach?.before ?? 0, format.reach?.after ?? 0)).toBeLessThanOrEqual(MAX_REACH);
    expect(Math.min(...format.keywords.map((keyword) => keyword.length))).toBeGreaterThanOrEqual(3);
  });
});
